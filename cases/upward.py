"""Requests against the leader: the dispatching organ decides, also in a case it may not read (INV-R5, INV-P1)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Text, cast, false, select
from sqlalchemy.orm import Session

from cases import access
from cases.errors import NoSuchCase
from cases.kinds import Role
from cases.models import Case
from cases.protection import ProtectionRequest
from cases.recusal.models import Recusal, RecusalRequest, RequestState
from cases.staff.models import Staff
from cases.staff.officer import Officer


def decides(officer: Officer) -> bool:
    """Whether requests against the leader are theirs to decide."""
    return officer.has(Role.SUPERIOR_LIAISON)


def waiting(session: Session, officer: Officer) -> Sequence[Case]:
    """The cases in which something waits for this liaison, oldest first; nobody else has any."""
    return session.scalars(select(Case).where(_for(officer)).order_by(Case.id)).all()


def find(session: Session, officer: Officer, number: str) -> Case:
    """The case of this number that they may know of, or must decide in; NoSuchCase."""
    case = session.scalar(select(Case).where(Case.number == number, access.visible_to(officer) | _for(officer)))
    if case is None:
        raise NoSuchCase
    return case


def _for(officer: Officer) -> ColumnElement[bool]:
    if not decides(officer):
        return false()
    asked = RecusalRequest.upward & (RecusalRequest.state == RequestState.PENDING)
    threatened = ProtectionRequest.upward & ProtectionRequest.taken_at.is_(None)
    recusals = Case.id.in_(select(RecusalRequest.case_id).where(asked))
    protections = Case.id.in_(select(ProtectionRequest.case_id).where(threatened))
    suspected = Case.id.in_(select(Recusal.case_id).where(_leader_suspected()))
    aside = select(Recusal.case_id).where(Recusal.staff_id == officer.staff_id)
    return (recusals | protections | suspected) & Case.id.not_in(aside)


def suspicions(session: Session, case: Case) -> Sequence[Recusal]:
    """Words of it may speak of the leader: nobody of the team decides on that (INV-R8)."""
    return session.scalars(select(Recusal).where(Recusal.case_id == case.id, _leader_suspected())).all()


def _leader_suspected() -> ColumnElement[bool]:
    leaders = select(Staff.id).where(cast(Staff.roles, Text).contains(f'"{Role.TEAM_LEADER}"'))
    return Recusal.decided.is_(False) & Recusal.staff_id.in_(leaders)
