"""How long there is to the last day of a case, as it is said to who has to meet it."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from cases.models import Case
from cases.queries import SOON


class Due(NamedTuple):
    """In words, the day itself, and whether to be alarmed: the name of a style."""

    words: str
    on: date
    tone: str
    provisional: bool


def due(case: Case, today: date, say: Callable[..., str]) -> Due | None:
    """Of the next limit; None where none runs."""
    if case.due_on is None:
        return None
    left = (case.due_on - today).days
    if left < 0:
        words, tone = say("console.queue.overdue", days=-left), "alarm"
    elif left == 0:
        words, tone = say("console.queue.due_today"), "alarm"
    else:
        words, tone = say("console.queue.due_in", days=left), "warn" if left <= SOON.days else ""
    return Due(words, case.due_on, tone, case.due_provisional)
