"""The edges of a case at which deadlines begin, stop, go on and are met (domain.md 2.4)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.deadlines import counting
from cases.deadlines.models import Deadline, StoppedClock
from cases.deadlines.rule import CLOSING, Event, Rule, RuleId, Standstill
from cases.deadlines.rules import BY_ID, RULES
from cases.errors import IllegalMove
from cases.kinds import State
from cases.models import Case
from cases.times import local_date

NOT_APPLICABLE = "not_applicable"
STANDING = {State.NEEDS_INFO: Standstill.NEEDS_INFO, State.WITHDRAWN: Standstill.WITHDRAWN}


def on_received(session: Session, case: Case, now: datetime) -> None:
    """Call it once the case, its identity and its chat link are stored."""
    _edge(session, case, Event.RECEIVED, local_date(now))


def on_rerouted(session: Session, case: Case, now: datetime) -> None:
    """Its kind, queue or identity has changed: other limits hold, and those that run from receipt still do."""
    rows = _owed_again(session, case, NOT_APPLICABLE)
    known = {row.rule for row in rows}
    _end(session, case, rows, NOT_APPLICABLE, local_date(now))
    for rule in RULES:
        if Event.RECEIVED in rule.starts and rule.id not in known and rule.applies(session, case):
            rows.append(counting.begin(session, case, rule, local_date(case.received_at), 0))
    _settle(session, case, rows, local_date(now))


def on_move(session: Session, case: Case, old: State, new: State, now: datetime) -> None:
    """The case goes from one state to another."""
    today = local_date(now)
    if old is State.DUPLICATE_MERGED and new not in CLOSING:
        _owed_again(session, case, State.DUPLICATE_MERGED)
    for state, why in STANDING.items():
        if state in (old, new):
            _stand_still(session, case, why, new is state)
    _edge(session, case, new, today)


def on_event(session: Session, case: Case, what: Event, now: datetime) -> None:
    """Something happened that changes no state: the citizen was informed, feedback was recorded ..."""
    _edge(session, case, what, local_date(now))


def pause(session: Session, case: Case, now: datetime, why: Standstill) -> None:
    """The clocks stand still until `resume`; several reasons may hold at once."""
    _stand_still(session, case, why, True)
    _settle(session, case, counting.of_case(session, case), local_date(now))


def resume(session: Session, case: Case, now: datetime, why: Standstill) -> None:
    """This reason is gone; the clocks run again when no other holds."""
    _stand_still(session, case, why, False)
    _settle(session, case, counting.of_case(session, case), local_date(now))


def extend(session: Session, case: Case, days: int, now: datetime) -> Deadline:
    """More days for a limit that the law lets be extended, once and before it is over (domain.md 2.4 DL14)."""
    today = local_date(now)
    rows = counting.of_case(session, case)
    row = next((row for row in rows if row.open and BY_ID[row.rule].extension), None)
    if row is None or row.extended_days or row.late(today) or not 0 < days <= BY_ID[row.rule].extension:
        raise IllegalMove
    counting.lengthen(row, days, today)
    _settle(session, case, rows, today)
    return row


def late(session: Session, rule: RuleId, now: datetime) -> Sequence[Case]:
    """The cases whose deadline of this rule is over, longest first."""
    running = Deadline.met_on.is_(None) & Deadline.ended_on.is_(None) & Deadline.paused_on.is_(None)
    over = running & (Deadline.rule == rule) & (Deadline.due_on < local_date(now))
    return session.scalars(select(Case).join(Deadline).where(over).order_by(Deadline.due_on, Deadline.id)).all()


def _edge(session: Session, case: Case, edge: State | Event, today: date) -> None:
    """What is met is met before it could end, and nothing begins that is open already."""
    rows = counting.of_case(session, case)
    for row in rows:
        if row.open and edge in BY_ID[row.rule].met_by:
            counting.meet(row, today)
    _end(session, case, rows, edge, today)
    for rule in RULES:
        if edge in rule.starts and rule.applies(session, case):
            _begin(session, case, rule, rows, today)
    _settle(session, case, rows, today)


def _begin(session: Session, case: Case, rule: Rule, rows: list[Deadline], today: date) -> None:
    of_rule = [row for row in rows if row.rule == rule.id]
    if not any(row.open for row in of_rule):
        rows.append(counting.begin(session, case, rule, today, len(of_rule)))


def _end(session: Session, case: Case, rows: list[Deadline], edge: str, today: date) -> None:
    for row in rows:
        rule = BY_ID[row.rule]
        if row.open and edge in rule.ended_by:
            counting.end(row, today, edge)
        elif row.open and not rule.applies(session, case):
            counting.end(row, today, NOT_APPLICABLE)


def _owed_again(session: Session, case: Case, ended_by: str) -> list[Deadline]:
    """What ended them is undone, so the citizen's limits never stopped."""
    rows = counting.of_case(session, case)
    for row in rows:
        if row.ended_by == ended_by:
            counting.owe_again(row)
    return rows


def _stand_still(session: Session, case: Case, why: Standstill, still: bool) -> None:
    stopped = session.get(StoppedClock, (case.id, why))
    if still and stopped is None:
        session.add(StoppedClock(case_id=case.id, why=why))
    if not still and stopped is not None:
        session.delete(stopped)
    session.flush()


def _settle(session: Session, case: Case, rows: list[Deadline], today: date) -> None:
    """Stop and start each clock as the reasons say, then tell the case which day is next."""
    reasons = set(session.scalars(select(StoppedClock.why).where(StoppedClock.case_id == case.id)))
    for row in rows:
        if row.running and reasons & BY_ID[row.rule].stopped_by:
            counting.stop(row, today)
        elif row.open and not reasons & BY_ID[row.rule].stopped_by:
            counting.go_on(row, today)
    counting.show_next(case, rows)
    session.flush()
