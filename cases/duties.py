"""What was done outside the program and meets or begins a deadline: somebody was told, a matter came from elsewhere."""

from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from cases import access, history
from cases.deadlines import clock
from cases.deadlines.rule import Event
from cases.errors import IllegalMove, ReasonNeeded
from cases.kinds import Role, Track
from cases.models import Case
from cases.staff.officer import Officer
from cases.transitions import INTAKE, LEADERS

TELLING = (*INTAKE, Role.HANDLER, *LEADERS)
PROTECTING = (*LEADERS, Role.SUPERIOR_LIAISON)
MAY_RECORD = MappingProxyType(
    {
        Event.INFORMED: TELLING,
        Event.FEEDBACK_RECORDED: TELLING,
        Event.TRANSFERRED_IN: INTAKE,
        Event.RETURNED: INTAKE,
        Event.REVIEW_DECIDED: TELLING,
        Event.RECHECK_DECIDED: TELLING,
        Event.PROTECTION_TAKEN: PROTECTING,
        Event.DATA_ANSWERED: INTAKE,
    }
)
ONLY_OF_PETITIONS = (Event.TRANSFERRED_IN, Event.RETURNED, Event.REVIEW_DECIDED, Event.RECHECK_DECIDED)


def record(session: Session, officer: Officer, case: Case, what: Event, how: str, now: datetime) -> None:
    """Write down that it was done and how: when, by which way, the number of the document (domain.md 2.4)."""
    access.require(session, officer, case)
    access.require_role(officer, *MAY_RECORD[what])
    if what in ONLY_OF_PETITIONS and case.kind.track is not Track.PETITION:
        raise IllegalMove
    if not how.strip():
        raise ReasonNeeded
    history.record(session, case, what, officer.name, now, reason=how.strip())
    clock.on_event(session, case, what, now)
