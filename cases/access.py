"""Which cases an officer may know of: the one condition of every list, search and count (domain.md 2.7, 4.1)."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session

from cases.errors import NoSuchCase, NotAllowed
from cases.kinds import Queue, Role
from cases.list_indexes import SEALED_KINDS, SEALED_QUEUES
from cases.models import Case
from cases.recusal.models import Recusal
from cases.sealing.models import CaseKeyWrap, Holder, Purpose
from cases.staff.officer import Officer
from cases.transitions import LEADERS, RECIPIENTS

TEAM = (Role.TRIAGE_OFFICER, *LEADERS)
READABLE = {
    Queue.PUBLIC_ANSWER: (Role.INTAKE_CLERK, *TEAM),
    Queue.SUGGESTION: (Role.INTAKE_CLERK, Role.HANDLER, Role.REVIEWER, *TEAM),
    Queue.PETITION: (Role.INTAKE_CLERK, Role.HANDLER, Role.REVIEWER, *TEAM),
    Queue.TIP_OFF: (Role.INTAKE_CLERK, Role.REVIEWER, *TEAM),
    Queue.APPEAL: TEAM,
    Queue.HANDOFF: (Role.INTAKE_CLERK, *TEAM),
    Queue.DATA_RIGHTS: (Role.INTAKE_CLERK, Role.SECURITY_ADMIN),
    **RECIPIENTS,
}
IN_HAND = (Queue.TIP_OFF, Queue.APPEAL)  # a handler sees of these only what was given to them
FOR_DEPARTMENTS = (Queue.SUGGESTION, Queue.PETITION)


def visible_to(officer: Officer) -> ColumnElement[bool]:
    """The cases this officer may know of: by role, never when recused, confidential ones only with their key."""
    return sa.and_(_by_role(officer), ~recused(officer), sa.or_(~confidential(), _has_key(officer)))


def find(session: Session, officer: Officer, number: str) -> Case:
    """The case of this number; NoSuchCase for an unknown and for a hidden one alike."""
    case = session.scalar(sa.select(Case).where(Case.number == number, visible_to(officer)))
    if case is None:
        raise NoSuchCase
    return case


def require(session: Session, officer: Officer, case: Case) -> None:
    """NoSuchCase unless the officer may know of it."""
    if not sees(session, officer, case):
        raise NoSuchCase


def require_role(officer: Officer, *roles: Role) -> None:
    """NotAllowed, naming who may, for who has none of these."""
    if not officer.has(*roles):
        raise NotAllowed(labels(roles))


def labels(roles: Iterable[Role]) -> str:
    """Roles as a refusal names them."""
    return "、".join(role.label for role in roles)


def sees(session: Session, officer: Officer, case: Case) -> bool:
    """Whether the officer may know of this case."""
    session.flush()
    return session.scalar(sa.select(Case.id).where(Case.id == case.id, visible_to(officer))) is not None


def confidential() -> ColumnElement[bool]:
    """Case.confidential, for the database."""
    return sa.or_(spelled(Case.kind, SEALED_KINDS), spelled(Case.queue, SEALED_QUEUES))


def spelled(column: InstrumentedAttribute[Any], words: Collection[Any]) -> ColumnElement[bool]:
    """One of these, which stand in the statement itself as they do in the condition of an index."""
    return column.in_(sa.bindparam(None, words, expanding=True, literal_execute=True, unique=True))


def confidential_for(officer: Officer) -> ColumnElement[bool]:
    """The same for a list of this officer: who reads such queues has many keys, anybody else few to begin from."""
    if any(_reads(officer, queue) for queue in (*IN_HAND, *SEALED_QUEUES)):
        return confidential()
    return confidential() & _keyed(officer)


def _by_role(officer: Officer) -> ColumnElement[bool]:
    read = [queue for queue in READABLE if _reads(officer, queue)]
    ways: list[ColumnElement[bool]] = [sa.false()]
    if read:
        few = all(queue.sealed for queue in read)
        ways.append(Case.queue.in_(read) & _keyed(officer) if few else _is_one_of(read))
    if officer.has(Role.HANDLER):
        ways.append(Case.queue.in_(IN_HAND) & (Case.holder_id == officer.staff_id))
    if officer.has(Role.REVIEWER):
        ways.append(Case.quality_since.is_not(None) & ~confidential())
    if officer.has(Role.DEPARTMENT_LIAISON) and officer.department:
        ways.append(_is_one_of(FOR_DEPARTMENTS) & ~confidential() & (Case.department == officer.department))
    return sa.or_(*ways)


def _is_one_of(queues: Collection[Queue]) -> ColumnElement[bool]:
    """Said by those it is not: an index of queues, through which nearly all rows pass, would only be gathered."""
    return Case.queue.not_in([queue for queue in Queue if queue not in queues])


def _reads(officer: Officer, queue: Queue) -> bool:
    """What accuses the leader is for nobody of the team, whatever else they are (INV-R4)."""
    if queue is Queue.SEALED_TEAM_LEADER:
        return officer.roles == {Role.SUPERIOR_LIAISON}
    return officer.has(*READABLE[queue])


def recused(officer: Officer) -> ColumnElement[bool]:
    """The cases that this officer keeps out of, by a row."""
    return _there_is(Recusal.case_id == Case.id, Recusal.staff_id == officer.staff_id)


def _keyed(officer: Officer) -> ColumnElement[bool]:
    """The cases that this officer has a key of, to begin from."""
    mine = sa.select(CaseKeyWrap.case_id).where(CaseKeyWrap.staff_id == officer.staff_id)
    return Case.id.in_(mine.where(CaseKeyWrap.purpose == Purpose.CASE))


def _has_key(officer: Officer) -> ColumnElement[bool]:
    mine = (CaseKeyWrap.staff_id == officer.staff_id) & (CaseKeyWrap.purpose == Purpose.CASE)
    return _there_is(CaseKeyWrap.case_id == Case.id, mine, CaseKeyWrap.holder == Holder.STAFF)


def _there_is(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """One look for each row: of EXISTS PostgreSQL makes a join out of order, or gathers all keys first."""
    one = sa.select(sa.literal(1)).where(*conditions).limit(1).correlate(Case).scalar_subquery()
    return sa.func.coalesce(one, 0) == 1  # its negation is thought to let nearly all through, which IS NULL is not
