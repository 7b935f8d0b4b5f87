"""The parts of administration, and who may open which (三员分立, domain.md 2.6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from cases import canned_answers, contact_checks
from cases.kinds import Role
from cases.staff.officer import Officer
from cases.staff.roles import LEADING
from cases.transitions import RECIPIENTS
from console.visit import Route, Visit

HOME = "/administration"
STAFF, KEYS, CONTACTS = f"{HOME}/staff", f"{HOME}/keys", f"{HOME}/contacts"
DEPARTMENTS, CANNED, RETENTION, SYSTEM = (f"{HOME}/{name}" for name in ("departments", "canned", "retention", "system"))


@dataclass(frozen=True)
class Area:
    """One of them; its words are console.administration.<name>."""

    name: str
    path: str
    roles: frozenset[Role]


GRANTING = LEADING.union(*RECIPIENTS.values())
AREAS = (
    Area("staff", STAFF, LEADING | {Role.SECURITY_ADMIN}),
    Area("keys", KEYS, GRANTING),
    Area("contacts", CONTACTS, frozenset(contact_checks.MAY_CHECK)),
    Area("departments", DEPARTMENTS, LEADING | {Role.TRIAGE_OFFICER, Role.SECURITY_ADMIN}),
    Area("canned", CANNED, frozenset(canned_answers.MAY_WRITE)),
    Area("retention", RETENTION, frozenset({Role.AUDITOR})),
    Area("system", SYSTEM, frozenset({Role.SYSADMIN})),
)
ROLES = {area.name: area.roles for area in AREAS}
ADMINISTERING = frozenset[Role]().union(*ROLES.values())


def areas_of(officer: Officer) -> Sequence[Area]:
    """What this officer may open."""
    return [area for area in AREAS if officer.has(*area.roles)]


def home(visit: Visit) -> Response:
    """All of theirs, or the only one."""
    mine = areas_of(visit.officer)
    if len(mine) == 1:
        return RedirectResponse(mine[0].path, 303)
    return visit.page("administration.html", areas=mine)


ROUTES = (Route("GET", HOME, home, ADMINISTERING),)
