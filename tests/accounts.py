"""Accounts of staff for tests: what somebody needs to sign in, and their codes."""

from dataclasses import dataclass
from datetime import datetime

from pyotp import TOTP
from sqlalchemy.orm import Session

from cases.kinds import Role
from cases.staff import accounts, key_pairs, passphrases, sign_in, totp
from cases.staff.accounts import Details
from cases.staff.officer import Officer
from tests.builders import CHEAP, NOW, SECRET

PASSPHRASE = "路灯 blue Lamp 1987"


@dataclass(frozen=True)
class Account:
    """A staff member with all that they know and carry."""

    id: int
    name: str
    passphrase: str
    seed: str
    officer: Officer

    def code(self, now: datetime = NOW) -> str:
        """What their telephone shows."""
        return TOTP(self.seed).at(now)

    def sign_in(self, session: Session, now: datetime = NOW) -> Officer:
        """As they would."""
        return sign_in.sign_in(session, SECRET, self.name, self.passphrase, self.code(now), now)


def make_account(session: Session, name: str = "wangli", *roles: Role, department: str | None = None) -> Account:
    """An account that is ready to sign in."""
    seed, pair = totp.new_seed(), key_pairs.make(PASSPHRASE, CHEAP)
    who = Details(name, frozenset(roles or (Role.HANDLER,)), department)
    staff = accounts.put(session, None, name, who, pair, NOW)
    staff.one_time = False
    totp.keep(SECRET, staff, seed, step=0)
    session.flush()
    officer = Officer(staff.id, staff.name, staff.held, department, pair.opened(PASSPHRASE))
    return Account(staff.id, staff.name, PASSPHRASE, seed, officer)


def make_new_account(session: Session, name: str, *roles: Role) -> str:
    """An account as it is handed over: its one-time passphrase."""
    passphrase = passphrases.one_time()
    who = Details(name, frozenset(roles or (Role.HANDLER,)))
    accounts.put(session, None, name, who, key_pairs.make(passphrase, CHEAP), NOW)
    return passphrase
