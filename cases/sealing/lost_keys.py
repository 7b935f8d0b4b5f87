"""What becomes of the wraps of a key that is given up: they open nothing, and say what has to be granted again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from cases import access, history
from cases.history import What
from cases.models import Case
from cases.sealing.models import CaseKey, CaseKeyWrap, Holder, Purpose
from cases.staff.models import Staff
from cases.staff.officer import Officer

NOTHING = b""
LOST = (CaseKeyWrap.purpose == Purpose.CASE) & (CaseKeyWrap.holder == Holder.LOST)


def give_up(session: Session, staff: Staff, by: str, now: datetime) -> None:
    """Erase the wraps, but those of a case that nobody else at work could open: a case is never lost."""
    _lock(session, staff)
    for wrap, case in session.execute(_replaceable(staff)).tuples().all():
        wrap.holder, wrap.wrapped = Holder.LOST, NOTHING
        if wrap.purpose is Purpose.CASE:
            history.record(session, case, What.KEY_REVOKED, by, now, old=staff.name)
    session.flush()


def to_grant_again(session: Session, officer: Officer, staff: Staff) -> Sequence[Case]:
    """The cases that this person could read before, as far as the officer may know of them."""
    theirs = select(CaseKeyWrap.case_id).where(LOST, CaseKeyWrap.staff_id == staff.id)
    return session.scalars(select(Case).where(Case.id.in_(theirs), access.visible_to(officer)).order_by(Case.id)).all()


def whom_to_grant_again(session: Session, officer: Officer) -> Sequence[tuple[Staff, int]]:
    """Who else at work could read cases before that the officer may know of, and how many."""
    counted = select(Staff, func.count(Case.id.distinct())).join(CaseKeyWrap, CaseKeyWrap.staff_id == Staff.id)
    counted = counted.join(Case, Case.id == CaseKeyWrap.case_id).where(LOST, access.visible_to(officer))
    at_work = counted.where(Staff.active, Staff.id != officer.staff_id)
    return session.execute(at_work.group_by(Staff.id).order_by(Staff.name)).tuples().all()


def _lock(session: Session, staff: Staff) -> None:
    """Nobody else gives or takes one of these keys until this transaction ends, or two would be the last together."""
    theirs = select(CaseKeyWrap.case_id).where(CaseKeyWrap.staff_id == staff.id, CaseKeyWrap.holder == Holder.STAFF)
    keys = select(CaseKey).where(CaseKey.case_id.in_(theirs)).order_by(CaseKey.case_id, CaseKey.purpose)
    session.scalars(keys.with_for_update().execution_options(populate_existing=True)).all()


def _replaceable(staff: Staff) -> Select[tuple[CaseKeyWrap, Case]]:
    other = aliased(CaseKeyWrap)
    same = (other.case_id == CaseKeyWrap.case_id) & (other.purpose == CaseKeyWrap.purpose)
    at_work = select(Staff.id).where(Staff.active, Staff.id != staff.id)
    others = select(other.id).where(same, other.holder == Holder.STAFF, other.staff_id.in_(at_work)).exists()
    theirs = (CaseKeyWrap.staff_id == staff.id) & (CaseKeyWrap.holder == Holder.STAFF)
    joined = select(CaseKeyWrap, Case).join(Case, Case.id == CaseKeyWrap.case_id)
    return joined.where(theirs, others).order_by(CaseKeyWrap.id)
