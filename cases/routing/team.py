"""Who belongs to the team, as the accounts of staff know it: whoever ever had one counts (domain.md 4.2 R2)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.kinds import Role
from cases.routing.jurisdiction import Jurisdiction, Member
from cases.routing.spelling import fold
from cases.routing.terms import FORMER, split_post
from cases.staff.models import Staff

TITLES = {Role.TEAM_LEADER: ("组长",), Role.DEPUTY_LEADER: ("副组长", "组长")}  # a deputy is addressed without 副
OUTSIDE_THE_TEAM = (Role.DEPARTMENT_LIAISON, Role.SUPERIOR_LIAISON)


def members(session: Session) -> Sequence[Member]:
    """All accounts, also those that are closed."""
    return [_member(staff) for staff in session.scalars(select(Staff).order_by(Staff.id))]


def with_team(session: Session, jurisdiction: Jurisdiction) -> Jurisdiction:
    """The same, knowing the people of the team."""
    return replace(jurisdiction, team=tuple(members(session)))


def _member(staff: Staff) -> Member:
    held = staff.held
    titles = tuple(title for role in held for title in TITLES.get(role, ()))
    posts = tuple(alias for alias in staff.aliases if _is_former_post(alias))
    others = tuple(alias for alias in staff.aliases if alias not in posts)
    of_team = not held or not held.issubset(OUTSIDE_THE_TEAM)
    leads = Role.TEAM_LEADER in held and staff.active
    return Member(staff.id, staff.display_name, others, posts, titles, leads, of_team)


def _is_former_post(alias: str) -> bool:
    return bool(re.search(FORMER, fold(alias))) and split_post(alias) is not None
