"""The history of a case: every change leaves one line, and no line is ever changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.models import Case, CaseEvent

CITIZEN = "citizen"
SYSTEM = "system"


class What(StrEnum):
    """What happened to a case."""

    SUBMITTED = "submitted"
    ROUTED = "routed"
    MESSAGE_ADDED = "message_added"
    REPLIED = "replied"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_UNDONE = "withdrawal_undone"
    WITHDRAWAL_WISHED = "withdrawal_wished"
    WISH_UNDONE = "wish_undone"
    RATED = "rated"


def record(
    session: Session,
    case: Case,
    what: What,
    actor: str,
    now: datetime,
    *,
    old: str | None = None,
    new: str | None = None,
    reason: str | None = None,
) -> None:
    """Add a line."""
    line = CaseEvent(case_id=case.id, at=case.clock(now), actor=actor, what=what, old=old, new=new, reason=reason)
    session.add(line)
    session.flush()


def last(session: Session, case: Case, *whats: What) -> CaseEvent | None:
    """The newest line of one of these sorts."""
    lines = select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.what.in_(whats))
    return session.scalar(lines.order_by(CaseEvent.id.desc()).limit(1))
