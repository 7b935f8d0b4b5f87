"""Who lets somebody else read a confidential case, and takes that right away (domain.md 2.8 INV-C1, INV-C4)."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from cases import access
from cases.errors import IllegalMove, KeptOut, NotAllowed, OnlyReader, ReasonNeeded
from cases.models import Case
from cases.sealing import case_keys, granting, lost_keys, reading
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import LEADERS, RECIPIENTS


def give(session: Session, officer: Officer, case: Case, to: Staff, now: datetime, *, reason: str) -> None:
    """Only to who may know of its queue; nobody else would see it, and the circle must not grow for nothing."""
    _require(session, officer, case, reason)
    granting.grant(session, officer, case, to, now, reason=reason.strip())
    if not access.sees(session, Officer(to.id, to.name, to.held, to.department), case):
        raise NotAllowed(access.labels(access.READABLE.get(case.queue, ())))


def take(session: Session, officer: Officer, case: Case, of: Staff, now: datetime, *, reason: str) -> None:
    """Never from the last who has it, or nobody could read the case again."""
    _require(session, officer, case, reason)
    if not reading.has_key(session, of.id, case):
        raise IllegalMove
    require_another_reader(session, case, of)
    granting.revoke(session, officer, case, of, now, reason=reason.strip())


def give_again(session: Session, officer: Officer, to: Staff, now: datetime, *, reason: str) -> list[str]:
    """What they could read before their key was given up, as far as this officer may let them; by number."""
    given = []
    for case in lost_keys.to_grant_again(session, officer, to):
        with suppress(NotAllowed, KeptOut):
            give(session, officer, case, to, now, reason=reason)
            given.append(case.number)
    return given


def require_another_reader(session: Session, case: Case, besides: Staff) -> None:
    """OnlyReader when this person alone of the staff has the key."""
    case_keys.locked(session, case)
    if not reading.read_by_others(session, case, {besides.id}):
        raise OnlyReader


def _require(session: Session, officer: Officer, case: Case, reason: str) -> None:
    access.require(session, officer, case)
    needed = RECIPIENTS.get(case.queue, LEADERS)
    access.require_role(officer, *needed)
    if not case.confidential:
        raise IllegalMove
    if not reason.strip():
        raise ReasonNeeded
