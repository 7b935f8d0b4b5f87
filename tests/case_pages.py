"""Cases as the console's pages are tried on, and a clock behind steps that wait which goes off when it is told to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from cases.kinds import Kind, Role
from cases.models import Case
from cases.staff.models import Staff
from cases.staff.officer import Officer
from console.pending import PendingSteps
from db.session import read_scope, write_scope
from tests.builders import make_case
from tests.consoles import Browser, Console

LAMPS = "建议在村口装两盏路灯"
BRIBE = "某科长收了红包三万元"


@dataclass
class Alarms:
    """What is to be done later, until `ring`."""

    set: list[Callable[[], None]] = field(default_factory=list)

    def later(self, _seconds: float, do: Callable[[], None]) -> Callable[[], None]:
        """As console.pending wants it."""
        self.set.append(do)
        return lambda: self.set.remove(do) if do in self.set else None

    def ring(self) -> None:
        """Ten seconds are over."""
        for do in [*self.set]:
            do()
        self.set.clear()

    @property
    def steps(self) -> PendingSteps:
        """Those that wait for these alarms."""
        return PendingSteps(self.later)


def add(console: Console, text: str = LAMPS, kind: Kind = Kind.SUGGESTION, **fields: object) -> str:
    """The number of a new case."""
    with write_scope(console.database) as session:
        return make_case(session, text, kind, **fields).number


def case_of(console: Console, number: str) -> Case:
    """Its row."""
    with read_scope(console.database) as session:
        return session.scalars(select(Case).where(Case.number == number)).one()


def officer_of(console: Console, browser: Browser) -> Officer:
    """Who sits at this browser, as `cases` knows them."""
    with read_scope(console.database) as session:
        staff = session.get_one(Staff, browser.account.id)
        return Officer(staff.id, staff.name, staff.held, staff.department)


async def do(browser: Browser, number: str, verb: str, **fields: str) -> None:
    """Open the case, fill in the form of a verb, send it."""
    await browser.open(f"/cases/{number}")
    await browser.post(f"/cases/{number}/{verb}", {"seen": seen(browser), **fields})


def seen(browser: Browser) -> str:
    """The newest line of history that the page shows."""
    return browser.page.text.partition('name="seen" value="')[2].partition('"')[0]


TRIAGE, LEADER, HANDLER = Role.TRIAGE_OFFICER, Role.TEAM_LEADER, Role.HANDLER
