"""How long there is to the end of the last day of a case, as it is said to who has to meet it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cases.models import Case
from cases.queries import SOON
from cases.times import DAY, first_moment, local_date


class Due(NamedTuple):
    """In words, the day that is counted from, and whether to be alarmed: the name of a style."""

    words: str
    day: str
    tone: str
    provisional: bool


def due(case: Case, now: datetime, say: Callable[..., str]) -> Due | None:
    """Of the next limit; None where none runs. The last day is counted in hours, what is over from the day after."""
    if case.due_on is None:
        return None
    left, day = (case.due_on - local_date(now)).days, case.due_on.isoformat()
    if left < 0:
        words, tone = say("console.queue.overdue", days=-left), "alarm"
        day = say("console.queue.overdue_since", day=case.due_on + DAY)
    elif left == 0:
        words, tone = _hours(case.due_on, now, say), "alarm"
    else:
        words, tone = say("console.queue.due_in", days=left), "warn" if left <= SOON.days else ""
    return Due(words, day, tone, case.due_provisional)


def _hours(last_day: date, now: datetime, say: Callable[..., str]) -> str:
    hours = (first_moment(last_day + DAY) - now) // timedelta(hours=1)
    return say("console.queue.due_today", hours=hours) if hours else say("console.queue.due_this_hour")
