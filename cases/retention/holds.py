"""Legal holds: a case that an inquiry or a court may still ask for is not purged."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import Session

from cases import access, history
from cases.errors import ReasonNeeded, WrongDay
from cases.history import What
from cases.kinds import Role
from cases.models import Case
from cases.retention.models import LONGEST_BASIS, LegalHold
from cases.staff.officer import Officer
from cases.times import local_date

MAY_HOLD = (Role.DEPUTY_LEADER, Role.TEAM_LEADER, Role.SUPERIOR_LIAISON)


def place(
    session: Session, officer: Officer, case: Case, basis: str, now: datetime, *, until: date | None = None
) -> LegalHold:
    """Keep the case from being purged, for good or until a day; `basis` is the document that asks for it."""
    known = _checked(session, officer, case, basis)
    if until and until < local_date(now):
        raise WrongDay
    hold = LegalHold(case_id=case.id, basis=known, placed_by=officer.name, placed_at=case.clock(now), until=until)
    if case.confidential:
        hold.basis = ""
    session.add(hold)
    day = until.isoformat() if until else None
    history.record(session, case, What.HOLD_PLACED, officer.name, now, new=day, reason=known)
    return hold


def release(session: Session, officer: Officer, case: Case, reason: str, now: datetime) -> int:
    """End every hold of the case; how many there were."""
    known = _checked(session, officer, case, reason)
    holds = session.scalars(
        select(LegalHold).where(LegalHold.case_id == case.id, LegalHold.released_at.is_(None))
    ).all()
    for hold in holds:
        hold.released_by, hold.released_at = officer.name, case.clock(now)
    if holds:
        history.record(session, case, What.HOLD_RELEASED, officer.name, now, reason=known)
    return len(holds)


def is_held(session: Session, case: Case, today: date) -> bool:
    """Whether a hold is on it today."""
    return session.scalar(select(Case.id).where(Case.id == case.id, held(today))) is not None


def held(today: date) -> ColumnElement[bool]:
    """`is_held`, for the database."""
    runs = LegalHold.released_at.is_(None) & or_(LegalHold.until.is_(None), LegalHold.until >= today)
    return exists().where(LegalHold.case_id == Case.id, runs)


def cover(session: Session, case: Case) -> None:
    """The case has just become confidential: the sealed history alone has the documents."""
    session.execute(update(LegalHold).where(LegalHold.case_id == case.id).values(basis=""))


def _checked(session: Session, officer: Officer, case: Case, why: str) -> str:
    access.require(session, officer, case)
    access.require_role(officer, *MAY_HOLD)
    if not why.strip():
        raise ReasonNeeded
    return why.strip()[:LONGEST_BASIS]
