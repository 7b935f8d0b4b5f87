"""Who may do what in the ledger (domain.md 2.6, F4)."""

from cases import access
from cases.errors import NotAllowed, ReasonNeeded
from cases.kinds import Role
from cases.ledger.history import Note
from cases.ledger.models import LedgerItem
from cases.staff.officer import Officer

TEAM = (Role.HANDLER, Role.TRIAGE_OFFICER, Role.REVIEWER, Role.DEPUTY_LEADER, Role.TEAM_LEADER)
CHECKERS = (Role.REVIEWER, Role.DEPUTY_LEADER, Role.TEAM_LEADER)


def may_work(officer: Officer, item: LedgerItem, note: Note) -> None:
    """The team, or the liaison of a department that answers for the item; only a checker tells the public."""
    leads = {lead.department for lead in item.leads if lead.removed_at is None}
    liaison = officer.has(Role.DEPARTMENT_LIAISON) and officer.department in leads
    if not (officer.has(*TEAM) or liaison):
        raise NotAllowed(access.labels(TEAM))
    if note.public is not None:
        may_check(officer)


def may_check(officer: Officer) -> None:
    """Decides what others did."""
    access.require_role(officer, *CHECKERS)


def required(words: str | None) -> str:
    """A reason or evidence that was written; ReasonNeeded where there is none."""
    if not words or not words.strip():
        raise ReasonNeeded
    return words.strip()
