"""The second factor: six digits that change every half minute, each taken once (RFC 6238)."""

import re
import unicodedata
from datetime import datetime
from hmac import compare_digest

from pyotp import TOTP, random_base32

from cases.at_rest import ServiceSecret
from cases.staff.models import Staff

PURPOSE = "totp"
SEED = re.compile("[A-Z2-7]{32}")
WINDOW = (-1, 0, 1)  # half minutes that a clock may be off


def new_seed() -> str:
    """What the telephone and the service will share; nothing is stored before a first code has shown that it works."""
    return random_base32()


def is_seed(typed: str) -> bool:
    """Whether it can be one of `new_seed`: another would be refused by a telephone, or be too short to be safe."""
    return SEED.fullmatch(typed) is not None


def address(seed: str, name: str, issuer: str) -> str:
    """The otpauth address that a telephone reads from a picture."""
    return TOTP(seed).provisioning_uri(name=name, issuer_name=issuer)


def put(secret: ServiceSecret, staff: Staff, seed: str, code: str, now: datetime) -> bool:
    """Keep this seed if the code is one of it."""
    step = _step(seed, code, now, after=-1)
    if step is None:
        return False
    keep(secret, staff, seed, step)
    return True


def keep(secret: ServiceSecret, staff: Staff, seed: str, step: int) -> None:
    """From now on codes of this seed are taken that are newer than `step`."""
    staff.totp_secret, staff.totp_step = secret.seal(PURPOSE, seed.encode(), _row(staff)), step


def accepts(secret: ServiceSecret, staff: Staff, code: str, now: datetime) -> bool:
    """Take a code that is right and newer than the last one; where no second factor is set up, any is."""
    if staff.totp_secret is None:
        return True
    seed = secret.open(PURPOSE, staff.totp_secret, _row(staff)).decode()
    step = _step(seed, code, now, after=staff.totp_step or 0)
    if step is None:
        return False
    staff.totp_step = step
    return True


def _step(seed: str, code: str, now: datetime, after: int) -> int | None:
    typed = unicodedata.normalize("NFKC", code).replace(" ", "").encode()
    one = TOTP(seed)
    steps = [one.timecode(now) + away for away in WINDOW]
    right = [step for step in steps if compare_digest(one.generate_otp(step).encode(), typed)]
    return next((step for step in right if step > after), None)


def _row(staff: Staff) -> str:
    return f"staff {staff.id}"
