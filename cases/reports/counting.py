"""Which cases the reports of an officer count (domain.md part 5, INV-R1): what they may not know of, they do not."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_

from cases import access
from cases.kinds import Role
from cases.models import Case
from cases.recusal.models import Recusal
from cases.staff.officer import Officer


@dataclass(frozen=True)
class Edition:
    """`in_rows` are counted one by one; `in_totals`, the sealed ones, only as a sum and only for the leader."""

    in_rows: ColumnElement[bool]
    in_totals: ColumnElement[bool] | None = None


def edition(officer: Officer, *, published: bool) -> Edition:
    """What this officer may count; a published edition never tells of sealed cases."""
    countable = counted(officer)
    in_rows = countable & Case.queue.not_in(access.SEALED_QUEUES)
    if published or not officer.has(Role.TEAM_LEADER):
        return Edition(in_rows)
    return Edition(in_rows, countable & Case.queue.in_(access.SEALED_QUEUES))


def counted(officer: Officer) -> ColumnElement[bool]:
    """What they may see; a statistician, who opens nothing, counts the open kinds unless recused."""
    visible = access.visible_to(officer)
    if not officer.has(Role.STATISTICIAN):
        return visible
    recused = exists().where(Recusal.case_id == Case.id, Recusal.staff_id == officer.staff_id)
    return or_(visible, ~access.confidential() & ~recused)
