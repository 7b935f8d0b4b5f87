"""What was lost and is made new: a passphrase with the key under it, or the second factor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cases.sealing import lost_keys
from cases.staff import accounts, authority, events
from cases.staff.events import What
from cases.staff.key_pairs import LockedPair
from cases.staff.models import Staff
from cases.staff.officer import Officer


@dataclass(frozen=True)
class Renewed:
    """Whatever was sealed to `former` is closed to them for good: it must be granted again to their new key."""

    staff_id: int
    former: bytes
    public: bytes


def reset(
    session: Session, actor: Officer, second: Officer, name: str, key: LockedPair | bytes, now: datetime
) -> Renewed:
    """A new key pair under a one-time passphrase, or a new public key of a superior_liaison elsewhere.

    The former public key stays in the history. The second factor stays too: `forget_totp` is for a lost telephone.
    """
    staff = accounts.find(session, name)
    authority.may_reset(session, actor, second, staff)
    accounts.check_key(staff.held, key)
    renewed = Renewed(staff.id, staff.public_key or b"", key if isinstance(key, bytes) else key.public)
    staff.take(key)
    lost_keys.give_up(session, staff, actor.name, now)
    _record(session, staff, What.RESET, (actor, second), now, old=renewed.former.hex(), new=renewed.public.hex())
    return renewed


def forget_totp(session: Session, actor: Officer, second: Officer, name: str, now: datetime) -> None:
    """The second factor is lost: they set up another one at their next sign-in, and no key changes."""
    staff = accounts.find(session, name)
    authority.may_reset(session, actor, second, staff)
    staff.totp_secret = staff.totp_step = None
    _record(session, staff, What.TOTP_FORGOTTEN, (actor, second), now)


def _record(
    session: Session,
    staff: Staff,
    what: What,
    both: tuple[Officer, Officer],
    now: datetime,
    *,
    old: str | None = None,
    new: str | None = None,
) -> None:
    events.record(session, staff, what, both[0], now, old=old, new=new)
    events.record(session, staff, What.CONFIRMED, both[1], now, new=what)
