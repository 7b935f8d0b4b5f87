"""The chain: each entry carries the hash of the one before it, so that no entry can be changed, moved or taken out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.audit.models import HASH_DIGITS, AuditEntry

LOCK = 0x48594155  # any number that nothing else locks
BEFORE_ALL = "0" * HASH_DIGITS
SHORTEST_KEPT = 32  # hex digits that are enough on paper
BATCH = 1000


class Fields(NamedTuple):
    """All that the hash of an entry is made over, in this order."""

    id: int
    at: datetime
    actor: str
    action: str
    case_number: str | None
    subject: str | None
    reason: str | None
    outcome: str | None
    attempt_id: int | None
    previous: str


class Head(NamedTuple):
    """The newest entry: kept on paper, it shows later that nothing was cut off or written anew."""

    number: int
    hash: str

    def __str__(self) -> str:
        digits = self.hash[:SHORTEST_KEPT]
        return f"{self.number}:" + "-".join(digits[at : at + 4] for at in range(0, SHORTEST_KEPT, 4))

    @classmethod
    def parse(cls, text: str) -> "Head":
        """What was kept, with or without its dashes; ValueError when it is no head."""
        number, _, digits = text.strip().partition(":")
        digits = digits.replace("-", "").replace(" ", "").lower()
        if not SHORTEST_KEPT <= len(digits) <= HASH_DIGITS or int(digits, 16) < 0:
            raise ValueError("this is no head of the chain")
        return cls(int(number), digits)


@dataclass(frozen=True)
class Verdict:
    """How far the chain holds; `broken` is the first entry that is changed, missing or out of its place."""

    head: Head
    broken: int | None = None
    kept_found: bool = True

    @property
    def holds(self) -> bool:
        """Nothing is wrong with it."""
        return self.broken is None and self.kept_found


def append(session: Session, **fields: Any) -> AuditEntry:
    """Add an entry; on PostgreSQL the next writer waits for this transaction, so call it last."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(sa.func.pg_advisory_xact_lock(LOCK)))
    last = head(session)
    made = Fields(id=last.number + 1, previous=last.hash, **fields)
    entry = AuditEntry(**made._asdict(), hash=digest(made))
    session.add(entry)
    session.flush()
    return entry


def head(session: Session) -> Head:
    """The newest entry, or what stands before the first."""
    newest = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    found = session.execute(newest).first()
    return Head(*found) if found else Head(0, BEFORE_ALL)


def verify(session: Session, kept: Head | None = None) -> Verdict:
    """Walk the whole chain (INV-C10, C11); with a kept head also see whether its end was cut off or written anew."""
    last, found = Head(0, BEFORE_ALL), kept is None or kept.number == 0
    for fields, stored in _rows(session):
        if fields.id != last.number + 1 or fields.previous != last.hash or digest(fields) != stored:
            return Verdict(last, last.number + 1, found)
        last = Head(fields.id, stored)
        found = found or (kept is not None and kept.number == last.number and stored.startswith(kept.hash))
    return Verdict(last, None, found)


def digest(fields: Fields) -> str:
    """64 hex digits over every field and the hash before."""
    at = fields.at.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(fields.at, datetime) else fields.at
    encoded = json.dumps(["1", *fields._replace(at=at)], separators=(",", ":"), default=repr)  # type: ignore[arg-type]
    return blake2b(encoded.encode(), digest_size=HASH_DIGITS // 2, person=b"huiyin/audit").hexdigest()


def _rows(session: Session) -> Iterator[tuple[Fields, str]]:
    """Times as the database has them: one that was falsified need not be a time."""
    raw = sa.type_coerce(AuditEntry.at, sa.String)
    columns = [raw if name == "at" else getattr(AuditEntry, name) for name in (*Fields._fields, "hash")]
    for row in session.execute(select(*columns).order_by(AuditEntry.id).execution_options(yield_per=BATCH)):
        fields = Fields(*row[:-1])
        yield fields._replace(at=_time(fields.at)), row[-1]


def _time(raw: Any) -> Any:
    try:
        return datetime.fromisoformat(raw).replace(tzinfo=UTC) if isinstance(raw, str) else raw
    except ValueError:
        return raw
