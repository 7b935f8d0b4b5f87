"""What staff declare: their own other names, near relatives, former units, other interests."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.errors import NotAllowed
from cases.recusal import looking_back
from cases.recusal.models import Interest, Relation
from cases.staff.officer import Officer


def declare(session: Session, officer: Officer, relation: Relation, subject: str, now: datetime) -> Interest:
    """From now on no case that speaks of `subject` is shown to this officer, of what can be read again no old one."""
    interest = Interest(staff_id=officer.staff_id, relation=relation, subject=subject.strip(), declared_at=now)
    session.add(interest)
    session.flush()
    looking_back.look_back(session, interest, now)
    return interest


def withdraw(session: Session, officer: Officer, interest_id: int) -> None:
    """Take back what was declared; who is kept out of a case by it stays so."""
    interest = session.get(Interest, interest_id)
    if interest is None or interest.staff_id != officer.staff_id:
        raise NotAllowed
    session.delete(interest)


def of(session: Session, staff_id: int) -> Sequence[Interest]:
    """What somebody has declared."""
    return session.scalars(select(Interest).where(Interest.staff_id == staff_id).order_by(Interest.id)).all()
