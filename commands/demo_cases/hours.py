"""When people do things: staff in the office hours of working days, citizens by day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from cases.deadlines.working_days import is_working_day
from cases.times import LOCAL

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OFFICE, WAKING = (time(8, 30), time(17, 20)), (time(7, 10), time(21, 50))
MORNING = time(8, 5)


def office_time(at: datetime, chance: Random) -> datetime:
    """`at`, or some time on the next morning when somebody is there."""
    return _within(at, OFFICE, is_working_day, chance)


def citizen_time(at: datetime, chance: Random) -> datetime:
    """`at`, or some time after getting up."""
    return _within(at, WAKING, lambda _day: True, chance)


def next_morning(at: datetime) -> datetime:
    """Of the next working day, before the office opens."""
    day = at.astimezone(LOCAL).date() + DAY
    while not is_working_day(day):
        day += DAY
    return datetime.combine(day, MORNING, LOCAL)


def _within(at: datetime, hours: tuple[time, time], fits: Callable[[date], bool], chance: Random) -> datetime:
    local = at.astimezone(LOCAL)
    if fits(local.date()) and hours[0] <= local.time() <= hours[1]:
        return local
    day = local.date() if local.time() < hours[0] else local.date() + DAY
    while not fits(day):
        day += DAY
    return datetime.combine(day, hours[0], LOCAL) + chance.randrange(180) * MINUTE
