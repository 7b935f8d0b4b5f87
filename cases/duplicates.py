"""The same matter from the same person again: grouped by an officer, never merged; each keeps its own receipt."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, history, moves, one_at_a_time
from cases.errors import IllegalMove
from cases.history import What
from cases.models import Case
from cases.staff.officer import Officer
from cases.transitions import Move


def mark(session: Session, officer: Officer, case: Case, of: Case, now: datetime, *, reason: str) -> None:
    """Put `case` beside the one it repeats; an open and a confidential one never, or one would tell of the other."""
    access.require(session, officer, of)
    for one in sorted((case, of), key=lambda one: one.id):  # in one order, or two would wait for each other
        one_at_a_time.lock(session, one)
    first = session.get_one(Case, of.duplicate_of) if of.duplicate_of else of
    one_at_a_time.lock(session, first)
    if first is case or first.confidential != case.confidential or _repeats(session, case):
        raise IllegalMove
    moves.make_half(session, officer, case, Move.MARK_DUPLICATE, now, reason=reason)
    case.duplicate_of = first.id
    history.record(session, case, What.GROUPED, officer.name, now, new=first.number)


def unmark(session: Session, officer: Officer, case: Case, now: datetime, *, reason: str) -> None:
    """It was another matter after all: back to triage."""
    moves.make_half(session, officer, case, Move.UNMARK_DUPLICATE, now, reason=reason)
    if case.duplicate_of:
        first = session.get_one(Case, case.duplicate_of)
        history.record(session, case, What.UNGROUPED, officer.name, now, old=first.number)
    case.duplicate_of = None


def group(session: Session, officer: Officer, case: Case) -> Sequence[Case]:
    """The first and all its repeats, as far as this officer may know of them, oldest first."""
    first = case.duplicate_of or case.id
    together = (Case.id == first) | (Case.duplicate_of == first)
    return session.scalars(select(Case).where(together, access.visible_to(officer)).order_by(Case.id)).all()


def _repeats(session: Session, case: Case) -> bool:
    """Whether others were put beside this one: they would hang from a repeat."""
    return session.scalar(select(Case.id).where(Case.duplicate_of == case.id).limit(1)) is not None
