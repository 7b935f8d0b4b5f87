"""Whatever stops, starts and extends a clock, it is never off by a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from cases.deadlines import clock
from cases.deadlines.models import Deadline
from cases.deadlines.rule import RuleId, Standstill
from cases.kinds import Kind, State
from cases.models import Base, Case
from cases.times import local_date
from tests.builders import DAY, make_bare_case


@cache
def throwaway() -> Engine:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    return engine


@contextmanager
def rolled_back() -> Iterator[Session]:
    with Session(throwaway()) as session:
        yield session
        session.rollback()


def go(session: Session, case: Case, state: State, now: datetime) -> None:
    old, case.state = case.state, state
    clock.on_move(session, case, old, state, now)


class SlowClock:
    """The obvious second computation: days are ticked off one by one."""

    def __init__(self, start: date, limit: int) -> None:
        self.day, self.left, self.over, self.still = start, limit, False, False

    def tick_to(self, day: date) -> None:
        while self.day < day:
            self.over |= not self.still and self.left <= 0 and chinese_calendar.is_workday(self.day)
            self.day += timedelta(days=1)
            self.left -= not self.still

    def stand(self, still: bool) -> None:
        self.still = still and not self.over

    def last_day(self) -> date:
        day, left = self.day, self.left
        while left > 0 or not chinese_calendar.is_workday(day):
            day += timedelta(days=1)
            left -= 1
        return day


STEPS = st.lists(
    st.tuples(st.integers(0, 25), st.sampled_from(("ask", "answer", "doubt", "decide", "extend"))), max_size=9
)


@given(st.dates(date(2005, 1, 1), date(2025, 6, 1)), STEPS, st.integers(1, 30))
def test_no_history_of_stops_and_extensions_is_off_by_a_day(start: date, steps: list, more: int) -> None:
    now = datetime.combine(start, time(4), UTC)
    with rolled_back() as session:
        case, slow, doubt, extended = make_bare_case(session, Kind.COMPLAINT, now), SlowClock(start, 60), False, False
        go(session, case, State.ACCEPTED, now)
        row = session.scalars(select(Deadline).where(Deadline.rule == RuleId.DL13)).one()
        for days, step in steps:
            now += days * DAY
            slow.tick_to(local_date(now))
            if step in ("ask", "answer"):
                go(session, case, State.NEEDS_INFO if step == "ask" else State.TRIAGED, now)
            elif step == "extend":
                if not extended and not slow.over:
                    clock.extend(session, case, more, now)
                    slow.left, extended = slow.left + more, True
            else:
                doubt = step == "doubt"
                (clock.pause if doubt else clock.resume)(session, case, now, Standstill.RECUSAL)
            slow.stand(doubt or case.state is State.NEEDS_INFO)
            assert row.late(local_date(now)) == slow.over
            assert row.running is not slow.still
            if row.running and not slow.over:
                assert row.due_on == slow.last_day()
