"""Chats: the small context the next message needs, sealed, guarded by a version, and forgotten in time."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.chat_models import Chat, Draft
from cases.errors import Stale
from cases.times import to_the_hour

PURPOSE = "chat context"
CONTEXT_KEPT = timedelta(hours=49)  # two days from the end of the hour that `touched_at` names
CHAT_KEPT = timedelta(days=90)
HOUR = timedelta(hours=1)
# put together once and given straight to the connection: by way of the ORM each costs ten times as much
READ = select(Chat.id, Chat.chat_key, Chat.context, Chat.version, Chat.touched_at)
FIND = READ.where(Chat.channel == bindparam("of"), Chat.chat_key == bindparam("key"))
ADD = insert(Chat).returning(Chat.id)
WRITE = update(Chat).where(Chat.id == bindparam("this"), Chat.version == bindparam("read"))


@dataclass(frozen=True)
class KnownChat:
    """A chat as it was read; save refuses it once the row has a newer version."""

    id: int
    key: str
    context: dict[str, Any]
    version: int


def load(session: Session, secret: ServiceSecret, channel: str, address: str, now: datetime) -> KnownChat | None:
    """The chat, if it has written before; what was kept in its context until some time before `now` is gone."""
    key = secret.chat_key(channel, address)
    row = session.connection().execute(FIND, {"of": channel, "key": key}).one_or_none()
    return _read(secret, row, now) if row else None


def add(session: Session, secret: ServiceSecret, channel: str, address: str, now: datetime) -> KnownChat:
    """A chat that writes for the first time, or Stale when another process has added it meanwhile."""
    key = secret.chat_key(channel, address)
    values = {"channel": channel, "chat_key": key, "context": b"", "touched_at": to_the_hour(now), "version": 1}
    try:
        added = session.connection().execute(ADD, values).scalar_one()
    except IntegrityError:
        raise Stale from None
    return KnownChat(added, key, {}, 1)


def save(session: Session, secret: ServiceSecret, chat: KnownChat, context: dict[str, Any], now: datetime) -> None:
    """Write the context back, or Stale when another message of the chat has."""
    _write(session, secret, chat, context, to_the_hour(now), now)


def tidy(session: Session, secret: ServiceSecret, now: datetime) -> None:
    """Erase what is over from idle chats, after two days all of it, and after ninety the chat itself."""
    for row in session.execute(READ.where(Chat.tidy_at <= now)).all():
        chat = _read(secret, row, now)
        left = {} if row.touched_at <= now - CONTEXT_KEPT else chat.context
        with suppress(Stale):  # a message has come: its own save tidies
            _write(session, secret, chat, left, row.touched_at, now)
    unused = (Chat.touched_at <= now - CHAT_KEPT) & ~exists().where(Draft.chat_id == Chat.id)
    session.execute(delete(Chat).where(unused))


def _write(
    session: Session, secret: ServiceSecret, chat: KnownChat, context: dict[str, Any], touched: datetime, now: datetime
) -> None:
    left = _current(context, now)
    sealed = secret.seal(PURPOSE, json.dumps(left).encode(), chat.key) if left else b""
    values = {"context": sealed, "touched_at": touched, "tidy_at": _tidy_at(left, touched), "version": chat.version + 1}
    if session.connection().execute(WRITE, values | {"this": chat.id, "read": chat.version}).rowcount != 1:
        raise Stale


def _read(secret: ServiceSecret, row: Row[Any], now: datetime) -> KnownChat:
    context = json.loads(secret.open(PURPOSE, row.context, row.chat_key)) if row.context else {}
    return KnownChat(row.id, row.chat_key, _current(context, now), row.version)


def _current(context: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {name: value for name, value in context.items() if _until(value) > now.timestamp()}


def _until(value: Any) -> float:
    """What is kept for a while says so: {"until": …}."""
    return value.get("until", float("inf")) if isinstance(value, dict) else float("inf")


def _tidy_at(context: dict[str, Any], touched: datetime) -> datetime | None:
    """The hour in which something of the context is over: no finer, or it would tell when it began."""
    if not context:
        return None
    end = min(map(_until, context.values()))
    by_itself = touched + CONTEXT_KEPT
    return min(by_itself, to_the_hour(datetime.fromtimestamp(end, UTC)) + HOUR) if end < float("inf") else by_itself
