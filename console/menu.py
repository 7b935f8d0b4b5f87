"""Which parts of the console an officer is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.kinds import Role
from cases.staff.officer import Officer
from cases.staff.roles import ADMINISTRATORS, READING_NO_CASE
from cases.transitions import INTAKE
from console.administration.areas import ADMINISTERING, HOME

CASEWORK = frozenset(Role) - ADMINISTRATORS - READING_NO_CASE | {Role.SECURITY_ADMIN}
CLERKS = frozenset(INTAKE)
OF_THE_LEDGER = CASEWORK - {Role.SECURITY_ADMIN}

COUNTING = CASEWORK - {Role.SECURITY_ADMIN} | {Role.STATISTICIAN}
LOOKING = COUNTING | {Role.FAQ_EDITOR}  # at what the bot did
AUDITING = frozenset({Role.AUDITOR})


@dataclass(frozen=True)
class Entry:
    """A word of the menu; `here` on its own pages."""

    label: str
    path: str
    roles: frozenset[Role]
    here: bool = False


ENTRIES = (
    Entry("console.menu.queue", "/queue", CASEWORK),
    Entry("console.menu.notices", "/notices", CASEWORK | {Role.AUDITOR}),
    Entry("console.menu.entry", "/entry", CLERKS),
    Entry("console.menu.ledger", "/ledger", OF_THE_LEDGER),
    Entry("console.menu.answers", "/answers", frozenset({Role.FAQ_EDITOR})),
    Entry("console.menu.figures", "/figures", LOOKING),
    Entry("console.menu.administration", HOME, ADMINISTERING),
    Entry("console.menu.audit", "/audit", AUDITING),
    Entry("console.menu.upward", "/upward", frozenset({Role.SUPERIOR_LIAISON})),
)


def of(officer: Officer | None, path: str) -> Sequence[Entry]:
    """What this officer may open, with where they are."""
    if officer is None:
        return ()
    mine = (entry for entry in ENTRIES if officer.has(*entry.roles))
    return [Entry(one.label, one.path, one.roles, path.startswith(one.path)) for one in mine]


def first_of(officer: Officer) -> str:
    """Where they begin their day."""
    mine = of(officer, "")
    return mine[0].path if mine else "/account"
