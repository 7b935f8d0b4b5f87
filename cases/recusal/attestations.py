"""Nobody works on a case before they have said that they have no conflict of interest in it (domain.md 2.7 INV-R2)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, history
from cases.errors import NotAttested
from cases.history import What
from cases.kinds import Role
from cases.models import Case
from cases.recusal.models import Attestation
from cases.staff.officer import Officer

HANDLING = (Role.HANDLER, Role.DEPARTMENT_LIAISON)


def attest(session: Session, officer: Officer, case: Case, now: datetime) -> None:
    """Record “no conflict”; a second time changes nothing."""
    access.require(session, officer, case)
    if not has_attested(session, officer, case):
        session.add(Attestation(case_id=case.id, staff_id=officer.staff_id, at=case.clock(now)))
        history.record(session, case, What.ATTESTED, officer.name, now)


def has_attested(session: Session, officer: Officer, case: Case) -> bool:
    """Whether this officer may be shown the words of the case."""
    return session.get(Attestation, (case.id, officer.staff_id)) is not None


def require(session: Session, officer: Officer, case: Case) -> None:
    """NotAttested as long as the officer has not attested in this case."""
    if not has_attested(session, officer, case):
        raise NotAttested


def owes(session: Session, officer: Officer, case: Case) -> bool:
    """Whether the words stay closed to this officer until they have attested: to who handles cases, not who sorts."""
    return officer.has(*HANDLING) and not has_attested(session, officer, case)


def not_owed(session: Session, officer: Officer, case_ids: Collection[int]) -> Collection[int]:
    """Of these cases those whose words are open to this officer, as `owes` says of one."""
    if not officer.has(*HANDLING):
        return case_ids
    mine = (Attestation.staff_id == officer.staff_id) & Attestation.case_id.in_(case_ids)
    return session.scalars(select(Attestation.case_id).where(mine)).all()
