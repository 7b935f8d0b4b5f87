"""After each failed sign-in its name waits twice as long, up to a quarter of an hour; no name is ever locked."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.errors import Stale
from cases.staff.errors import TooSoon
from cases.staff.models import SignInDelay
from cases.times import DAY

LONGEST_SECONDS = 15 * 60
PURPOSE = "sign-in name"


def check(session: Session, secret: ServiceSecret, name: str, now: datetime) -> None:
    """TooSoon while this name has to wait; the same whether anybody has it or not."""
    row = _of(session, secret, name)
    if row and row.retry_at > now:
        raise TooSoon(ceil((row.retry_at - now).total_seconds()))


def lengthen(session: Session, secret: ServiceSecret, name: str, now: datetime) -> None:
    """One more failure. Stale when another process counted the first one meanwhile."""
    session.execute(delete(SignInDelay).where(SignInDelay.retry_at < now - DAY))
    row = _of(session, secret, name)
    if row is None:
        row = SignInDelay(name_key=secret.keyed_hash(PURPOSE, name), failures=0, retry_at=now)
        session.add(row)
    row.retry_at = now + _delay(row.failures)
    row.failures += 1
    try:
        session.flush()
    except IntegrityError:
        raise Stale from None


def forget(session: Session, secret: ServiceSecret, name: str) -> None:
    """They have signed in."""
    row = _of(session, secret, name)
    if row:
        session.delete(row)


def _of(session: Session, secret: ServiceSecret, name: str) -> SignInDelay | None:
    return session.get(SignInDelay, secret.keyed_hash(PURPOSE, name), with_for_update=True)


def _delay(failures: int) -> timedelta:
    return timedelta(seconds=min(2 ** min(failures, LONGEST_SECONDS.bit_length()), LONGEST_SECONDS))
