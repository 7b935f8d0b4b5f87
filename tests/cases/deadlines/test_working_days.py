"""Days are counted as Chinese law counts them; every last day agrees with one found by walking day by day."""

from collections.abc import Iterator
from datetime import date

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import working_days
from cases.deadlines.working_days import DAY, Limit, Pause, Unit, due, is_working_day, last_known_year

WORKING, CALENDAR = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS
KNOWN = st.dates(date(2004, 1, 1), date(2026, 6, 1))


@pytest.fixture
def only_2025_is_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(working_days, "last_known_year", lambda: 2025)
    yield


def walked(start: date, limit: Limit, pauses: list[Pause]) -> date:
    """The first working day that is reached with all days counted and no clock standing still."""
    day, counted = start, 0
    while True:
        stands = any(stopped <= day < resumed for stopped, resumed in pauses)
        if counted >= limit.days and chinese_calendar.is_workday(day) and not stands:
            return day
        day += DAY
        skipped = any(stopped < day <= resumed for stopped, resumed in pauses)
        counts = limit.unit is CALENDAR or chinese_calendar.is_workday(day)
        counted += counts and not skipped


@given(KNOWN, st.integers(1, 90), st.sampled_from((WORKING, CALENDAR)))
def test_a_last_day_is_the_one_found_by_walking(start: date, days: int, unit: Unit) -> None:
    assert due(start, Limit(days, unit)).on == walked(start, Limit(days, unit), [])


@given(
    st.dates(date(2004, 1, 1), date(2025, 1, 1)),
    st.integers(1, 90),
    st.sampled_from((WORKING, CALENDAR)),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4),
)
def test_so_is_that_of_a_clock_that_was_stopped(
    start: date, days: int, unit: Unit, gaps: list[tuple[int, int]]
) -> None:
    limit, pauses, day = Limit(days, unit), list[Pause](), start
    for before, length in gaps:
        pause = Pause(day + before * DAY, day + (before + length) * DAY)
        if pause.stopped > walked(start, limit, pauses):
            break
        pauses.append(pause)
        day = pause.resumed
    assert due(start, limit, pauses).on == walked(start, limit, pauses)


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_a_day_works_when_the_library_says_so(day: date) -> None:
    assert is_working_day(day) == chinese_calendar.is_workday(day)


@pytest.mark.parametrize(
    ("start", "days", "unit", "last"),
    [
        # Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 February worked
        (date(2026, 2, 13), 1, WORKING, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, WORKING, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, WORKING, date(2026, 2, 28)),
        (date(2026, 2, 13), 7, WORKING, date(2026, 3, 2)),
        (date(2026, 2, 1), 15, CALENDAR, date(2026, 2, 24)),
        (date(2025, 12, 17), 60, CALENDAR, date(2026, 2, 24)),
        # National Day 2026: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked
        (date(2026, 9, 18), 1, WORKING, date(2026, 9, 20)),
        (date(2026, 9, 24), 4, WORKING, date(2026, 10, 8)),
        (date(2026, 9, 24), 5, WORKING, date(2026, 10, 9)),
        (date(2026, 9, 30), 3, WORKING, date(2026, 10, 10)),
        (date(2026, 9, 16), 15, CALENDAR, date(2026, 10, 8)),
        (date(2026, 9, 25), 15, CALENDAR, date(2026, 10, 10)),
        # received on a holiday: the first working day after it is the first that counts
        (date(2026, 10, 1), 1, WORKING, date(2026, 10, 8)),
    ],
)
def test_holidays_of_2026(start: date, days: int, unit: Unit, last: date) -> None:
    assert due(start, Limit(days, unit)) == (last, False)


def test_days_of_grace_at_a_weekend_are_none_that_a_stopped_clock_owes() -> None:
    stopped = Pause(date(2026, 5, 17), date(2026, 5, 20))
    assert due(date(2026, 5, 15), Limit(1, CALENDAR)).on == date(2026, 5, 18)
    assert due(date(2026, 5, 15), Limit(1, CALENDAR), [stopped]).on == date(2026, 5, 20)


def test_the_same_day_is_that_day_on_a_holiday_too() -> None:
    assert due(date(2026, 10, 1), Limit(0, Unit.SAME_DAY)).on == date(2026, 10, 1)


def test_beyond_the_last_known_year_a_date_is_provisional() -> None:
    assert last_known_year() == max(chinese_calendar.holidays).year
    after = date(last_known_year() + 1, 3, 1)
    assert due(after, Limit(5, WORKING)).provisional
    assert not due(date(2026, 5, 6), Limit(5, WORKING)).provisional


@pytest.mark.usefixtures("only_2025_is_known")
def test_a_year_not_known_yet_has_weekends_alone() -> None:
    assert is_working_day(date(2026, 1, 1))
    assert not is_working_day(date(2026, 1, 4))
    assert due(date(2025, 12, 31), Limit(1, WORKING)) == (date(2026, 1, 1), True)
    assert due(date(2025, 12, 30), Limit(1, WORKING)) == (date(2025, 12, 31), False)
