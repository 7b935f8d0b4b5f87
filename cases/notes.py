"""What staff write down for one another; the citizen never reads it."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases import access, content, history
from cases.errors import ReasonNeeded
from cases.history import What
from cases.kinds import Author, Role, Visibility
from cases.models import Case, Message
from cases.staff.officer import Officer
from cases.transitions import INTAKE, LEADERS

WRITING = (
    *INTAKE,
    Role.HANDLER,
    Role.REVIEWER,
    *LEADERS,
    Role.DEPARTMENT_LIAISON,
    Role.SUPERIOR_LIAISON,
    Role.INTERNAL_SUPERVISOR,
)


def write(session: Session, officer: Officer, case: Case, text: str, now: datetime) -> Message:
    """Keep a note with the case, for those who read it; of a confidential one it is sealed."""
    access.require(session, officer, case)
    access.require_role(officer, *WRITING)
    if not text.strip():
        raise ReasonNeeded
    plain = text.strip().encode("utf-8", "replace")
    note = content.store(session, case, plain, now=now, author=Author.STAFF, visibility=Visibility.INTERNAL)
    history.record(session, case, What.NOTED, officer.name, now)
    return note
