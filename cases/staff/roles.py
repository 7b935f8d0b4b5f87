"""Which roles one person may hold together, and which only one person may hold."""

from collections.abc import Iterable
from itertools import combinations

from cases.kinds import Role
from cases.staff.errors import Flaw, OnlyOne, RolesApart, Unfit
from cases.staff.models import Staff

ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
OUTSIDERS = frozenset({Role.DEPARTMENT_LIAISON, Role.SUPERIOR_LIAISON})
READING_NO_CASE = frozenset({Role.FAQ_EDITOR, Role.STATISTICIAN})
LEADING = frozenset({Role.TEAM_LEADER, Role.DEPUTY_LEADER})

# INV-R4 and INV-R5 speak of *the* leader, and 4.1 opens q_sealed_own_team to the leader and *one* supervision officer
HELD_BY_ONE = (Role.TEAM_LEADER, Role.INTERNAL_SUPERVISOR)


def check(roles: frozenset[Role], department: str | None) -> None:
    """Refuse what nobody may be at once: the three administrators are apart (三员分立, domain.md 2.6)."""
    if not roles:
        raise Unfit(Flaw.NO_ROLE)
    for one, other in combinations(sorted(roles), 2):
        if _apart(one, other):
            raise RolesApart(one, other)
    if Role.DEPARTMENT_LIAISON in roles and not department:
        raise Unfit(Flaw.DEPARTMENT)


def check_free(roles: frozenset[Role], others: Iterable[Staff]) -> None:
    """OnlyOne when an active account among `others` has a role that one person holds at a time."""
    taken = frozenset[Role]().union(*(staff.held for staff in others if staff.active))
    for role in HELD_BY_ONE:
        if role in roles & taken:
            raise OnlyOne(role)


def _apart(one: Role, other: Role) -> bool:
    """Administrators read no case; who belongs to another body is nobody of the team (INV-C1, INV-R4, INV-R6)."""
    if {one, other} & OUTSIDERS:
        return True
    both_administer = one in ADMINISTRATORS and other in ADMINISTRATORS
    return both_administer or bool({one, other} & ADMINISTRATORS and {one, other} - ADMINISTRATORS - READING_NO_CASE)
