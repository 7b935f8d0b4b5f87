"""Signing in, in three steps, so that the slow one runs without a transaction (decision 8)."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.receipt_code import Cost
from cases.staff import accounts, delays, key_pairs, totp
from cases.staff.errors import SignInFailed, ToDo, Unfinished
from cases.staff.key_pairs import LockedPair
from cases.staff.models import Staff
from cases.staff.officer import Officer


@dataclass(frozen=True, repr=False)
class Tried:
    """An attempt whose passphrase was tried; `private` is there if it was right."""

    name: str
    staff_id: int | None
    pair: LockedPair
    private: bytes | None


@dataclass(frozen=True, repr=False)
class Attempt:
    """What a passphrase is tried on; a name that nobody has gets a pair that nothing opens."""

    name: str
    staff_id: int | None
    pair: LockedPair

    def tried(self, passphrase: str) -> Tried:
        """The second step, pure and slow: no transaction should be open."""
        return Tried(self.name, self.staff_id, self.pair, self.pair.opened(passphrase))


@dataclass(frozen=True)
class Outcome:
    """How it ended; a failure is no exception, so that its delay is committed."""

    officer: Officer | None = None
    to_do: tuple[ToDo, ...] = field(default=())

    def recognised(self) -> Officer:
        """Who it is, for setting up their own account and nothing else; SignInFailed."""
        if self.officer is None:
            raise SignInFailed
        return self.officer

    def checked(self) -> Officer:
        """Who may act from now on; SignInFailed, or Unfinished."""
        officer = self.recognised()
        if self.to_do:
            raise Unfinished(*self.to_do)
        return officer


def prepare(session: Session, secret: ServiceSecret, name: str, now: datetime) -> Attempt:
    """The first step, which only reads; TooSoon."""
    name = accounts.folded(name)
    delays.check(session, secret, name, now)
    decoy = key_pairs.decoy(_usual_cost(session))
    staff = session.scalar(select(Staff).where(Staff.name == name))
    if staff and staff.active and staff.pair:
        return Attempt(name, staff.id, staff.pair)
    return Attempt(name, None, decoy)


def finish(session: Session, secret: ServiceSecret, tried: Tried, code: str, now: datetime) -> Outcome:
    """The third step, which writes: commit it whatever the outcome; TooSoon when others failed meanwhile."""
    delays.check(session, secret, tried.name, now)
    staff = session.get(Staff, tried.staff_id, with_for_update=True) if tried.staff_id else None
    if staff is None or not _may_enter(staff, tried) or not totp.accepts(secret, staff, code, now):
        delays.lengthen(session, secret, tried.name, now)
        return Outcome()
    delays.forget(session, secret, tried.name)
    officer = Officer(staff.id, staff.name, staff.held, staff.department, tried.private)
    return Outcome(officer, _left_to_do(staff))


def sign_in(session: Session, secret: ServiceSecret, name: str, passphrase: str, code: str, now: datetime) -> Officer:
    """All three steps at once, where holding the transaction does not matter; commit also when it raises."""
    tried = prepare(session, secret, name, now).tried(passphrase)
    return finish(session, secret, tried, code, now).checked()


def _may_enter(staff: Staff, tried: Tried) -> bool:
    """The passphrase was right, and neither account nor passphrase has changed since it was tried."""
    return tried.private is not None and staff.active and staff.pair == tried.pair


def _left_to_do(staff: Staff) -> tuple[ToDo, ...]:
    missing = {ToDo.PASSPHRASE: staff.one_time, ToDo.TOTP: staff.totp_secret is None}
    return tuple(what for what, is_missing in missing.items() if is_missing)


def _usual_cost(session: Session) -> Cost:
    """What a right name costs, so that a wrong one takes as long."""
    newest = select(Staff).where(Staff.private_key.is_not(None)).order_by(Staff.id.desc()).limit(1)
    staff = session.scalar(newest)
    return staff.pair.cost if staff and staff.pair else Cost()
