"""Who has a case in hand now, and who had before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cases.models import Case, Holding, Taking
from cases.staff.models import Staff


def history_of(session: Session, case: Case) -> Sequence[Holding]:
    """Everybody who had it, in order."""
    return session.scalars(select(Holding).where(Holding.case_id == case.id).order_by(Holding.id)).all()


def name_of(session: Session, case: Case) -> str | None:
    """The login of whoever has it now."""
    return session.scalar(select(Staff.name).where(Staff.id == case.holder_id)) if case.holder_id else None


def begin(session: Session, case: Case, staff_id: int, how: Taking, by: str, now: datetime) -> None:
    """It is in these hands from now on, and in no others."""
    end(session, case, now)
    case.holder_id = staff_id
    session.add(Holding(case_id=case.id, staff_id=staff_id, since=case.clock(now), how=how, by=by))
    session.flush()


def end(session: Session, case: Case, now: datetime) -> None:
    """It is in nobody's hands."""
    case.holder_id = None
    last = (Holding.case_id == case.id) & Holding.until.is_(None)
    session.execute(update(Holding).where(last).values(until=case.clock(now)))
    session.flush()
