"""Sign-ins in the audit log, those that failed most of all: call it in the transaction that keeps the delay."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.staff import sign_in
from cases.staff.sign_in import Tried

NOBODY = "?"  # what was typed for a name may have been a passphrase


def note(session: Session, tried: Tried, ended: sign_in.Outcome, now: datetime) -> None:
    """Who came in, or whose account somebody tried."""
    known = tried.name if tried.staff_id is not None else NOBODY
    log.note(session, Deed(Action.SIGN_IN, known), Outcome.DONE if ended.officer else Outcome.REFUSED, now)
