"""The one way out: sealed rows, sent in order within a chat, emptied when sent or a day old."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, delete, select, update
from sqlalchemy.orm import Session, aliased

from cases.at_rest import ServiceSecret
from cases.chat_models import OutboxItem, SendState
from cases.errors import Unreadable
from cases.times import DAY

CLAIM_LASTS = timedelta(minutes=2)
IDS_KEPT = timedelta(days=2)  # as long as a message can be taken out of the chat again
PENDING = (SendState.WAITING, SendState.CLAIMED)
ERASED: dict[str, Any] = {"address": b"", "payload": b""}
# put together once and given straight to the connection: by way of the ORM each costs several times as much
CONTENTS = (OutboxItem.id, OutboxItem.chat_key, OutboxItem.address, OutboxItem.payload)
OF_A_CHAT = (OutboxItem.channel == bindparam("of")) & (OutboxItem.chat_key == bindparam("key"))
IS_WAITING = OutboxItem.state == SendState.WAITING
CLAIM = (
    update(OutboxItem)
    .where(OutboxItem.id == bindparam("number"), IS_WAITING)
    .values(state=SendState.CLAIMED, claimed_at=bindparam("now"), attempts=OutboxItem.attempts + 1)
    .returning(*CONTENTS, OutboxItem.attempts)
)
SETTLE = update(OutboxItem).where(OutboxItem.id == bindparam("number"))
COMING = select(*CONTENTS).where(OF_A_CHAT, IS_WAITING, OutboxItem.not_before <= bindparam("now"))
COMING = COMING.order_by(OutboxItem.id)
SEEN = SETTLE.where(OF_A_CHAT, IS_WAITING)
EXPECTED = select(OutboxItem.chat_key, OutboxItem.id).where(
    OutboxItem.created_at.between(bindparam("since"), bindparam("until")),
    OutboxItem.channel == bindparam("of"),
    IS_WAITING,
)


@dataclass(frozen=True)
class Parcel:
    """What a row of the outbox holds under its seal."""

    address: str
    payload: dict[str, Any]


class Claimed(NamedTuple):
    """A row that a worker has taken, still sealed; `attempts` counts this one too."""

    id: int
    chat_key: str
    address: bytes
    payload: bytes
    attempts: int


def put(
    session: Session,
    secret: ServiceSecret,
    channel: str,
    address: str,
    payload: dict[str, Any],
    now: datetime,
    case_id: int | None = None,
) -> OutboxItem:
    """Queue a reply behind the earlier ones of its chat. Give no `case_id` for a confidential case."""
    key = secret.chat_key(channel, address)
    item = OutboxItem(channel=channel, chat_key=key, not_before=now, created_at=now, case_id=case_id)
    item.address = secret.seal("outbox address", address.encode(), key)
    item.payload = _sealed(secret, payload, key)
    session.add(item)
    session.flush()
    return item


def contents(secret: ServiceSecret, item: OutboxItem | Claimed | Row[Any]) -> Parcel:
    """Open a claimed row; Unreadable when the service secret has changed since."""
    address = secret.open("outbox address", item.address, item.chat_key).decode()
    return Parcel(address, json.loads(secret.open("outbox payload", item.payload, item.chat_key)))


def claim_next(session: Session, now: datetime, channel: str) -> Claimed | None:
    """Take the oldest row that may go now; never one with an earlier row of its chat still on its way."""
    connection = session.connection()
    while number := connection.scalar(_next(), {"now": now, "channel": channel}):
        if found := connection.execute(CLAIM, {"number": number, "now": now}).one_or_none():
            return Claimed(*found)
    return None


def mark_sent(session: Session, item_id: int, now: datetime, message_ids: Sequence[str] = ()) -> None:
    """It is in the chat, as these messages of the channel."""
    _settle(session, item_id, state=SendState.SENT, sent_at=now, message_ids=list(message_ids), **ERASED)


def sent_between(
    session: Session, secret: ServiceSecret, channel: str, address: str, since: datetime, until: datetime
) -> list[str]:
    """The channel's ids of what was said to a chat then, for taking it out again; known for two days."""
    key = secret.chat_key(channel, address)
    said = (OutboxItem.channel == channel) & (OutboxItem.chat_key == key) & OutboxItem.created_at.between(since, until)
    return [message for ids in session.scalars(select(OutboxItem.message_ids).where(said)) for message in ids]


def mark_later(session: Session, item_id: int, not_before: datetime) -> None:
    """Try again at this time; the rows behind it wait. Not when another worker has sent it meanwhile."""
    _settle_pending(session, item_id, state=SendState.WAITING, not_before=not_before, claimed_at=None)


def mark_undeliverable(session: Session, item_id: int, reason: str) -> None:
    """It will never be in the chat; the rows behind it go on."""
    _settle_pending(session, item_id, state=SendState.UNDELIVERABLE, reason=reason, **ERASED)


def replace_payload(
    session: Session, secret: ServiceSecret, item: OutboxItem | Claimed, payload: dict[str, Any]
) -> None:
    """Remember which pieces are sent already, before mark_later."""
    _settle_pending(session, item.id, payload=_sealed(secret, payload, item.chat_key))


def waiting(
    session: Session, secret: ServiceSecret, channel: str, address: str, now: datetime
) -> list[tuple[int, dict[str, Any]]]:
    """What a chat whose citizen comes for it has not acknowledged yet, oldest first, each with its number."""
    theirs, found = {"of": channel, "key": secret.chat_key(channel, address), "now": now}, []
    for item in session.connection().execute(COMING, theirs).all():
        with suppress(Unreadable):  # the service secret has changed since: it expires
            found.append((item.id, contents(secret, item).payload))
    return found


def acknowledge(
    session: Session, secret: ServiceSecret, channel: str, address: str, numbers: Sequence[int], now: datetime
) -> None:
    """These were seen there: erased, each its own message of the chat. Numbers of other chats change nothing."""
    of = {"of": channel, "key": secret.chat_key(channel, address), "state": SendState.SENT, "sent_at": now} | ERASED
    rows = [{"number": number, "message_ids": [str(number)]} | of for number in sorted(set(numbers))]
    if rows:
        session.connection().execute(SEEN, rows)


def expected(session: Session, channel: str, since: datetime, until: datetime) -> set[tuple[str, int]]:
    """What was put between then and nobody has acknowledged: the key of its chat and its number."""
    found = session.connection().execute(EXPECTED, {"of": channel, "since": since, "until": until})
    return {(key, number) for key, number in found}


def release_stuck(session: Session, now: datetime) -> None:
    """Give back what was claimed by a worker that is gone; it may be sent twice, never not at all."""
    stuck = (OutboxItem.state == SendState.CLAIMED) & (OutboxItem.claimed_at <= now - CLAIM_LASTS)
    session.execute(update(OutboxItem).where(stuck).values(state=SendState.WAITING, claimed_at=None))


def erase_old(session: Session, now: datetime) -> None:
    """After a day nothing waits, after two nothing tells to whom; a row of a case stays as the record of its fate."""
    late = update(OutboxItem).where(OutboxItem.created_at <= now - DAY, OutboxItem.state.in_(PENDING))
    session.execute(late.values(state=SendState.EXPIRED, **ERASED))
    old = OutboxItem.created_at <= now - IDS_KEPT
    session.execute(delete(OutboxItem).where(old, OutboxItem.case_id.is_(None)))
    session.execute(update(OutboxItem).where(old, OutboxItem.chat_key != "").values(chat_key="", message_ids=[]))


@cache  # a third of the claim was putting these words together
def _next() -> Select[tuple[int]]:
    earlier = aliased(OutboxItem)
    held_back = (
        select(earlier.id)
        .where(earlier.chat_key == OutboxItem.chat_key, earlier.channel == OutboxItem.channel)
        .where(earlier.id < OutboxItem.id, earlier.state.in_(PENDING))
        .where((earlier.attempts > 0) | (earlier.not_before <= bindparam("now")))  # for the morning
    )
    ready = (OutboxItem.state == SendState.WAITING) & (OutboxItem.not_before <= bindparam("now")) & ~held_back.exists()
    return (
        select(OutboxItem.id).where(ready, OutboxItem.channel == bindparam("channel")).order_by(OutboxItem.id).limit(1)
    )


def _settle(session: Session, item_id: int, **values: Any) -> None:
    session.connection().execute(SETTLE, values | {"number": item_id})


def _settle_pending(session: Session, item_id: int, **values: Any) -> None:
    """Not once it is settled: a claim that lasted too long was given to another worker, who may be done."""
    pending = (OutboxItem.id == item_id) & OutboxItem.state.in_(PENDING)
    session.execute(update(OutboxItem).where(pending).values(**values))


def _sealed(secret: ServiceSecret, payload: dict[str, Any], key: str) -> bytes:
    return secret.seal("outbox payload", json.dumps(payload).encode(), key)
