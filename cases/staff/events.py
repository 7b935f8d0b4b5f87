"""The history of accounts: every change leaves one line, and no line is ever changed or holds a secret."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.history import SYSTEM
from cases.staff.models import Staff, StaffEvent
from cases.staff.officer import Officer


class What(StrEnum):
    """What was done to an account; old and new of a reset are the public keys, in hexadecimal digits."""

    ADDED = "added"
    DISPLAY_NAME = "display_name"
    ROLES = "roles"
    DEPARTMENT = "department"
    ALIASES = "aliases"
    RESET = "reset"
    TOTP_FORGOTTEN = "totp_forgotten"
    CONFIRMED = "confirmed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    PASSPHRASE = "passphrase"  # noqa: S105 a word, no secret
    TOTP_SET = "totp_set"


def record(
    session: Session,
    staff: Staff,
    what: What,
    actor: Officer | None,
    now: datetime,
    *,
    old: str | None = None,
    new: str | None = None,
) -> None:
    """Add a line, and one to the audit chain; without an actor it was done by who runs the program on the machine."""
    by = actor.name if actor else SYSTEM
    session.add(StaffEvent(at=now, actor=by, staff_id=staff.id, what=what, old=old, new=new))
    changed = f"{old or ''} -> {new or ''}" if old or new else None
    log.note(session, Deed(Action.STAFF, by, subject=f"{what} {staff.name}", reason=changed), Outcome.DONE, now)
