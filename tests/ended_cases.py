"""Cases that are over, with defaults that do not matter to a test."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases import history
from cases.history import What
from cases.kinds import Kind, Queue, State, Track
from cases.models import Case
from cases.retention.periods import Periods
from cases.transitions import Move
from tests.builders import DAY, NOW, make_case

PERIODS = Periods(30, {track: {"otherwise": 90, "withdrawn": 20, "not_accepted": 200} for track in Track})


def ended(session: Session, kind: Kind = Kind.SUGGESTION, ending: State = State.RATED, at: datetime = NOW) -> Case:
    """A case that ended so and was archived much later."""
    case = make_case(session, kind=kind)
    case.closed_at, case.state, case.state_since = case.clock(at), State.ARCHIVED, case.clock(at + 5 * DAY)
    case.due_on = None
    history.record(session, case, Move.ARCHIVE, "c", at + 5 * DAY, old=ending, new=State.ARCHIVED)
    return case


def away(session: Session, queue: Queue = Queue.TIP_OFF, state: State = State.HANDED_OVER) -> Case:
    """A tip-off that another organ has, and has confirmed to have."""
    case = make_case(session, kind=Kind.TIP_OFF)
    case.queue, case.state, case.state_since = queue, state, case.clock(NOW)
    history.record(session, case, What.HANDOVER_CONFIRMED, "c", NOW, reason="回执")
    return case
