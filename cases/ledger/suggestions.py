"""Suggestions attached to an item, and what became of them (F15; 信访工作条例 Art. 29)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cases import access
from cases.errors import IllegalMove
from cases.ledger import history
from cases.ledger.errors import NoSuchItem
from cases.ledger.history import SILENT
from cases.ledger.models import LedgerItem, LedgerSuggestion
from cases.ledger.rights import may_check, may_work, required
from cases.ledger.states import Adoption, Step
from cases.models import Case
from cases.staff.officer import Officer


def attach(session: Session, officer: Officer, item: LedgerItem, case: Case, now: datetime) -> LedgerSuggestion:
    """The case speaks of this item. Nothing confidential is ever attached (INV-C1); the caller found the case."""
    may_work(officer, item, SILENT)
    if case.confidential:
        raise IllegalMove(case.kind.label)
    if found := _find(session, item, case):
        return found
    link = LedgerSuggestion(case_id=case.id, item_id=item.id, attached_by=officer.name, attached_at=now)
    session.add(link)
    history.record(session, item, Step.ATTACHED, officer.name, now)
    return link


def decide(
    session: Session, officer: Officer, item: LedgerItem, case: Case, decision: Adoption, now: datetime, reason: str
) -> None:
    """Adopted, partly, or not; always with a reason, which the reply to the citizen will need."""
    may_check(officer)
    link = _find(session, item, case)
    if link is None:
        raise NoSuchItem
    old, link.decision = link.decision, decision
    link.decided_by, link.decided_at, link.reason = officer.name, now, required(reason)
    history.record(session, item, Step.DECIDED, officer.name, now, old=old, new=decision)


def attached(
    session: Session, item: LedgerItem, visible: ColumnElement[bool]
) -> Sequence[tuple[Case, LedgerSuggestion]]:
    """Those that this officer may see, oldest first: a recused officer finds no way round (INV-R7)."""
    wanted = select(Case, LedgerSuggestion).join(LedgerSuggestion, LedgerSuggestion.case_id == Case.id)
    found = session.execute(wanted.where(LedgerSuggestion.item_id == item.id, visible).order_by(LedgerSuggestion.id))
    return [(case, link) for case, link in found]


def open_to(session: Session, officer: Officer, item: LedgerItem) -> Sequence[tuple[Case, LedgerSuggestion]]:
    """Those that may be spoken of beside an item: nothing that has become confidential since, not even to readers."""
    return attached(session, item, access.visible_to(officer) & ~access.confidential())


def became(session: Session, item: LedgerItem) -> dict[Adoption | None, int]:
    """How many were adopted, partly, not, or are not decided yet (None)."""
    counted = select(LedgerSuggestion.decision, func.count()).where(LedgerSuggestion.item_id == item.id)
    return dict(session.execute(counted.group_by(LedgerSuggestion.decision)).tuples().all())


def _find(session: Session, item: LedgerItem, case: Case) -> LedgerSuggestion | None:
    same = LedgerSuggestion.item_id == item.id, LedgerSuggestion.case_id == case.id
    return session.scalar(select(LedgerSuggestion).where(*same))
