"""The last days of deadlines computed a second time, slowly: every day since the start is looked at."""

from collections.abc import Sequence
from datetime import date, timedelta

import chinese_calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.deadlines.models import Deadline
from cases.history import What
from cases.kinds import State
from cases.models import Case, CaseEvent
from cases.recusal.models import RecusalRequest
from cases.times import local_date
from cases.transitions import Move

DAY = timedelta(days=1)
WORKING = {"DL01": 1, "DL02": 5, "DL03": 1, "DL04": 5, "DL05": 15, "DL06": 15, "DL07": 15, "DL12": 5, "DL18": 15}
WORKING |= {"DL21": 15, "DL25": 15}
CALENDAR = {"DL10": 15, "DL11": 15, "DL13": 60, "DL15": 30, "DL16": 30, "DL18A": 1, "DL19": 1}  # domain.md 2.4
STILL = {State.NEEDS_INFO, State.WITHDRAWN}
SAME_DAY = "DL20"
NEVER_STILL = {"DL02", "DL03", "DL20", "DL25"}
BEGINS = {  # of these a new one begins with the state; all others with the receipt
    "DL04": {State.REFERRED},
    "DL06": {State.COMPLETED},
    "DL13": {State.ACCEPTED, State.REWORK},
    "DL15": {State.REVIEW_REQUESTED},
    "DL16": {State.RECHECK_REQUESTED},
    "DL18": {State.REWORK},
    "DL19": {State.REWORK},
    "DL21": {State.NEEDS_INFO},
}
MOVED = {move.value for move in Move}
ONLY_LATER = {"DL04", "DL06", "DL13", "DL15", "DL16", "DL21"}


def check(session: Session, case: Case, lines: Sequence[CaseEvent], today: date) -> None:
    """No deadline of the case is off by a day, and the case shows the one that comes first."""
    rows = session.scalars(select(Deadline).where(Deadline.case_id == case.id)).all()
    asked = session.scalars(select(RecusalRequest).where(RecusalRequest.case_id == case.id)).all()
    for row in rows:
        assert row.started_on in _starts(case, row, lines), (row.rule, row.started_on)
        last = _last_day(row, lines, asked, today)
        assert (last is None) == (row.paused_on is not None), (row.rule, last)
        assert last in (None, row.due_on), (row.rule, row.started_on, row.due_on, last)
    running = [row.due_on for row in rows if row.open and row.paused_on is None]
    assert case.due_on == min(running, default=None)


def _starts(case: Case, row: Deadline, lines: Sequence[CaseEvent]) -> set[date]:
    if row.rule == SAME_DAY:
        return {local_date(line.at) for line in lines if line.what == What.PROTECTION_ASKED}
    entered = {local_date(line.at) for line in lines if line.what in MOVED and line.new in BEGINS.get(row.rule, ())}
    return entered if row.rule in ONLY_LATER else entered | {local_date(case.received_at)}


def _last_day(row: Deadline, lines: Sequence[CaseEvent], asked: Sequence[RecusalRequest], today: date) -> date | None:
    """None while the clock stands still; once the duty is done or gone, nothing stops it."""
    if row.rule == SAME_DAY:
        return row.started_on
    until = row.met_on or row.ended_on
    day, left = row.started_on, {**WORKING, **CALENDAR}[row.rule] + row.extended_days
    while True:
        still = (until is None or day < until) and _stands(row, lines, asked, day)
        if not still and left <= 0 and chinese_calendar.is_workday(day):
            return day
        if still and day >= today:
            return None
        day += DAY
        if not still:
            left -= row.rule in CALENDAR or chinese_calendar.is_workday(day)


def _stands(row: Deadline, lines: Sequence[CaseEvent], asked: Sequence[RecusalRequest], day: date) -> bool:
    """At the end of the day: the citizen has to answer, has withdrawn, or a recusal waits to be decided."""
    if row.rule in NEVER_STILL:
        return False
    before = [line for line in lines if local_date(line.at) <= day]
    states = [line.new for line in before if line.what in MOVED]
    waiting = [one for one in asked if local_date(one.asked_at) <= day and not _decided(one, day)]
    still = STILL - {State.NEEDS_INFO} if row.rule == "DL21" else STILL
    return bool(waiting) or (bool(states) and states[-1] in still)


def _decided(request: RecusalRequest, day: date) -> bool:
    return request.decided_at is not None and local_date(request.decided_at) <= day
