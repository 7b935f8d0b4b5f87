"""What became of suggestions (F15), as anybody may know it: no number below 3, no words but published ones."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from cases import access
from cases.kinds import Kind
from cases.ledger.models import LedgerItem, LedgerSuggestion
from cases.ledger.states import Adoption
from cases.likeness.alike import TOLD_KINDS
from cases.likeness.published import PublishedText
from cases.models import Case
from cases.reports.publishing import LEAST
from cases.times import to_the_day

OPEN_KINDS = tuple(kind for kind in Kind if not kind.sealed)
USED = (Adoption.ADOPTED, Adoption.PARTLY)
type Counts[T] = Mapping[T, int | None]  # None: fewer than 3


@dataclass(frozen=True)
class Adopted:
    """Words that an officer redacted and their citizen lets others read, and what was decided about them."""

    section: str
    decision: Adoption
    words: str


@dataclass(frozen=True)
class Heard:
    """How many suggestions, by item, by decision (None: not yet) and by kind; {} where a table would tell too much."""

    by_section: Counts[str] = field(default_factory=dict)
    by_decision: Counts[Adoption | None] = field(default_factory=dict)
    by_kind: Counts[Kind] = field(default_factory=dict)
    adopted: tuple[Adopted, ...] = ()


def heard(session: Session, bulletin: str, sections: Sequence[str], now: datetime) -> Heard:
    """Counted in whole days, up to yesterday: who watches the page does not learn the minute of anything."""
    rows = _attached(session, bulletin, to_the_day(now))
    by_section = masked(sections, (row.section for row in rows))
    by_decision = masked((*Adoption, None), (row.decision for row in rows))
    by_kind = masked(OPEN_KINDS, (row.kind for row in rows))
    if not safe_together(by_section, by_decision):
        by_decision = {}
    if not safe_together(*filter(None, (by_section, by_decision, by_kind))):
        by_kind = {}
    return Heard(by_section, by_decision, by_kind, _adopted(session, bulletin))


def masked[T](cells: Iterable[T], found: Iterable[T]) -> Counts[T]:
    """A count for each cell, None where it is below 3."""
    counted = Counter(found)
    return {cell: counted[cell] if counted[cell] >= LEAST else None for cell in cells}


def safe_together(*tables: Counts[Any]) -> bool:
    """Whether every hidden cell may still be 0, 1 or 2 for who knows that all these tables count the same cases."""
    hidden = [sum(count is None for count in table.values()) for table in tables]
    shown = [sum(count or 0 for count in table.values()) for table in tables]
    lowest = max(shown)
    highest = min(seen + (LEAST - 1) * few for seen, few in zip(shown, hidden, strict=True))
    return all(
        not few or (highest - seen >= LEAST - 1 and lowest - seen <= (LEAST - 1) * (few - 1))
        for seen, few in zip(shown, hidden, strict=True)
    )


def _attached(session: Session, bulletin: str, until: datetime) -> Sequence[Row[tuple[str, Kind, Adoption | None]]]:
    wanted = select(LedgerItem.section, Case.kind, LedgerSuggestion.decision).join_from(LedgerSuggestion, LedgerItem)
    wanted = wanted.join(Case, Case.id == LedgerSuggestion.case_id)
    return session.execute(wanted.where(_open(bulletin), LedgerSuggestion.attached_at < until)).all()


def _adopted(session: Session, bulletin: str) -> tuple[Adopted, ...]:
    wanted = select(LedgerItem.section, LedgerSuggestion.decision, PublishedText.redacted)
    wanted = wanted.join_from(LedgerSuggestion, LedgerItem).join(Case, Case.id == LedgerSuggestion.case_id)
    wanted = wanted.join(PublishedText, PublishedText.case_id == Case.id).order_by(LedgerSuggestion.id)
    told = PublishedText.redacted.is_not(None), LedgerSuggestion.decision.in_(USED), Case.kind.in_(TOLD_KINDS)
    rows = session.execute(wanted.where(_open(bulletin), *told)).tuples()
    return tuple(Adopted(section, decision, words) for section, decision, words in rows if decision and words)


def _open(bulletin: str) -> ColumnElement[bool]:
    """What became a tip-off or concerns the team since it was attached is none; nor what its citizen took back."""
    return (LedgerItem.bulletin == bulletin) & ~access.confidential() & Case.withdrawn_at.is_(None)
