"""Taking a case in hand, giving it back, giving it to somebody: one holder at a time (architecture.md 5)."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cases import access, history, holders, moves
from cases.errors import (
    HeldByAnother,
    IllegalMove,
    KeptOut,
    NotAllowed,
    ReasonNeeded,
    SamePerson,
    Stale,
    Suspended,
)
from cases.history import What
from cases.kinds import Queue, Role
from cases.models import Case, Taking
from cases.recusal import attestations, exclusions, requests
from cases.sealing import granting, readers
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import INTAKE, LEADERS, LEFT, RECIPIENTS, Move, Part

TAKE = (*INTAKE, Role.HANDLER, *LEADERS)
GIVE = LEADERS  # besides whoever has it


def claim(session: Session, officer: Officer, case: Case, now: datetime) -> None:
    """Take a case that nobody has; of two at once one gets it, the other HeldByAnother with the holder's name."""
    access.require(session, officer, case)
    _require_role(officer, case)
    _require_in_play(case)
    attestations.require(session, officer, case)
    if case.holder_id == officer.staff_id:
        return
    if requests.pending(session, case):
        raise Suspended
    _compare_and_set(session, officer, case)
    holders.begin(session, case, officer.staff_id, Taking.CLAIMED, officer.name, now)
    history.record(session, case, What.CLAIMED, officer.name, now, new=officer.name)


def release(session: Session, officer: Officer, case: Case, now: datetime, *, reason: str | None = None) -> None:
    """Give it back, so that anybody may claim it; a leader also for somebody else, with a reason."""
    access.require(session, officer, case)
    holder = holders.name_of(session, case)
    if holder is None:
        raise IllegalMove
    _require_own_or_leader(session, officer, case)
    if case.holder_id != officer.staff_id and not (reason or "").strip():
        raise ReasonNeeded
    _take_key(session, officer, case, now)
    holders.end(session, case, now)
    history.record(session, case, What.RELEASED, officer.name, now, old=holder, reason=reason)


def transfer(session: Session, officer: Officer, case: Case, to: Officer, now: datetime, *, reason: str) -> None:
    """Give it to somebody; the key of a confidential one goes with it."""
    access.require(session, officer, case)
    _require_own_or_leader(session, officer, case)
    _require_in_play(case)
    if not reason.strip():
        raise ReasonNeeded
    if not to.has(*TAKE) and not to.has(*RECIPIENTS.get(case.queue, ())):
        raise NotAllowed(access.labels(TAKE))
    _hand_to(session, officer, case, to, Taking.TRANSFERRED, now, reason)


def assign(
    session: Session,
    officer: Officer,
    case: Case,
    to: Officer | None,
    now: datetime,
    *,
    department: str | None = None,
    reviewer: Officer | None = None,
    reason: str | None = None,
) -> None:
    """A leader gives an accepted case to a handler, an open one also to a department, and may say who reviews it."""
    if department is not None and (case.confidential or case.queue not in access.FOR_DEPARTMENTS):
        raise NotAllowed(Role.HANDLER.label)  # INV-C1
    if case.queue is Queue.APPEAL:
        _require_leader(session, officer, case)
    else:
        moves.make_half(session, officer, case, Move.ASSIGN, now, reason=reason)
    if department is not None:
        history.record(session, case, What.DEPARTMENT, officer.name, now, old=case.department, new=department)
        case.department = department
    if to is not None:
        if not to.has(Role.HANDLER):
            raise NotAllowed(Role.HANDLER.label)
        moves.require_apart(session, to.name, case, Part.HANDLER)
        _hand_to(session, officer, case, to, Taking.ASSIGNED, now, reason)
    if reviewer is not None:
        name_reviewer(session, officer, case, reviewer, now, reason=reason)


def name_reviewer(
    session: Session, officer: Officer, case: Case, reviewer: Officer, now: datetime, *, reason: str | None = None
) -> None:
    """The leader names a third person (INV-R3), who gets the key of a tip-off; on an appeal it is a leader (4.1)."""
    _require_leader(session, officer, case)
    _require_in_play(case)
    if not reviewer.has(Role.REVIEWER, *(LEADERS if case.queue is Queue.APPEAL else ())):
        raise NotAllowed(Role.REVIEWER.label)
    _require_third(session, case, reviewer)
    before = reviewer_of(session, case)
    if before == reviewer.name:
        return
    granting.grant(session, officer, case, session.get_one(Staff, reviewer.staff_id), now, reason=reason)
    if not access.sees(session, reviewer, case):
        raise NotAllowed(access.labels(access.READABLE.get(case.queue, ())))
    _take_key_of(session, officer, case, before, now)
    history.record(session, case, What.REVIEWER_NAMED, officer.name, now, old=before, new=reviewer.name, reason=reason)


def reviewer_of(session: Session, case: Case) -> str | None:
    """The login of whom the leader named to review the case."""
    named = history.last(session, case, What.REVIEWER_NAMED)
    return named.new if named else None


def _compare_and_set(session: Session, officer: Officer, case: Case) -> None:
    """One statement decides, also between two processes."""
    session.flush()
    free = (Case.id == case.id) & Case.holder_id.is_(None) & (Case.version == case.version)
    mine = update(Case).where(free).values(holder_id=officer.staff_id, version=case.version + 1).returning(Case.id)
    won = session.scalar(mine.execution_options(synchronize_session=False))
    session.refresh(case)
    if won is None:
        if case.holder_id is None:
            raise Stale
        raise HeldByAnother(holders.name_of(session, case))


def _hand_to(
    session: Session, officer: Officer, case: Case, to: Officer, how: Taking, now: datetime, reason: str | None
) -> None:
    if exclusions.keeps_out(session, case, to.staff_id):
        raise KeptOut
    if requests.pending(session, case):
        raise Suspended
    if reviewer_of(session, case) == to.name:
        raise SamePerson(Part.REVIEWER.label)
    old = holders.name_of(session, case)
    if old == to.name:
        return
    granting.grant(session, officer, case, session.get_one(Staff, to.staff_id), now)
    _take_key(session, officer, case, now)
    holders.begin(session, case, to.staff_id, how, officer.name, now)
    if not access.sees(session, to, case):
        raise NotAllowed(access.labels(access.READABLE.get(case.queue, ())))
    what = What.ASSIGNED if how is Taking.ASSIGNED else What.TRANSFERRED
    history.record(session, case, what, officer.name, now, old=old, new=to.name, reason=reason)


def _take_key(session: Session, officer: Officer, case: Case, now: datetime) -> None:
    """Who had a confidential case only to handle it reads it no longer."""
    _take_key_of(session, officer, case, holders.name_of(session, case), now)


def _take_key_of(session: Session, officer: Officer, case: Case, name: str | None, now: datetime) -> None:
    """Unless they are one of those who read this queue anyway."""
    staff = session.scalar(select(Staff).where(Staff.name == name)) if name and case.confidential else None
    if staff and staff.held.isdisjoint(readers.OF_QUEUE.get(case.queue, readers.OF_TEAM)):
        granting.revoke(session, officer, case, staff, now)


def _require_third(session: Session, case: Case, reviewer: Officer) -> None:
    moves.require_apart(session, reviewer.name, case, Part.REVIEWER)
    if case.holder_id == reviewer.staff_id:
        raise SamePerson(Part.HANDLER.label)


def _require_role(officer: Officer, case: Case) -> None:
    needed = RECIPIENTS.get(case.queue, TAKE)
    access.require_role(officer, *needed)


def _require_leader(session: Session, officer: Officer, case: Case) -> None:
    access.require(session, officer, case)
    access.require_role(officer, *GIVE)


def _require_own_or_leader(session: Session, officer: Officer, case: Case) -> None:
    if case.holder_id == officer.staff_id or officer.has(*GIVE):
        return
    if case.holder_id is None:
        raise NotAllowed(access.labels(GIVE))
    raise HeldByAnother(holders.name_of(session, case))


def _require_in_play(case: Case) -> None:
    if case.state in LEFT:
        raise IllegalMove
