"""Opening what was sealed: by an officer with a private key, or by the citizen with his code."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from nacl.public import PrivateKey
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cases.errors import Unreadable
from cases.models import Case
from cases.sealing.envelope import Place, unseal, unwrap
from cases.sealing.models import CaseKey, CaseKeyWrap, Holder, Purpose
from cases.staff.models import Staff
from cases.staff.officer import Officer


@dataclass(frozen=True)
class Reader:
    """Whoever has a private key that the key of a case may be wrapped for."""

    holder: Holder
    private: bytes | None = field(default=None, repr=False)
    staff_id: int | None = None
    opened: Mapping[tuple[int, Purpose], bytes] = field(default_factory=dict, repr=False, compare=False)


def officer_reader(officer: Officer) -> Reader:
    """A staff member who has given the passphrase."""
    return Reader(Holder.STAFF, officer.private, officer.staff_id)


def citizen_reader(pair: PrivateKey) -> Reader:
    """A citizen whose code was typed."""
    return Reader(Holder.CITIZEN, bytes(pair))


def having_opened(session: Session, reader: Reader, case: Case) -> Reader:
    """The same with the key of this case in hand, where they have it: for reading much of it in this session."""
    with suppress(Unreadable):
        return replace(reader, opened={(case.id, Purpose.CASE): private_half(session, reader, case)})
    return reader


def private_half(session: Session, reader: Reader | None, case: Case, purpose: Purpose = Purpose.CASE) -> bytes:
    """The private key of the case; Unreadable without a wrap for this reader, and for a pair that is no pair."""
    if reader and (case.id, purpose) in reader.opened:
        return reader.opened[case.id, purpose]
    key = session.get(CaseKey, (case.id, purpose))
    if key is None or reader is None or reader.private is None:
        raise Unreadable
    for wrapped in session.scalars(_wraps_of(reader, case, purpose)):
        private = unwrap(reader.private, wrapped)
        if len(private) == PrivateKey.SIZE and bytes(PrivateKey(private).public_key) == key.public:
            return private
    raise Unreadable


def read(
    session: Session, reader: Reader | None, case: Case, blob: bytes, place: Place, purpose: Purpose = Purpose.CASE
) -> bytes:
    """What was sealed to this case."""
    return unseal(private_half(session, reader, case, purpose), blob, place)


def has_key(session: Session, staff_id: int, case: Case, purpose: Purpose = Purpose.CASE) -> bool:
    """Whether the case's key is wrapped for this person."""
    return session.scalar(_wraps_of(Reader(Holder.STAFF, None, staff_id), case, purpose)) is not None


def who_have_key(session: Session, case: Case) -> frozenset[int]:
    """All staff for whom the case's key is wrapped."""
    theirs = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.purpose == Purpose.CASE)
    wanted = select(CaseKeyWrap.staff_id).where(theirs, CaseKeyWrap.holder == Holder.STAFF)
    return frozenset(staff_id for staff_id in session.scalars(wanted) if staff_id is not None)


def read_by_others(session: Session, case: Case, besides: Collection[int]) -> bool:
    """Whether somebody at work has the key of the case besides these; without them it would be lost."""
    theirs = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.purpose == Purpose.CASE)
    at_work = select(Staff.id).where(Staff.active, Staff.id.not_in(besides))
    others = theirs & (CaseKeyWrap.holder == Holder.STAFF) & CaseKeyWrap.staff_id.in_(at_work)
    return session.scalar(select(CaseKeyWrap.id).where(others).limit(1)) is not None


def _wraps_of(reader: Reader, case: Case, purpose: Purpose) -> Select[tuple[bytes]]:
    mine = (CaseKeyWrap.holder == reader.holder) & CaseKeyWrap.staff_id.is_not_distinct_from(reader.staff_id)
    return select(CaseKeyWrap.wrapped).where(CaseKeyWrap.case_id == case.id, CaseKeyWrap.purpose == purpose, mine)
