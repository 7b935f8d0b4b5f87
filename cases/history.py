"""The history of a case: every change leaves one line, and no line is ever changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.errors import HandOffOnly
from cases.models import Case, CaseEvent
from cases.sealing import envelope, reading
from cases.sealing.envelope import Place
from cases.sealing.models import CaseKey, Purpose
from cases.sealing.reading import Reader

CITIZEN = "citizen"
SYSTEM = "system"


class What(StrEnum):
    """What happened to a case besides its moves, which are lines under their own names."""

    SUBMITTED = "submitted"
    ENTERED = "entered"
    ROUTED = "routed"
    MESSAGE_ADDED = "message_added"
    PROTECTION_ASKED = "protection_asked"
    REPLIED = "replied"
    NOTED = "noted"
    WITHDRAWAL_WISHED = "withdrawal_wished"
    WISH_UNDONE = "wish_undone"
    RATED = "rated"
    PUBLISHING_AGREED = "publishing_agreed"
    PUBLISHING_TAKEN_BACK = "publishing_taken_back"
    PUBLISHING_PROPOSED = "publishing_proposed"
    PUBLISHING_RELEASED = "publishing_released"
    PUBLISHING_REFUSED = "publishing_refused"
    CONTESTED = "contested"
    CONTEST_ANSWERED = "contest_answered"
    CLAIMED = "claimed"
    RELEASED = "released"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    DEPARTMENT = "department"
    REVIEWER_NAMED = "reviewer_named"
    GROUPED = "grouped"
    UNGROUPED = "ungrouped"
    SPLIT = "split"
    RECLASSIFIED = "reclassified"
    IDENTITY_CHECKED = "identity_checked"
    KEY_GRANTED = "key_granted"
    KEY_REVOKED = "key_revoked"
    KEPT_OUT = "kept_out"
    KEYS_RENEWED = "keys_renewed"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_RELEASED = "identity_released"
    IDENTITY_REFUSED = "identity_refused"
    IDENTITY_READ = "identity_read"
    RECUSED = "recused"
    RECUSAL_SUSPECTED = "recusal_suspected"
    RECUSAL_LIFTED = "recusal_lifted"
    RECUSAL_ASKED = "recusal_asked"
    RECUSAL_GRANTED = "recusal_granted"
    RECUSAL_REFUSED = "recusal_refused"
    UPWARD_GRANTED = "upward_granted"
    UPWARD_REFUSED = "upward_refused"
    UPWARD_PROTECTED = "upward_protected"
    ATTESTED = "attested"
    HANDOVER_CONFIRMED = "handover_confirmed"
    BODY_PURGED = "body_purged"
    ADOPTED = "adopted"
    HOLD_PLACED = "hold_placed"
    HOLD_RELEASED = "hold_released"
    DUE_MOVED = "due_moved"
    ORIGINAL_TAKEN = "original_taken"
    PRINT_ASKED = "print_asked"
    PRINT_APPROVED = "print_approved"
    PRINT_REFUSED = "print_refused"
    PRINTED = "printed"


NAMING = (What.RECUSED, What.RECUSAL_SUSPECTED, What.RECUSAL_LIFTED)  # lines with the id of an account
ABOUT_LEADER = (What.UPWARD_GRANTED, What.UPWARD_REFUSED, What.UPWARD_PROTECTED)  # the dispatching organ alone reads


def record(
    session: Session,
    case: Case,
    what: StrEnum,
    actor: str,
    now: datetime,
    *,
    old: str | None = None,
    new: str | None = None,
    reason: str | None = None,
) -> None:
    """Add a line; what staff wrote of a confidential case is for its readers only."""
    line = CaseEvent(case_id=case.id, at=case.clock(now), actor=actor, what=what, old=old, new=new, reason=reason)
    hidden = reason if case.confidential and actor not in (CITIZEN, SYSTEM) else None
    line.reason = None if hidden else reason
    session.add(line)
    session.flush()
    if hidden:  # only now there is a row to bind it to
        _seal(session, line, hidden)


def cover(session: Session, case: Case) -> None:
    """The case has just become confidential: what staff wrote is sealed, and no line names an account any more."""
    for line in session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id)).all():
        line.at = case.clock(line.at)
        line.old, line.new = (None, None) if line.what in NAMING else (line.old, line.new)
        hidden = line.reason if line.actor not in (CITIZEN, SYSTEM) else None
        if hidden:
            line.reason = None
            _seal(session, line, hidden)
    session.flush()


def reason_of(session: Session, case: Case, line: CaseEvent, reader: Reader | None = None) -> str | None:
    """Why it was done; Unreadable for who has no key to a confidential case."""
    if line.sealed_reason is None:
        return line.reason
    return reading.read(session, reader, case, line.sealed_reason, _place(line)).decode()


def last(session: Session, case: Case, *whats: StrEnum) -> CaseEvent | None:
    """The newest line of one of these sorts."""
    lines = select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.what.in_(whats))
    return session.scalar(lines.order_by(CaseEvent.id.desc()).limit(1))


def _seal(session: Session, line: CaseEvent, reason: str) -> None:
    key = session.get(CaseKey, (line.case_id, Purpose.CASE))
    if key is None:
        raise HandOffOnly
    line.sealed_reason = envelope.seal(key.public, reason.encode("utf-8", "replace"), _place(line))
    session.flush()


def _place(line: CaseEvent) -> Place:
    return Place("case_events", str(line.id), "reason")
