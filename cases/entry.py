"""What comes by telephone, by letter or in person becomes a case as if its citizen had written it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, history, submission
from cases.deadlines import clock
from cases.deadlines.rule import Event
from cases.draft_body import DraftBody
from cases.errors import Incomplete, NoSuchCase
from cases.history import What
from cases.kinds import Source, State
from cases.models import Case, CaseEvent
from cases.receipt_code import DerivedCode
from cases.routing.jurisdiction import Jurisdiction
from cases.staff.officer import Officer
from cases.times import DAY, LOCAL, local_date
from cases.transitions import INTAKE, Move

BY_HAND = (Source.CALL, Source.LETTER, Source.VISIT)


@dataclass(frozen=True)
class Arrival:
    """How it came, and on which day; the day is not after today."""

    source: Source
    on: date


def enter(
    session: Session,
    recovery: bytes | None,
    officer: Officer,
    code: DerivedCode,
    body: DraftBody,
    arrival: Arrival,
    now: datetime,
    jurisdiction: Jurisdiction,
) -> Case:
    """The same routing and sealing as for who writes online; HandOffOnly, and nothing is stored, when nobody may read.

    Who entered it has registered it, and can handle or review a tip-off no more (INV-R3).
    """
    access.require_role(officer, *INTAKE)
    if body.kind is None or body.is_empty() or arrival.on > local_date(now):
        raise Incomplete
    case = submission.register(session, recovery, code, body, now, (), jurisdiction)
    case.source, case.received_at = arrival.source, case.clock(_moment(arrival.on, now))
    history.record(session, case, What.ENTERED, officer.name, now, new=arrival.source)
    submission.enqueue(session, case, now)
    if case.state is State.REGISTERED:
        registered = State.REGISTERED
        history.record(session, case, Move.CONFIRM, officer.name, now, old=registered, new=registered)
    clock.on_event(session, case, Event.REGISTRATION_CONFIRMED, now)
    return case


def own(session: Session, officer: Officer, number: str, now: datetime) -> Case:
    """What this officer entered today or yesterday, to add scans to; they need not be able to read it."""
    by_them = (CaseEvent.what == What.ENTERED) & (CaseEvent.actor == officer.name)
    entered = select(Case, CaseEvent.at).join(CaseEvent, (CaseEvent.case_id == Case.id) & by_them)
    found = session.execute(entered.where(Case.number == number)).first()  # a case of others takes no longer than none
    if found is None or local_date(now) - local_date(found.at) > DAY:
        raise NoSuchCase
    return found.Case


def _moment(on: date, now: datetime) -> datetime:
    """Now, or the beginning of an earlier day."""
    return now if on == local_date(now) else datetime.combine(on, time(), LOCAL)
