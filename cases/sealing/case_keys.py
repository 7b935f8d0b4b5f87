"""The key pair of a case: made at confirmation, wrapped for each who may read, and then forgotten."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from nacl.public import PrivateKey
from sqlalchemy import delete
from sqlalchemy.orm import Session

from cases.errors import HandOffOnly
from cases.history import SYSTEM
from cases.kinds import Queue
from cases.models import Case
from cases.sealing import readers
from cases.sealing.envelope import LENGTH, Place, seal, unseal, wrap
from cases.sealing.models import CaseKey, CaseKeyWrap, Holder, Purpose
from cases.staff.models import Staff


def make_for_content(
    session: Session, case: Case, now: datetime, recovery: bytes | None, excluded: Collection[int] = ()
) -> None:
    """The pair of a confidential case; HandOffOnly when nobody may read it."""
    key = make(session, case, Purpose.CASE, readers.readers_of(session, case.queue, excluded), now, recovery)
    exclude(key, excluded)
    session.flush()


def make_for_identity(
    session: Session, case: Case, now: datetime, recovery: bytes | None, excluded: Collection[int] = ()
) -> None:
    """The pair of a name, of open kinds too; with nobody to release it, it is the citizen's and the recovery key's."""
    make(session, case, Purpose.IDENTITY, readers.releasers_of(session, case.queue, excluded), now, recovery)


def make(
    session: Session,
    case: Case,
    purpose: Purpose,
    staff: Sequence[Staff],
    now: datetime,
    recovery: bytes | None,
) -> CaseKey:
    """A pair whose private half exists nowhere but in its wraps."""
    pair = PrivateKey.generate()
    key = CaseKey(case_id=case.id, purpose=purpose, public=bytes(pair.public_key))
    session.add(key)
    for reader in staff:
        session.add(wrapped(case, purpose, bytes(pair), reader, SYSTEM, now))
    session.add(_wrapped_apart(case, purpose, bytes(pair), Holder.CITIZEN, case.citizen_key, now))
    if recovery and case.queue is not Queue.SEALED_TEAM_LEADER:  # its halves are with the team (INV-R4)
        session.add(_wrapped_apart(case, purpose, bytes(pair), Holder.RECOVERY, recovery, now))
    session.flush()
    return key


def wrapped(case: Case, purpose: Purpose, private: bytes, to: Staff, by: str, now: datetime) -> CaseKeyWrap:
    """The private half for one of the staff."""
    if to.public_key is None:
        raise HandOffOnly
    sealed = wrap(to.public_key, private)
    row = CaseKeyWrap(case_id=case.id, purpose=purpose, holder=Holder.STAFF, staff_id=to.id, wrapped=sealed)
    row.by, row.at = by, case.clock(now)
    return row


def put(session: Session, case: Case, purpose: Purpose, private: bytes, to: Staff, by: str, now: datetime) -> None:
    """Wrap it for one of the staff, in the place of what a former key of theirs opened."""
    mine = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.purpose == purpose) & (CaseKeyWrap.staff_id == to.id)
    session.execute(delete(CaseKeyWrap).where(mine, CaseKeyWrap.holder == Holder.LOST))
    session.add(wrapped(case, purpose, private, to, by, now))
    session.flush()


def _wrapped_apart(
    case: Case, purpose: Purpose, private: bytes, holder: Holder, public: bytes, now: datetime
) -> CaseKeyWrap:
    row = CaseKeyWrap(case_id=case.id, purpose=purpose, holder=holder, wrapped=wrap(public, private))
    row.by, row.at = SYSTEM, case.clock(now)
    return row


def public_of(session: Session, case: Case, purpose: Purpose) -> bytes:
    """What to seal to; HandOffOnly when the case has no such key, so that nothing is kept that nobody may read."""
    key = session.get(CaseKey, (case.id, purpose))
    if key is None:
        raise HandOffOnly
    return key.public


def locked(session: Session, case: Case) -> CaseKey | None:
    """The key of what was said, as it is now: until this transaction ends nobody else gives or takes it."""
    session.flush()
    return session.get(CaseKey, (case.id, Purpose.CASE), with_for_update=True, populate_existing=True)


def exclude(key: CaseKey, staff_ids: Collection[int]) -> None:
    """Keep who must never be given the key, so that only those who have it can tell."""
    key.exclusions = _list(key, staff_ids)


def exclude_also(key: CaseKey, staff_ids: Collection[int]) -> None:
    """Put one more list behind those that are there: that takes no more than the public half."""
    key.exclusions = (key.exclusions or b"") + _list(key, staff_ids)


def excluded(key: CaseKey, private: bytes) -> frozenset[int]:
    """Who must never be given the key."""
    lists = _lists(key.exclusions or b"")
    return frozenset(one for blob in lists for one in json.loads(unseal(private, blob, _place(key))))


def _list(key: CaseKey, staff_ids: Collection[int]) -> bytes:
    sealed = seal(key.public, json.dumps(sorted(set(staff_ids))).encode(), _place(key))
    return len(sealed).to_bytes(LENGTH) + sealed


def _lists(lists: bytes) -> Iterator[bytes]:
    while lists:
        end = LENGTH + int.from_bytes(lists[:LENGTH])
        yield lists[LENGTH:end]
        lists = lists[end:]


def _place(key: CaseKey) -> Place:
    return Place("case_keys", str(key.case_id), "exclusions")
