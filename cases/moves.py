"""The only place that changes a case's state (domain.md 2.2, 2.3): by the rows of cases.transitions, with an event."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, chat_links, history, holders, one_at_a_time, transitions
from cases.deadlines import clock
from cases.deadlines.rule import Event
from cases.errors import HeldByAnother, IllegalMove, NotAllowed, NotAttested, ReasonNeeded, SamePerson, Suspended
from cases.history import CITIZEN, SYSTEM
from cases.kinds import IdentityMode, Role, State
from cases.models import Case, CaseEvent
from cases.recusal import attestations, requests
from cases.staff.officer import Officer
from cases.times import DAY
from cases.transitions import Hold, Move, Part, Way

STANDS_STILL = (Move.ASSIGN, Move.HAND_OVER, Move.COMPLETE, Move.ANSWER)  # INV-R5
HALVES = (Move.ASSIGN, Move.EXTEND, Move.MARK_DUPLICATE, Move.UNMARK_DUPLICATE)  # the state is not all they change
OVER = (State.ARCHIVED, State.TERMINATED, State.PURGED)  # nothing will be written to its citizen
REFUSALS = (HeldByAnother, IllegalMove, NotAllowed, NotAttested, Suspended)


def make(
    session: Session, officer: Officer, case: Case, move: Move, now: datetime, *, reason: str | None = None
) -> None:
    """An officer's move: only along a row of cases.transitions, by who may, with a reason where one is wanted."""
    if move in HALVES:
        raise IllegalMove
    _make(session, officer, case, move, now, reason)


def make_half(
    session: Session, officer: Officer, case: Case, move: Move, now: datetime, *, reason: str | None = None
) -> None:
    """The state's half of one of HALVES, for the function that does the other half and for nobody else."""
    if move not in HALVES:
        raise IllegalMove
    _make(session, officer, case, move, now, reason)


def _make(session: Session, officer: Officer, case: Case, move: Move, now: datetime, reason: str | None) -> None:
    one_at_a_time.lock(session, case)
    access.require(session, officer, case)
    way = _way(session, case, move, now)
    _check(session, officer, case, way)
    if way.reason and not (reason or "").strip():
        raise ReasonNeeded
    _go(session, case, way, officer.name, now, reason)


def by_citizen(session: Session, case: Case, move: Move, now: datetime, *, reason: str | None = None) -> None:
    """A move that is the citizen's own."""
    _unattended(session, case, move, CITIZEN, now, reason)


def by_system(session: Session, case: Case, move: Move, now: datetime, *, reason: str | None = None) -> None:
    """A move that a passed deadline or the retention rule makes."""
    _unattended(session, case, move, SYSTEM, now, reason)


def possible(session: Session, officer: Officer, case: Case) -> list[Move]:
    """What this officer can do with the case as it is, in the order of the rows."""
    if not access.sees(session, officer, case):
        return []
    return list(dict.fromkeys(way.move for way in ways(session, case) if _allowed(session, officer, case, way)))


def parts_of(session: Session, case: Case, name: str) -> set[Part]:
    """The parts this person has in the case, by its history."""
    done = select(CaseEvent.what).where(CaseEvent.case_id == case.id, CaseEvent.actor == name).distinct()
    return {transitions.PARTS[Move(what)] for what in session.scalars(done) if what in transitions.PARTS}


def require_apart(session: Session, name: str, case: Case, part: Part) -> None:
    """SamePerson when what this person did before forbids them this part (INV-R3)."""
    conflicts = parts_of(session, case, name) & transitions.apart_from(part, case.kind)
    if conflicts:
        raise SamePerson("、".join(sorted(conflict.label for conflict in conflicts)))


def ways(session: Session, case: Case) -> Iterator[Way]:
    """The rows that fit the case as it is."""
    letter = transitions.course(case.kind)
    for way in transitions.WAYS:
        fits = letter in way.courses and case.state in way.sources and case.queue in way.queues
        if fits and _is_known_well_enough(case, way) and _is_asked(session, case, way) and _is_left(session, case, way):
            yield way


def may_be_restored(case: Case, now: datetime) -> bool:
    """Whether its citizen can still take the withdrawal back; that of a confidential case is the team's decision."""
    return not case.confidential and case.withdrawn_at is not None and now - case.withdrawn_at <= DAY


def _way(session: Session, case: Case, move: Move, now: datetime) -> Way:
    if move is Move.ARCHIVE and may_be_restored(case, now):
        raise IllegalMove
    for way in ways(session, case):
        if way.move is move:
            return way
    raise IllegalMove


def _is_known_well_enough(case: Case, way: Way) -> bool:
    return way.named in (None, case.identity_mode is IdentityMode.REAL_NAME)


def _is_asked(session: Session, case: Case, way: Way) -> bool:
    if way.answers is None:
        return True
    latest = history.last(session, case, way.answers.asked, *way.answers.settled_by)
    return latest is not None and latest.what == way.answers.asked


def _is_left(session: Session, case: Case, way: Way) -> bool:
    return not way.once or history.last(session, case, way.move) is None


def _allowed(session: Session, officer: Officer, case: Case, way: Way) -> bool:
    try:
        _check(session, officer, case, way)
    except REFUSALS:
        return False
    return True


def _check(session: Session, officer: Officer, case: Case, way: Way) -> None:
    """Everything about who moves; what is moved, the rows have said."""
    if officer.roles.isdisjoint(way.by):
        raise NotAllowed(_named(way.by))
    part = transitions.PARTS.get(way.move)
    if part:
        require_apart(session, officer.name, case, part)
    _check_hands(session, officer, case, way.hold)
    if part is Part.HANDLER:
        attestations.require(session, officer, case)
    if way.move in STANDS_STILL and requests.pending(session, case):
        raise Suspended


def _named(by: Sequence[str]) -> str:
    return "、".join(Role(word).label for word in by if word not in (CITIZEN, SYSTEM))


def _check_hands(session: Session, officer: Officer, case: Case, hold: Hold) -> None:
    if hold is Hold.ANYBODY or case.holder_id == officer.staff_id:
        return
    if case.holder_id is not None:
        raise HeldByAnother(holders.name_of(session, case))
    if hold is Hold.OWN:
        raise IllegalMove


def _unattended(session: Session, case: Case, move: Move, actor: str, now: datetime, reason: str | None) -> None:
    one_at_a_time.lock(session, case)
    way = _way(session, case, move, now)
    if actor not in way.by:
        raise IllegalMove
    if way.reason and not (reason or "").strip():
        raise ReasonNeeded
    _go(session, case, way, actor, now, reason)


def _go(session: Session, case: Case, way: Way, actor: str, now: datetime, reason: str | None) -> None:
    old, new = case.state, _target(session, case, way)
    history.record(session, case, way.move, actor, now, old=old, new=new, reason=reason)
    if new is old:
        if way.move is Move.CONFIRM:
            clock.on_event(session, case, Event.REGISTRATION_CONFIRMED, now)
        return
    case.state, case.state_since = new, case.clock(now)
    _stamp(case, old, now)
    if new in transitions.LEFT:
        holders.end(session, case, now)
    if new in OVER:
        chat_links.erase(session, case)
    session.flush()
    clock.on_move(session, case, old, new, now)


def _target(session: Session, case: Case, way: Way) -> State:
    """Where the row leads; what is taken back leads to where the case came from."""
    if way.move is not Move.UNDO_WITHDRAWAL:
        return way.target or case.state
    withdrawal = history.last(session, case, Move.WITHDRAW)
    if withdrawal is None or withdrawal.old is None:
        raise IllegalMove
    return State(withdrawal.old)


def _stamp(case: Case, old: State, now: datetime) -> None:
    """The times that follow from a change of state."""
    if case.state is State.ACCEPTED:
        case.accepted_at = case.clock(now)
    if case.state is State.REWORK:
        case.rework_count, case.quality_since = case.rework_count + 1, None
    if case.state in transitions.OPEN:
        case.closed_at = case.withdrawn_at = None
    elif old in transitions.OPEN:
        case.closed_at = case.clock(now)
    if case.state is State.WITHDRAWN:
        case.withdrawn_at = case.clock(now)
