"""Histories of cases for reports: rows of the tables, without anything that citizens wrote."""

from datetime import date, datetime, time, timedelta

from nacl.public import PrivateKey
from sqlalchemy.orm import Session

from cases.deadlines.models import Deadline
from cases.deadlines.rule import RuleId
from cases.kinds import Kind, State
from cases.models import Case, CaseEvent
from cases.sealing import case_keys
from cases.sealing.models import CaseKey, Purpose
from cases.sealing.readers import readers_of
from cases.times import LOCAL
from cases.transitions import OPEN
from tests.builders import make_bare_case, make_readers

MONDAY = date(2026, 5, 4)


def at(day: int, hour: int = 10) -> datetime:
    """That many days after the Monday, by the clock on the wall."""
    return datetime.combine(MONDAY + timedelta(days=day), time(hour), LOCAL)


def on(day: int) -> date:
    """The same as a date."""
    return MONDAY + timedelta(days=day)


def make_history(
    session: Session, day: int, *moves: tuple[int, State], kind: Kind = Kind.SUGGESTION, **columns: object
) -> Case:
    """A case received on a day, and the states it then entered."""
    case = make_bare_case(session, kind, at(day), **columns)
    if case.confidential:
        _seal(session, case)
    for when, state in moves:
        move(session, case, when, state)
    return case


def _seal(session: Session, case: Case) -> None:
    """Keys for whoever may read such a case."""
    make_readers(session)
    pair = PrivateKey.generate()
    session.add(CaseKey(case_id=case.id, purpose=Purpose.CASE, public=bytes(pair.public_key)))
    for one in readers_of(session, case.queue):
        case_keys.put(session, case, Purpose.CASE, bytes(pair), one, "x", case.received_at)
    session.flush()


def move(session: Session, case: Case, day: int, state: State) -> None:
    """As moves leave it: a line with both states, and `closed_at` while it is out of hands."""
    session.add(CaseEvent(case_id=case.id, at=at(day), actor="x", what="move", old=case.state, new=state))
    case.state, case.closed_at = state, None if state in OPEN else at(day)
    session.flush()


def event(session: Session, case: Case, day: int, what: str) -> None:
    """Something that is no move."""
    session.add(CaseEvent(case_id=case.id, at=at(day), actor="x", what=what))
    session.flush()


def owe(session: Session, case: Case, due: int, met: int | None = None, rule: RuleId = RuleId.DL18) -> Deadline:
    """A duty of the case, from its receipt."""
    row = Deadline(case_id=case.id, rule=rule, round=0, started_on=on(-40), due_on=on(due), provisional=False)
    row.met_on = None if met is None else on(met)
    session.add(row)
    session.flush()
    return row
