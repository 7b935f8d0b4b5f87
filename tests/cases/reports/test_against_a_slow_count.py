"""The numbers of any history against one that is slow and obvious, and the three cross tables against each other."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases.kinds import Kind, State
from cases.reports import counting, monthly, periods, weekly
from cases.reports.cells import Cell, Rate, Sheet
from cases.reports.columns import Column
from cases.reports.monthly import COLUMNS
from cases.transitions import OPEN
from db.session import make_engine
from tests.databases import models
from tests.histories import MONDAY, at, make_history, owe
from tests.ledgers import BULLETIN

WEEK, MONTH = periods.week(MONDAY), periods.month(MONDAY)
IN_WEEK, IN_MONTH = range(7), range(-3, 28)  # the Monday is the 4th of May
OPEN_KINDS = [kind for kind in Kind if not kind.sealed]
PLACES = [None, "三(三)", "六(三)"]
NUMBERS = (Column.RECEIVED, Column.CARRIED, Column.ACCEPTED, Column.REFERRED, Column.COMPLETED, Column.OVERDUE)


class Told(NamedTuple):
    """What happened to a case, in days from the Monday."""

    kind: Kind
    section: str | None
    street: str | None
    came: int
    moves: list[tuple[int, State]]
    due: int
    met: int | None


def histories() -> st.SearchStrategy[list[Told]]:
    days = st.integers(-20, 40)
    moves = st.lists(st.tuples(st.integers(0, 20), st.sampled_from(list(State))), max_size=5)
    met, place = st.none() | days, st.sampled_from(PLACES)
    plain = st.builds(Told, st.sampled_from(OPEN_KINDS), place, place, days, moves, days, met)
    return st.lists(plain.map(in_order), max_size=8)


def in_order(told: Told) -> Told:
    """No move before receipt, and none that goes nowhere."""
    kept: list[tuple[int, State]] = []
    for after, state in sorted(told.moves, key=lambda move: move[0]):
        if state is not (kept[-1][1] if kept else State.REGISTERED):
            kept.append((told.came + after, state))
    return told._replace(moves=kept)


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    engine = make_engine("sqlite://")
    models.Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def write(session: Session, all_told: list[Told]) -> None:
    for told in all_told:
        columns = {"section": told.section, "subdistrict": told.street}
        case = make_history(session, told.came, *told.moves, kind=told.kind, **columns)
        owe(session, case, told.due, told.met)


def state_after(told: Told, day: int) -> State | None:
    if told.came > day:
        return None
    state = State.REGISTERED
    for when, new in told.moves:
        if when <= day:
            state = new
    return state


def entered(told: Told, days: range, state: State) -> bool:
    return any(new is state for when, new in told.moves if when in days)


def done(told: Told, days: range) -> bool:
    before = State.REGISTERED
    for when, new in told.moves:
        if when in days and before in OPEN and new in (State.COMPLETED, State.FEEDBACK_GIVEN):
            return True
        before = new
    return False


def late(told: Told, day: int) -> bool:
    owed = told.met is None or told.met > day
    return told.came <= day and told.due < day and owed


def slow(all_told: list[Told], days: range) -> list[Cell]:
    end = days[-1]
    return [
        sum(told.came in days for told in all_told),
        sum(state_after(told, days[0] - 1) in OPEN for told in all_told),
        sum(entered(told, days, State.ACCEPTED) for told in all_told),
        sum(entered(told, days, State.REFERRED) for told in all_told),
        sum(done(told, days) for told in all_told),
        sum(late(told, end) for told in all_told),
    ]


def slow_rates(all_told: list[Told], days: range) -> list[Cell]:
    known = [told for told in all_told if told.came <= days[-1]]
    due = [told for told in known if told.due in days]
    met = [told for told in known if told.met in days]
    finished = sum(told.met is not None and told.met <= days[-1] for told in due)
    return [Rate(finished, len(due)), Rate(sum((told.met or 0) <= told.due for told in met), len(met))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(all_told=histories())
def test_the_weeks_numbers_are_those_of_a_slow_count(memory: Engine, all_told: list[Told]) -> None:
    with Session(memory) as session:
        write(session, all_told)
        sheet = weekly.make(session, WEEK, counting.Edition(sa.true()), BULLETIN, at(6)).sheets[0]
    assert [sheet.total(column) for column in NUMBERS] == slow(all_told, IN_WEEK)
    rates = [sheet.total(column) for column in (Column.COMPLETION_RATE, Column.ON_TIME_RATE)]
    assert rates == slow_rates(all_told, IN_WEEK)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(all_told=histories())
def test_the_sums_of_the_three_cross_tables_agree(memory: Engine, all_told: list[Told]) -> None:
    with Session(memory) as session:
        write(session, all_told)
        sheets = monthly.make(session, MONTH, counting.Edition(sa.true()), ["三(三)"], ["三(三)"], at(30)).sheets
    received = sum(told.came in IN_MONTH for told in all_told)
    assert [sheet.total(Column.RECEIVED) for sheet in sheets] == [received] * 3
    for column in COLUMNS:
        summed_up = [summed(sheet, column) for sheet in sheets]
        assert summed_up[0] == summed_up[1] == summed_up[2]


def summed(sheet: Sheet, column: Column) -> Cell:
    """The rows added up, which must be what the last row says, where such cells can be added."""
    cells, total = sheet.column(column), sheet.total(column)
    if isinstance(total, int):
        assert sum(cell for cell in cells if isinstance(cell, int)) == total
    if isinstance(total, Rate):
        rates = [cell for cell in cells if isinstance(cell, Rate)]
        assert Rate(sum(rate.part for rate in rates), sum(rate.whole for rate in rates)) == total
    return total
