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
    if not is_possible(session, officer, case, now):
        raise IllegalMove
    OPPOSITES[_last(session, case).what](session, officer, case, now, reason)


def is_possible(session: Session, officer: Officer, case: Case, now: datetime) -> bool:
    """Whether the last step was this officer's, just now, and one that is taken back like this."""
    last = _last(session, case)
    mine = last.actor == officer.name and last.what in OPPOSITES
    if last.what == What.RELEASED:  # out of another's hands it would come into one's own
        mine = mine and last.old == officer.name
    return mine and not case.confidential and now - last.at <= WITHIN


def _last(session: Session, case: Case) -> CaseEvent:
    newest = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id.desc()).limit(1)
    return session.scalars(newest).one()
