"""Last days counted again: next year's holidays are published late in this one, and sometimes changed."""

from collections.abc import Collection
from datetime import date, datetime
from itertools import batched
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cases import history
from cases.deadlines import counting
from cases.deadlines.models import Deadline
from cases.deadlines.rule import RuleId
from cases.deadlines.warning import tell_who_acts
from cases.history import SYSTEM, What
from cases.models import Case
from cases.staff_notices import Notice
from cases.times import local_date

BATCH = 100


class Moved(NamedTuple):
    """A last day that is another one now."""

    case: Case
    rule: RuleId
    old: date
    new: date


def recompute(session: Session, now: datetime) -> list[Moved]:
    """At start and nightly: count what runs by the calendar of today's library, and tell staff which cases moved."""
    batches = batched(outdated(session, now), BATCH)
    return [moved for ids in batches for moved in count_again(session, ids, now)]


def outdated(session: Session, now: datetime) -> list[int]:
    """The deadlines that today's library counts otherwise. It only reads, so that a service can write in batches."""
    running = Deadline.met_on.is_(None) & Deadline.ended_on.is_(None) & Deadline.paused_on.is_(None)
    # what is late by a day that was certain stays late
    wanted = select(Deadline).where(running, Deadline.provisional | (Deadline.due_on >= local_date(now)))
    rows = session.scalars(wanted.order_by(Deadline.id), execution_options={"yield_per": BATCH})
    return [row.id for row in rows if _is_outdated(row)]


def count_again(session: Session, ids: Collection[int], now: datetime) -> list[Moved]:
    """Count these; a day that only became certain is no move."""
    rows = session.scalars(
        select(Deadline).where(Deadline.id.in_(ids)).options(joinedload(Deadline.case)).order_by(Deadline.id)
    )
    moved = [_count(session, row, now) for row in rows.all() if row.running and _is_outdated(row)]
    session.flush()
    return [one for one in moved if one.old != one.new]


def _is_outdated(row: Deadline) -> bool:
    return (row.due_on, row.provisional) != counting.counted(row)


def _count(session: Session, row: Deadline, now: datetime) -> Moved:
    was = row.due_on
    counting.count(row)
    counting.show_next(row.case, counting.of_case(session, row.case))
    if row.due_on != was:
        _say(session, row, was, now)
    return Moved(row.case, row.rule, was, row.due_on)


def _say(session: Session, row: Deadline, was: date, now: datetime) -> None:
    days = {"old": was.isoformat(), "new": row.due_on.isoformat()}
    history.record(session, row.case, What.DUE_MOVED, SYSTEM, now, **days, reason=row.rule)
    tell_who_acts(session, row, Notice.DUE_MOVED, now)
