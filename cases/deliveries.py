"""Deliveries already handled: Telegram delivers again, the citizen is answered once."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cases.chat_models import SeenDelivery
from cases.errors import AlreadySeen

KEPT = timedelta(hours=48)
SEEN = select(SeenDelivery.key).where(SeenDelivery.key == bindparam("key"))
REMEMBER = insert(SeenDelivery)


def already_seen(session: Session, key: str) -> bool:
    """Whether this delivery was handled; `key` is ServiceSecret.delivery_key."""
    return session.connection().scalar(SEEN, {"key": key}) is not None


def remember(session: Session, key: str, now: datetime) -> None:
    """It is handled in this transaction, or AlreadySeen when it was handled in another."""
    try:
        session.connection().execute(REMEMBER, {"key": key, "seen_at": now})
    except IntegrityError:
        raise AlreadySeen from None


def forget_old(session: Session, now: datetime) -> None:
    """Nobody delivers again after two days."""
    session.execute(delete(SeenDelivery).where(SeenDelivery.seen_at <= now - KEPT))
