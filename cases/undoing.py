"""Taking back a slip of the hand: the last step in a case, by who made it, within ten minutes."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, duplicates, holding
from cases.errors import IllegalMove
from cases.history import What
from cases.models import Case, CaseEvent
from cases.staff.officer import Officer
from cases.transitions import Move

WITHIN = timedelta(minutes=10)
Opposite = Callable[[Session, Officer, Case, datetime, str], None]


def _release(session: Session, officer: Officer, case: Case, now: datetime, reason: str) -> None:
    holding.release(session, officer, case, now, reason=reason)


def _claim(session: Session, officer: Officer, case: Case, now: datetime, _reason: str) -> None:
    holding.claim(session, officer, case, now)


def _unmark(session: Session, officer: Officer, case: Case, now: datetime, reason: str) -> None:
    duplicates.unmark(session, officer, case, now, reason=reason)


OPPOSITES: Mapping[str, Opposite] = MappingProxyType(
    {What.CLAIMED: _release, What.RELEASED: _claim, What.GROUPED: _unmark, Move.MARK_DUPLICATE: _unmark}
)  # what the law makes a decision of has its own way back, by somebody who may


def undo(session: Session, officer: Officer, case: Case, now: datetime, *, reason: str) -> None:
    """IllegalMove for any other step, that of somebody else, or too late; a confidential case knows no minutes."""
    access.require(session, officer, case)
    newest = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id.desc()).limit(1)
    last = session.scalars(newest).one()
    mine = last.actor == officer.name and last.what in OPPOSITES
    if not mine or case.confidential or now - last.at > WITHIN:
        raise IllegalMove
    OPPOSITES[last.what](session, officer, case, now, reason)
