"""That the receiving organ has what was handed over: from then on the body need not stay here (domain.md 2.3, 8)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, history
from cases.deadlines import clock
from cases.deadlines.rule import Event
from cases.errors import IllegalMove, ReasonNeeded
from cases.history import What
from cases.kinds import Role, State
from cases.models import Case, CaseEvent
from cases.staff.officer import Officer

MAY_CONFIRM = (
    Role.TRIAGE_OFFICER,
    Role.HANDLER,
    Role.DEPUTY_LEADER,
    Role.TEAM_LEADER,
    Role.SUPERIOR_LIAISON,
    Role.INTERNAL_SUPERVISOR,
)
GIVEN_AWAY = (State.HANDED_OVER, State.REFERRED)


def confirm(session: Session, officer: Officer, case: Case, receipt: str, now: datetime) -> None:
    """Record the written receipt of the organ that has the matter now; `receipt` names the document."""
    access.require(session, officer, case)
    access.require_role(officer, *MAY_CONFIRM)
    if case.state not in GIVEN_AWAY:
        raise IllegalMove
    if not receipt.strip():
        raise ReasonNeeded
    history.record(session, case, What.HANDOVER_CONFIRMED, officer.name, now, reason=receipt.strip())
    clock.on_event(session, case, Event.RECEIPT_CONFIRMED, now)


def confirmed_at(session: Session, case: Case) -> datetime | None:
    """When, unless the case was taken up again since."""
    confirmed = history.last(session, case, What.HANDOVER_CONFIRMED)
    if confirmed is None:
        return None
    later = CaseEvent.id > confirmed.id
    reopened = select(CaseEvent.id).where(CaseEvent.case_id == case.id, CaseEvent.new == State.REWORK, later)
    return None if session.scalar(reopened.limit(1)) else confirmed.at
