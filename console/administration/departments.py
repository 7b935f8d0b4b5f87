"""Which departments there are, what they lead, and who in them has an account."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases.kinds import Role
from cases.ledger import overview
from cases.ledger.models import LedgerItem, LedgerLead
from cases.staff import accounts
from console.administration.areas import DEPARTMENTS, ROLES
from console.administration.service import upkeep_of
from console.menu import OF_THE_LEDGER
from console.visit import Route, Visit


@dataclass(frozen=True)
class Department:
    """`liaisons` work in it; an account with a name that no department has stands in none."""

    name: str
    others: Sequence[str]
    led: Sequence[tuple[LedgerItem, LedgerLead]]
    liaisons: Sequence[str]


def departments(visit: Visit) -> Response:
    """Those of the bulletin and of the ledger."""
    bulletin, profile = upkeep_of(visit).bulletin()
    with visit.office.read() as session:
        led, liaisons = _led(session, bulletin.id), _liaisons(session)
    others: dict[str, list[str]] = defaultdict(list)
    for alias, body in profile.aliases.items():
        others[body].append(alias)
    names = dict.fromkeys([*(lead.department for lead in profile.leads), *led])
    found = [Department(name, others[name], led.get(name, ()), liaisons.get(name, ())) for name in names]
    unknown = {name: people for name, people in liaisons.items() if name not in names}
    opens = visit.officer.has(*OF_THE_LEDGER)
    return visit.page("administration_departments.html", departments=found, unknown=unknown, opens_ledger=opens)


def _led(session: Session, bulletin: str) -> Mapping[str, list[tuple[LedgerItem, LedgerLead]]]:
    found: dict[str, list[tuple[LedgerItem, LedgerLead]]] = defaultdict(list)
    for item in overview.items(session, bulletin):
        for lead in overview.leads(item):
            found[lead.department].append((item, lead))
    return found


def _liaisons(session: Session) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for staff in accounts.everybody(session):
        if staff.active and staff.department and Role.DEPARTMENT_LIAISON in staff.held:
            found[staff.department].append(staff.display_name)
    return found


ROUTES = (Route("GET", DEPARTMENTS, departments, ROLES["departments"]),)
