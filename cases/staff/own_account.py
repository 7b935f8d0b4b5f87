"""What staff members do to their own account: choose a passphrase, set up the second factor."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.errors import Stale
from cases.receipt_code import Cost
from cases.staff import accounts, events, key_pairs, passphrases, totp
from cases.staff.errors import Weakness, WeakPassphrase, WrongCode
from cases.staff.events import What
from cases.staff.key_pairs import LockedPair
from cases.staff.officer import Officer


def relocked(officer: Officer, former: str, passphrase: str, cost: Cost) -> LockedPair:
    """Their key pair under a new passphrase; WeakPassphrase. Slow: call it outside a transaction."""
    passphrases.check(passphrase, [officer.name])
    if passphrases.folded(passphrase) == passphrases.folded(former):
        raise WeakPassphrase(Weakness.SAME)
    return key_pairs.locked(officer.private or b"", passphrase, cost)


def change_passphrase(session: Session, officer: Officer, pair: LockedPair, now: datetime) -> None:
    """Keep the pair that `relocked` gave: what was sealed to them stays readable. Stale after a reset meanwhile."""
    staff = accounts.find(session, officer.name)
    if staff.public_key != pair.public:
        raise Stale
    staff.take(pair)
    staff.one_time = False
    events.record(session, staff, What.PASSPHRASE, officer, now)


def set_up_totp(session: Session, secret: ServiceSecret, officer: Officer, seed: str, code: str, now: datetime) -> None:
    """Take this second factor instead of any former one, once its first code is right; WrongCode."""
    staff = accounts.find(session, officer.name)
    if not totp.put(secret, staff, seed, code, now):
        raise WrongCode
    events.record(session, staff, What.TOTP_SET, officer, now)
