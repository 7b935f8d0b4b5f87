"""Counting days as Chinese law counts them: make-up days work, and nothing ends on a holiday (Civil Code 201, 203)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from chinese_calendar.constants import holidays, workdays

from cases.kinds import Labelled

DAY = timedelta(days=1)
SATURDAY = 5


class Unit(Labelled):
    """What the law counts."""

    WORKING_DAYS = "working_days", "工作日"
    CALENDAR_DAYS = "calendar_days", "日"
    SAME_DAY = "same_day", "当日"


class Limit(NamedTuple):
    """So many days of one sort."""

    days: int
    unit: Unit


class Pause(NamedTuple):
    """From the day on which the count stopped, which still counts, to the day on which it went on."""

    stopped: date
    resumed: date


class Due(NamedTuple):
    """The last day, and whether a calendar not published yet may change it (暂定)."""

    on: date
    provisional: bool


@cache
def last_known_year() -> int:
    """The last year whose holidays the State Council has published, as far as the library knows."""
    return max(holidays).year


def is_working_day(day: date) -> bool:
    """Beyond the last known year all that is known is the weekend."""
    weekday = day.weekday() < SATURDAY
    if day.year > last_known_year():
        return weekday
    return day in workdays or (weekday and day not in holidays)


def due(start: date, limit: Limit, pauses: Iterable[Pause] = ()) -> Due:
    """The last day of a limit whose first day, that of receipt, does not count; each pause began before it was over."""
    left = limit.days
    for pause in pauses:
        left = max(0, left - _counted(start, pause.stopped, limit.unit))
        start = pause.resumed
    last = _end(start, left, limit.unit)
    return Due(last, provisional=last.year > last_known_year())


def _counted(after: date, until: date, unit: Unit) -> int:
    """The days that count of those after the one and up to the other."""
    days = (until - after).days
    if unit is not Unit.WORKING_DAYS:
        return days
    return sum(is_working_day(after + n * DAY) for n in range(1, days + 1))


def _end(start: date, left: int, unit: Unit) -> date:
    if unit is Unit.SAME_DAY:
        return start
    if unit is Unit.CALENDAR_DAYS:
        return _working_day_from(start + left * DAY)
    day = start
    while left:
        day += DAY
        left -= is_working_day(day)
    return _working_day_from(day)


def _working_day_from(day: date) -> date:
    while not is_working_day(day):
        day += DAY
    return day
