"""Keeping somebody out of a case for good: the officer themselves, or another by who may decide (domain.md 2.7)."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from cases import access, holders, reading_rights
from cases.errors import ReasonNeeded
from cases.kinds import Role
from cases.models import Case
from cases.recusal import exclusions
from cases.recusal.models import Attestation, Why
from cases.sealing import granting
from cases.staff.models import Staff
from cases.staff.officer import Officer


def put_aside(
    session: Session, officer: Officer, case: Case, whom: Staff, why: Why, now: datetime, *, reason: str
) -> None:
    """Of a confidential case the sealed list alone knows whom: in clear it would say whom the case is about."""
    access.require(session, officer, case)
    if whom.id != officer.staff_id:
        exclusions.require_judge(officer, Role.TEAM_LEADER in whom.held)
        if not reason.strip():
            raise ReasonNeeded
    if not case.confidential:
        exclusions.exclude(session, case, whom.id, why, officer.name, now)
        return
    reading_rights.require_another_reader(session, case, whom)
    granting.keep_out(session, officer, case, whom, now)
    session.execute(delete(Attestation).where(Attestation.case_id == case.id, Attestation.staff_id == whom.id))
    if case.holder_id == whom.id:
        holders.end(session, case, now)
