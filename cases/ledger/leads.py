"""Which departments answer for an item: the bulletin's guesses are doubtful until staff confirm them."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases.ledger import history
from cases.ledger.errors import NoSuchItem
from cases.ledger.models import LedgerItem, LedgerLead
from cases.ledger.rights import may_check, required
from cases.ledger.states import Basis, Step
from cases.staff.officer import Officer


def add(
    session: Session,
    officer: Officer,
    item: LedgerItem,
    department: str,
    now: datetime,
    *,
    scope: str | None = None,
    assisting: bool = False,
) -> LedgerLead:
    """A department that the bulletin does not name; who adds it confirms it."""
    may_check(officer)
    lead = LedgerLead(department=required(department), basis=Basis.STAFF, scope=scope, assisting=assisting)
    lead.confirmed_by, lead.confirmed_at = officer.name, now
    item.leads.append(lead)
    history.record(session, item, Step.LEAD_ADDED, officer.name, now, new=lead.department)
    return lead


def confirm(session: Session, officer: Officer, item: LedgerItem, department: str, now: datetime) -> None:
    """It does answer for this (domain.md 4.4: every I and N needs it before go-live)."""
    may_check(officer)
    lead = _find(item, department)
    lead.confirmed_by, lead.confirmed_at = officer.name, now
    history.record(session, item, Step.LEAD_CONFIRMED, officer.name, now, new=department)


def remove(session: Session, officer: Officer, item: LedgerItem, department: str, now: datetime) -> None:
    """It does not, or no longer; the row stays, so that seeding again does not bring it back."""
    may_check(officer)
    _find(item, department).removed_at = now
    history.record(session, item, Step.LEAD_REMOVED, officer.name, now, old=department)


def _find(item: LedgerItem, department: str) -> LedgerLead:
    present = (lead for lead in item.leads if lead.department == department and lead.removed_at is None)
    lead = next(present, None)
    if lead is None:
        raise NoSuchItem
    return lead
