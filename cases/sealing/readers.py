"""Who is given the key of a new case, by its queue (domain.md 4.1); handlers get it when the case is assigned."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.errors import HandOffOnly
from cases.kinds import Queue, Role
from cases.staff.models import Staff

OF_TEAM = (Role.TRIAGE_OFFICER, Role.DEPUTY_LEADER, Role.TEAM_LEADER)
OF_QUEUE = {
    Queue.TIP_OFF: OF_TEAM,
    Queue.APPEAL: OF_TEAM,
    Queue.SEALED_OWN_TEAM: (Role.TEAM_LEADER, Role.INTERNAL_SUPERVISOR),
    Queue.SEALED_SUPERIOR: (Role.TEAM_LEADER, Role.SUPERIOR_LIAISON),
    Queue.SEALED_TEAM_LEADER: (Role.SUPERIOR_LIAISON,),
}
RELEASING = (Role.TEAM_LEADER, Role.DEPUTY_LEADER)  # may release a name that is no matter of a sealed queue


def readers_of(session: Session, queue: Queue, excluded: Collection[int] = ()) -> Sequence[Staff]:
    """The active staff with a key who may read what waits here; HandOffOnly when the one it is meant for is missing."""
    found = _readers(_with_keys(session, excluded), queue)
    if not found:
        raise HandOffOnly
    return found


def releasers_of(session: Session, queue: Queue, excluded: Collection[int] = ()) -> Sequence[Staff]:
    """Who may release a name: the leaders, in a sealed queue its named readers; perhaps nobody."""
    having = _with_keys(session, excluded)
    if queue.sealed:
        return [staff for staff in having if _may_read(staff, queue)]
    return [staff for staff in having if not staff.held.isdisjoint(RELEASING)]


def can_take(session: Session, queue: Queue) -> bool:
    """Whether somebody may read what belongs here; else the right channel is named (domain.md 2.9, 4.1)."""
    return bool(_readers(_with_keys(session, ()), queue))


def _readers(having: Sequence[Staff], queue: Queue) -> list[Staff]:
    """Nobody, when the liaison is missing that it must go to (domain.md 4.1)."""
    found = [staff for staff in having if _may_read(staff, queue)]
    arrives = not queue.for_superior or any(Role.SUPERIOR_LIAISON in staff.held for staff in found)
    return found if arrives else []


def _with_keys(session: Session, excluded: Collection[int]) -> list[Staff]:
    having = select(Staff).where(Staff.active, Staff.public_key.is_not(None)).order_by(Staff.id)
    return [staff for staff in session.scalars(having) if staff.id not in excluded]


def _may_read(staff: Staff, queue: Queue) -> bool:
    """What accuses the leader is for nobody of the team, not even for a member who is liaison too (INV-R4)."""
    if queue is Queue.SEALED_TEAM_LEADER:
        return staff.held == {Role.SUPERIOR_LIAISON}
    return not staff.held.isdisjoint(OF_QUEUE.get(queue, OF_TEAM))
