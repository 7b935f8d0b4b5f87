"""The one way out: claims rows of the outbox and has their channel deliver them."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.engine import Engine as Database

from bot.attempts import Pulse
from bot.channel import Delivered, TryLater, Undeliverable
from bot.messages import Button, Reply
from bot.pictures import Pictures
from cases import citizen_notices, outbox
from cases.at_rest import ServiceSecret
from cases.chat_models import SendState
from cases.errors import Unreadable
from cases.outbox import Claimed
from db.session import write_scope

log = logging.getLogger(__name__)
POLL = 1.0  # seconds: the net under the in-process event
WORKERS = 8  # chats that are served at once
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Parcel:
    """A row as a channel reads it."""

    address: str
    reply: Reply
    delete: tuple[str, ...]
    sent: tuple[str, ...]


class Channel(Protocol):
    """A way to a citizen; `keeps_pictures` where the file itself is what he gets."""

    name: str
    keeps_pictures: bool

    async def deliver(self, row: Any) -> Delivered:
        """Send it; TryLater or Undeliverable when it cannot be."""
        ...


class Outbox:
    """Delivers the rows of its channels, in order within a chat."""

    def __init__(
        self,
        database: Database,
        secret: ServiceSecret,
        channels: Sequence[Channel],
        pictures: Pictures,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._secret, self._pictures, self._clock = database, secret, pictures, clock
        self._channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        self._news = asyncio.Semaphore(0)
        self.pulse = Pulse()

    def wake(self) -> None:
        """There is something new; called after a commit. One worker looks: eight would wait for each other's lock."""
        if self._news.locked():
            self._news.release()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until told to stop; what is under way is finished."""
        await asyncio.gather(*(self._work(channel, stop) for channel in self._channels for _ in range(WORKERS)))

    async def drain(self, channel: str) -> None:
        """Deliver all that may go now."""
        while await self.deliver_next(channel):
            pass

    async def _work(self, channel: str, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self.pulse.beat()
            try:
                delivered = await self.deliver_next(channel)
            except Exception as failure:  # noqa: BLE001 - the outermost edge of a loop that must go on
                log.error("outbox: %s", type(failure).__name__)
                delivered = False
            if not delivered:
                await self._rest(stop)

    async def _rest(self, stop: asyncio.Event) -> None:
        waiting = [asyncio.ensure_future(self._news.acquire()), asyncio.ensure_future(stop.wait())]
        await asyncio.wait(waiting, timeout=POLL, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    async def deliver_next(self, channel: str) -> bool:
        """Deliver one row; False when none may go now."""
        taken = await asyncio.to_thread(self._take, channel)
        if taken is None:
            return False
        item, parcel, row, drawn = taken
        try:
            done = await self._channels[channel].deliver(row)
        except TryLater as later:
            await asyncio.to_thread(self._postpone, item, parcel.payload, later)
        except Undeliverable as never:
            await asyncio.to_thread(self._never, item.id, parcel.payload, never.reason)
        except Exception as failure:  # noqa: BLE001 - the row is tried again later, and expires in the end
            log.error("a row of the outbox was not delivered: %s", type(failure).__name__)
            await asyncio.to_thread(self._postpone, item, parcel.payload, TryLater(POLL))
        else:
            await asyncio.to_thread(self._sent, item.id, parcel.payload, done.message_ids)
        if drawn and not self._channels[channel].keeps_pictures:
            drawn.unlink(missing_ok=True)
        return True

    def _take(self, channel: str) -> tuple[Claimed, outbox.Parcel, Parcel, Path | None] | None:
        """The next row; one that nobody can open any more holds nobody back."""
        while item := self._claim(channel):
            try:
                parcel = outbox.contents(self._secret, item)
            except (Unreadable, ValueError) as failure:
                log.error("a row of the outbox cannot be read: %s", type(failure).__name__)
                self._settle(outbox.mark_undeliverable, item.id, "unreadable")
                continue
            return item, parcel, *self._parcel(parcel)
        return None

    def _claim(self, channel: str) -> Claimed | None:
        with write_scope(self._database) as session:
            return outbox.claim_next(session, self._clock(), channel)

    def _parcel(self, parcel: outbox.Parcel) -> tuple[Parcel, Path | None]:
        """The row, and the picture that was drawn only for it."""
        payload = parcel.payload
        wanted, image = payload.get("picture"), payload.get("image")
        drawn = self._draw(wanted) if wanted else None
        buttons = tuple(Button(label, data) for label, data in payload.get("buttons", ()))
        reply = Reply(payload["text"], buttons, str(drawn) if drawn else image)
        row = Parcel(parcel.address, reply, tuple(payload.get("delete", ())), tuple(payload.get("sent", ())))
        return row, drawn if wanted and wanted["name"] == "receipt" else None

    def _draw(self, wanted: dict[str, str]) -> Path | None:
        """None when it cannot be drawn: the words go without it."""
        try:
            return self._pictures.draw(wanted)
        except Exception as failure:  # noqa: BLE001 - whatever it is, it must not keep the words back
            log.error("a picture was not drawn: %s", type(failure).__name__)
            return None

    def _sent(self, item_id: int, payload: dict[str, Any], message_ids: tuple[str, ...]) -> None:
        now = self._clock()
        with write_scope(self._database) as session:
            outbox.mark_sent(session, item_id, now, message_ids)
            citizen_notices.settle(session, payload.get(citizen_notices.NUMBER), SendState.SENT, now)

    def _never(self, item_id: int, payload: dict[str, Any], reason: str) -> None:
        """Staff see that a notice did not get there: the citizen may have blocked the bot."""
        now = self._clock()
        with write_scope(self._database) as session:
            outbox.mark_undeliverable(session, item_id, reason)
            citizen_notices.settle(session, payload.get(citizen_notices.NUMBER), SendState.UNDELIVERABLE, now)

    def _postpone(self, item: Claimed, payload: dict[str, Any], later: TryLater) -> None:
        """429 and failures are times to come back at; each try waits longer than the one before."""
        wait = min(timedelta(seconds=later.seconds) * 2 ** min(item.attempts - 1, 8), LONGEST_WAIT)
        with write_scope(self._database) as session:
            if later.sent:
                outbox.replace_payload(session, self._secret, item, payload | {"sent": list(later.sent)})
            outbox.mark_later(session, item.id, self._clock() + max(wait, timedelta(seconds=later.seconds)))

    def _settle(self, change: Callable[..., None], *words: Any) -> None:
        with write_scope(self._database) as session:
            change(session, *words)
