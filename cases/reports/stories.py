"""A case as reports see it: which moves and duties it had on which days. No number of a citizen, no word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session

from cases.deadlines.models import Deadline
from cases.deadlines.rule import RuleId
from cases.history import What
from cases.kinds import IdentityMode, Kind, Queue, Rating, State
from cases.ledger.models import LedgerSuggestion
from cases.ledger.states import Adoption
from cases.models import Case, CaseEvent
from cases.reports.periods import Period
from cases.times import local_date
from cases.transitions import OPEN

BATCH = 1000  # cases in memory at a time
FINISHED = (State.COMPLETED, State.FEEDBACK_GIVEN)
STATES = frozenset(State)


class Moved(NamedTuple):
    """From one state to another."""

    on: date
    old: State
    new: State


class Happened(NamedTuple):
    """Something that is no move."""

    on: date
    what: str


class Duty(NamedTuple):
    """A row of the deadline table."""

    rule: RuleId
    started_on: date
    due_on: date
    met_on: date | None
    ended_on: date | None
    paused_on: date | None

    def late(self, day: date) -> bool:
        """Whether at the end of that day it was owed, past its last day, and its clock ran."""
        over = [on for on in (self.met_on, self.ended_on, self.paused_on) if on is not None and on <= day]
        return self.due_on < day and self.started_on <= day and not over

    @property
    def kept(self) -> bool:
        """Met in time."""
        return self.met_on is not None and self.met_on <= self.due_on


class Decided(NamedTuple):
    """What became of a suggestion for one item of the ledger."""

    on: date
    adoption: Adoption


@dataclass(frozen=True)
class Story:
    """One case. `number` goes into lists of overdue cases only, never into a published edition."""

    number: str
    kind: Kind
    state: State
    queue: Queue
    section: str | None
    street: str | None
    department: str | None
    identity: IdentityMode
    urgent: bool
    received_on: date
    rating: Rating | None
    duplicate: bool
    moves: tuple[Moved, ...]
    happened: tuple[Happened, ...]
    duties: tuple[Duty, ...]
    decisions: tuple[Decided, ...]

    def state_on(self, day: date) -> State | None:
        """Where it stood at the end of that day; None before it came."""
        if day < self.received_on:
            return None
        past = [move.new for move in self.moves if move.on <= day]
        if past:
            return past[-1]
        return self.moves[0].old if self.moves else self.state

    def open_on(self, day: date) -> bool:
        """Whether it was in hand at the end of that day."""
        return self.state_on(day) in OPEN

    def entered(self, period: Period, *states: State) -> bool:
        """Whether it came into one of these states."""
        return any(move.new in states and move.on in period for move in self.moves)

    def had(self, what: str, period: Period) -> bool:
        """Whether this happened, other than a move."""
        return any(line.what == what and line.on in period for line in self.happened)

    @property
    def first_reply_on(self) -> date | None:
        """The day of the first word to the citizen, or of the end that tells them."""
        told = [line.on for line in self.happened if line.what == What.REPLIED]
        return min([*told, *(move.on for move in self.moves if move.new in FINISHED)], default=None)

    def finished_on(self, period: Period) -> date | None:
        """The last day in the period on which it was answered or completed, out of somebody's hands."""
        days = [m.on for m in self.moves if m.new in FINISHED and m.old in OPEN and m.on in period]
        return days[-1] if days else None


def batches(session: Session, period: Period, counted: ColumnElement[bool]) -> Iterator[Sequence[Story]]:
    """What `counted` allows of all that was open in the period, or had something happen or fall due in it.

    Some at a time: however many there are, no more than BATCH of them are in memory.
    """
    touched = _touched(period, counted).order_by(Case.id).execution_options(yield_per=BATCH)
    for rows in session.execute(touched).partitions():
        yield _stories(session, rows)


def _stories(session: Session, rows: Sequence[Row]) -> list[Story]:
    ids = [row.id for row in rows]
    moves, happened = _events(session, ids)
    duties = _duties(session, ids)
    decisions = _decisions(session, ids)
    return [_story(row, moves[row.id], happened[row.id], duties[row.id], decisions[row.id]) for row in rows]


def _story(
    row: Row, moves: list[Moved], happened: list[Happened], duties: list[Duty], decisions: list[Decided]
) -> Story:
    return Story(
        number=row.number,
        kind=row.kind,
        state=row.state,
        queue=row.queue,
        section=row.section,
        street=row.subdistrict,
        department=row.department,
        identity=row.identity_mode,
        urgent=row.urgent,
        received_on=local_date(row.received_at),
        rating=row.rating,
        duplicate=row.duplicate_of is not None,
        moves=tuple(moves),
        happened=tuple(happened),
        duties=tuple(duties),
        decisions=tuple(decisions),
    )


def _touched(period: Period, counted: ColumnElement[bool]) -> Select:
    begin, end = period.start, period.end
    eventful = select(CaseEvent.case_id).where(CaseEvent.at >= begin, CaseEvent.at < end)
    owed = select(Deadline.case_id).where(or_(Deadline.due_on.between(period.first, period.last), _owed_into(period)))
    relevant = or_(
        Case.closed_at.is_(None), Case.closed_at >= begin, Case.received_at >= begin, Case.id.in_(eventful),
        Case.id.in_(owed),
    )  # fmt: skip
    wanted = select(
        Case.id, Case.number, Case.kind, Case.state, Case.queue, Case.section, Case.subdistrict, Case.department,
        Case.identity_mode, Case.urgent, Case.received_at, Case.rating, Case.duplicate_of,
    )  # fmt: skip
    return wanted.where(Case.received_at < end, relevant, counted)


def _owed_into(period: Period) -> ColumnElement[bool]:
    """Duties that were not settled before it: a closed case may still owe feedback."""
    met, ended = Deadline.met_on, Deadline.ended_on
    return or_(met.is_(None), met >= period.first) & or_(ended.is_(None), ended >= period.first)


def _events(session: Session, ids: Sequence[int]) -> tuple[Mapping[int, list[Moved]], Mapping[int, list[Happened]]]:
    moves: dict[int, list[Moved]] = defaultdict(list)
    happened: dict[int, list[Happened]] = defaultdict(list)
    wanted = select(CaseEvent.case_id, CaseEvent.at, CaseEvent.what, CaseEvent.old, CaseEvent.new)
    for case_id, at, what, old, new in session.execute(wanted.where(CaseEvent.case_id.in_(ids)).order_by(CaseEvent.id)):
        if old in STATES and new in STATES:
            moves[case_id].append(Moved(local_date(at), State(old), State(new)))
        elif what not in (What.SUBMITTED, What.ROUTED):
            happened[case_id].append(Happened(local_date(at), what))
    return moves, happened


def _duties(session: Session, ids: Sequence[int]) -> Mapping[int, list[Duty]]:
    columns = (
        Deadline.rule,
        Deadline.started_on,
        Deadline.due_on,
        Deadline.met_on,
        Deadline.ended_on,
        Deadline.paused_on,
    )
    wanted = select(Deadline.case_id, *columns).where(Deadline.case_id.in_(ids)).order_by(Deadline.id)
    return _grouped((row[0], Duty(*row[1:])) for row in session.execute(wanted))


def _decisions(session: Session, ids: Sequence[int]) -> Mapping[int, list[Decided]]:
    link = LedgerSuggestion
    wanted = select(link.case_id, link.decided_at, link.decision).where(
        link.case_id.in_(ids), link.decision.is_not(None)
    )
    found = session.execute(wanted.order_by(link.id))
    return _grouped((row[0], Decided(local_date(row[1]), row[2])) for row in found)


def _grouped[Entry](rows: Iterable[tuple[int, Entry]]) -> Mapping[int, list[Entry]]:
    grouped: dict[int, list[Entry]] = defaultdict(list)
    for case_id, entry in rows:
        grouped[case_id].append(entry)
    return grouped
