"""Rights are wraps: given by who has the key, taken by deleting the row; each leaves an event."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cases import history
from cases.errors import HandOffOnly, IllegalMove, KeptOut, Unreadable
from cases.history import What
from cases.models import Case
from cases.recusal.models import Recusal
from cases.sealing import case_keys
from cases.sealing.models import CaseKey, CaseKeyWrap, Holder, Purpose
from cases.sealing.reading import Reader, has_key, officer_reader, private_half
from cases.staff.models import Staff
from cases.staff.officer import Officer

THEIRS = (Holder.STAFF, Holder.LOST)


def grant(
    session: Session, officer: Officer, case: Case, to: Staff, now: datetime, *, reason: str | None = None
) -> None:
    """Give the key on; KeptOut for who is recused or excluded, HandOffOnly for who has no key to wrap for."""
    if not case.confidential or has_key(session, to.id, case):
        return
    private = private_half(session, officer_reader(officer), case)
    _refuse_kept_out(session, case, to, private)
    case_keys.put(session, case, Purpose.CASE, private, to, officer.name, now)
    history.record(session, case, What.KEY_GRANTED, officer.name, now, new=to.name, reason=reason)


def revoke(
    session: Session, officer: Officer, case: Case, of: Staff, now: datetime, *, reason: str | None = None
) -> None:
    """Take the key away, that of the name with it; IllegalMove for the last one who has it, or the case were lost."""
    if case.confidential:
        case_keys.locked(session, case)
        if _readers(session, case) == {of.id}:
            raise IllegalMove
    if _delete_wraps(session, case, of.id):
        history.record(session, case, What.KEY_REVOKED, officer.name, now, old=of.name, reason=reason)


def keep_out(session: Session, officer: Officer, case: Case, whom: Staff, now: datetime) -> None:
    """Recusal: no key now or ever; the line of history names nobody, the list is for readers only (INV-R1)."""
    if case.confidential:
        private = private_half(session, officer_reader(officer), case)
        key = _locked(session, case)
        case_keys.exclude(key, case_keys.excluded(key, private) | {whom.id})
    _delete_wraps(session, case, whom.id)
    history.record(session, case, What.KEPT_OUT, officer.name, now)


def readmit(session: Session, officer: Officer, case: Case, whom: Staff, now: datetime) -> None:
    """The suspicion was decided: no conflict of interest; the key is given as to anybody else."""
    if case.confidential:
        private = private_half(session, officer_reader(officer), case)
        key = _locked(session, case)
        case_keys.exclude(key, case_keys.excluded(key, private) - {whom.id})
        grant(session, officer, case, whom, now)


def renew(session: Session, reader: Reader, to: Staff, by: str, now: datetime) -> int:
    """Wrap again, for the new key of who had lost the old one, all that they could open and `reader` can."""
    lost = select(CaseKeyWrap).where(CaseKeyWrap.staff_id == to.id, CaseKeyWrap.holder.in_(THEIRS))
    return sum(_renew(session, reader, wrap, to, by, now) for wrap in session.scalars(lost).all())


def _renew(session: Session, reader: Reader, lost: CaseKeyWrap, to: Staff, by: str, now: datetime) -> bool:
    case = session.get_one(Case, lost.case_id)
    try:
        private = private_half(session, reader, case, lost.purpose)
        _refuse_kept_out(session, case, to, private if lost.purpose is Purpose.CASE else None)
    except (Unreadable, KeptOut):
        return False
    fresh = case_keys.wrapped(case, lost.purpose, private, to, by, now)
    lost.holder, lost.wrapped, lost.by, lost.at = fresh.holder, fresh.wrapped, fresh.by, fresh.at
    history.record(session, case, What.KEYS_RENEWED, by, now, new=to.name)
    return True


def _refuse_kept_out(session: Session, case: Case, to: Staff, private: bytes | None) -> None:
    """Recused in the open, or on the sealed list of a confidential case."""
    if to.public_key is None or not to.active:
        raise HandOffOnly
    if session.get(Recusal, (case.id, to.id)) is not None:
        raise KeptOut
    if private is not None and to.id in case_keys.excluded(_locked(session, case), private):
        raise KeptOut


def _locked(session: Session, case: Case) -> CaseKey:
    """Of a case that somebody could open just now."""
    key = case_keys.locked(session, case)
    if key is None:
        raise Unreadable
    return key


def _readers(session: Session, case: Case) -> set[int | None]:
    this = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.purpose == Purpose.CASE)
    return set(session.scalars(select(CaseKeyWrap.staff_id).where(this, CaseKeyWrap.holder == Holder.STAFF)))


def _delete_wraps(session: Session, case: Case, staff_id: int) -> bool:
    mine = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.staff_id == staff_id)
    return session.scalars(delete(CaseKeyWrap).where(mine).returning(CaseKeyWrap.id)).first() is not None
