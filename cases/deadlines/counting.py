"""One deadline: begun, stopped, gone on with, counted again, met or no longer owed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.deadlines.models import Deadline
from cases.deadlines.rule import Rule
from cases.deadlines.rules import BY_ID
from cases.deadlines.working_days import DAY, Due, Limit, due
from cases.models import Case

HANDLER_AT, DEPUTY_AT, BREACH = 70, 90, 100
LEVELS = (HANDLER_AT, DEPUTY_AT, BREACH)


def of_case(session: Session, case: Case) -> list[Deadline]:
    """All deadlines the case has or had, oldest first."""
    return list(session.scalars(select(Deadline).where(Deadline.case_id == case.id).order_by(Deadline.id)))


def begin(session: Session, case: Case, rule: Rule, started_on: date, rounds: int) -> Deadline:
    """A new one; `rounds` is how many of this rule the case has had."""
    last = due(started_on, rule.limit)
    row = Deadline(case=case, rule=rule.id, round=rounds + 1, started_on=started_on, pauses=[], extended_days=0)
    row.due_on, row.provisional, row.warned = last.on, last.provisional, 0
    row.warn_on = next_warning(row)
    session.add(row)
    return row


def stop(row: Deadline, today: date) -> None:
    """The clock stands still; what is late stays late."""
    if row.due_on >= today:
        row.paused_on, row.warn_on = today, None


def go_on(row: Deadline, today: date) -> None:
    """The clock runs again, with the days that were left."""
    if row.paused_on is None:
        return
    row.pauses = [*row.pauses, [row.paused_on.isoformat(), today.isoformat()]]
    row.paused_on = None
    count(row)


def count(row: Deadline) -> None:
    """Find the last day, from all that is known of the deadline and by the calendar as it is known today."""
    last = counted(row)
    row.due_on, row.provisional = last.on, last.provisional
    row.warn_on = next_warning(row)


def counted(row: Deadline) -> Due:
    """The last day by the calendar as it is known today."""
    limit = BY_ID[row.rule].limit
    return due(row.started_on, Limit(limit.days + row.extended_days, limit.unit), row.past_pauses)


def lengthen(row: Deadline, days: int, today: date) -> None:
    """More days; of a longer limit less is over, and warnings come again when their time comes."""
    row.extended_days = days
    row.due_on, row.provisional = counted(row)
    row.warned = max((level for level in LEVELS if level <= row.warned and warning_day(row, level) <= today), default=0)
    row.warn_on = next_warning(row) if row.running else None


def meet(row: Deadline, today: date) -> None:
    """The duty is done; in good time, too, if its clock stood still."""
    go_on(row, today)
    row.met_on, row.warn_on = today, None


def end(row: Deadline, today: date, by: str) -> None:
    """The duty is no longer owed."""
    go_on(row, today)
    row.ended_on, row.ended_by, row.warn_on = today, by, None


def owe_again(row: Deadline) -> None:
    """What ended it was undone, and its clock had run on."""
    row.ended_on, row.ended_by = None, None
    count(row)


def show_next(case: Case, rows: Sequence[Deadline]) -> None:
    """The case carries the earliest day that runs, for lists to be sorted by."""
    first = min((row for row in rows if row.running), key=lambda row: row.due_on, default=None)
    case.due_on = first.due_on if first else None
    case.due_provisional = first.provisional if first else False


def next_warning(row: Deadline) -> date | None:
    """The day of the next one that has not been given."""
    return next((warning_day(row, level) for level in LEVELS if level > row.warned), None)


def warning_day(row: Deadline, level: int) -> date:
    """The first day on which so many per cent of the days are over; a breach is the day after the last."""
    if level == BREACH:
        return row.due_on + DAY
    left = row.span.days * (BREACH - level) // BREACH
    return row.due_on - left * DAY


def reached(row: Deadline, today: date) -> list[int]:
    """The levels whose day has come and of which nobody has been told."""
    return [level for level in LEVELS if level > row.warned and warning_day(row, level) <= today]
