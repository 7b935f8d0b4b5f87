"""When what was said in a case is to go. What is open, contested, owed or held never does (INV-C10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cases import history
from cases.history import What
from cases.kinds import Labelled, State
from cases.models import Case, CaseEvent
from cases.retention import handovers, holds
from cases.retention.periods import OTHERWISE, Periods, kinds_of
from cases.times import local_date, to_the_day
from cases.transitions import Move

PAGE = 500
GONE_ON = (*handovers.GIVEN_AWAY, State.COMPLETED, State.FEEDBACK_GIVEN, State.ARCHIVED)  # since it was given away


class Why(Labelled):
    """Why something is to go."""

    PERIOD = "period", "保存期限已到"
    HANDED_OVER = "handed_over", "接收单位确认收到已满期限"


@dataclass(frozen=True)
class Expiry:
    """From this day on; `whole` is all but the register line, else only what was said and its files."""

    on: date
    why: Why
    whole: bool


def of(session: Session, periods: Periods, case: Case) -> Expiry | None:
    """The earliest that is certain, or None for what does not expire; holds are asked apart."""
    if case.state is State.PURGED or case.quality_since is not None:
        return None
    ends = [found for found in (_by_period(session, periods, case), _by_handover(session, periods, case)) if found]
    return min(ends, key=lambda end: (end.on, not end.whole), default=None)


def due(session: Session, periods: Periods, now: datetime) -> Iterator[tuple[Case, Expiry]]:
    """What is to go today and is not held, the oldest case first."""
    today = local_date(now)
    wanted = select(Case).where(_may_be_due(periods, now), ~holds.held(today)).order_by(Case.id).limit(PAGE)
    after = 0
    while page := session.scalars(wanted.where(Case.id > after)).all():
        ends = ((case, of(session, periods, case)) for case in page)
        yield from ((case, end) for case, end in ends if end and end.on <= today)
        after = page[-1].id


def ending_of(session: Session, case: Case) -> str | None:
    """How a case ended that has been archived since: the state it was archived from."""
    archived = select(CaseEvent.old).where(CaseEvent.case_id == case.id, CaseEvent.what == Move.ARCHIVE)
    return session.scalar(archived.order_by(CaseEvent.id.desc()).limit(1))


def _by_period(session: Session, periods: Periods, case: Case) -> Expiry | None:
    """Only archived cases: whoever archives a case has seen that nothing is left to do."""
    if case.state is not State.ARCHIVED or case.due_on is not None:
        return None
    days = periods.days(case.kind.track, ending_of(session, case))
    return Expiry(_after(case.closed_at or case.state_since, days), Why.PERIOD, whole=True)


def _by_handover(session: Session, periods: Periods, case: Case) -> Expiry | None:
    """The body of what another organ has for certain; identity stays until the citizen has been told."""
    if not case.confidential or case.state not in GONE_ON:
        return None
    confirmed = handovers.confirmed_at(session, case)
    if confirmed is None:
        return None
    whole = case.state is State.ARCHIVED or (case.queue.sealed and case.state is State.REFERRED)
    gone = history.last(session, case, What.BODY_PURGED)
    if gone is not None and not whole:
        return None
    return Expiry(_after(confirmed, periods.handover), Why.HANDED_OVER, whole)


def _after(ended: datetime, days: int) -> date:
    return local_date(ended) + timedelta(days=days)


def _may_be_due(periods: Periods, now: datetime) -> ColumnElement[bool]:
    """Every case that `of` could name, and few others: what it costs must not grow with what is kept."""
    return Case.quality_since.is_(None) & sa.or_(_archived(periods, now), _confirmed(periods, now))


def _archived(periods: Periods, now: datetime) -> ColumnElement[bool]:
    ended = sa.func.coalesce(Case.closed_at, Case.state_since)
    how = select(CaseEvent.old).where(CaseEvent.case_id == Case.id, CaseEvent.what == Move.ARCHIVE)
    ending = sa.func.coalesce(how.order_by(CaseEvent.id.desc()).limit(1).scalar_subquery(), OTHERWISE)
    over = []
    for track, by_ending in periods.tracks.items():
        others = ending.not_in([name for name in by_ending if name != OTHERWISE])
        for name, days in by_ending.items():
            reached = Case.kind.in_(kinds_of(track)) & (ended < _day_start(now, days - 1))
            over.append(sa.and_(reached, others if name == OTHERWISE else ending == name))
    return sa.and_(Case.state == State.ARCHIVED, Case.due_on.is_(None), sa.or_(*over))


def _confirmed(periods: Periods, now: datetime) -> ColumnElement[bool]:
    at = CaseEvent.at < _day_start(now, periods.handover - 1)
    confirmed = sa.exists().where(CaseEvent.case_id == Case.id, CaseEvent.what == What.HANDOVER_CONFIRMED, at)
    return Case.state.in_(GONE_ON) & confirmed


def _day_start(now: datetime, days: int) -> datetime:
    """What ended before this has been over for more than so many days."""
    return to_the_day(now) - timedelta(days=days)
