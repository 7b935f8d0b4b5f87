"""The updates of Telegram: one chat in order, different chats at once, confirmed only when handled."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import chain, repeat
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.channel import TryLater, Undeliverable
from bot.messages import Incoming

PROGRESS, TYPING_AFTER, TYPING_AGAIN, BETWEEN_REPORTS = 0.3, 0.3, 4, 3600  # seconds

log = logging.getLogger(__name__)

type Handle = Callable[[Incoming], Awaitable[object]]


def backoff() -> Iterator[float]:
    """Seconds to wait after the first, the second, the third failure …"""
    return chain((1, 2, 4, 8, 16), repeat(30))


class Source(Protocol):
    """Where updates come from; `updates` raises TryLater or Undeliverable."""

    async def updates(self, offset: int, wait: int = ...) -> list[dict[str, Any]]:
        """What came since `offset`, raw."""
        ...

    def read(self, raw: dict[str, Any]) -> Incoming | None:
        """One update, or None when nobody has to act on it."""
        ...

    async def acknowledge(self, incoming: Incoming) -> None:
        """Let the pressed button come to rest."""
        ...

    async def show_typing(self, address: str) -> None:
        """Show for a moment that somebody is writing."""
        ...


@asynccontextmanager
async def typing(source: Source, address: str) -> AsyncIterator[None]:
    """Show that an answer is being written, when it takes a moment."""
    signal = asyncio.create_task(keep_typing(source, address))
    try:
        yield
    finally:
        signal.cancel()


async def keep_typing(source: Source, address: str) -> None:
    """Until cancelled, for the chat forgets it after five seconds."""
    await asyncio.sleep(TYPING_AFTER)
    while True:
        await source.show_typing(address)
        await asyncio.sleep(TYPING_AGAIN)


class Window:
    """The updates in hand; the offset never passes one that is unfinished (architecture.md decision 14)."""

    def __init__(self) -> None:
        self._offset = 0
        self._finished: dict[int, bool] = {}
        self._progress = asyncio.Event()

    def ask(self) -> int:
        """The offset to ask with: all below is confirmed, and forgotten only now: it may be in the answer before."""
        self._finished = {number: done for number, done in self._finished.items() if number >= self._offset}
        return self._offset

    def take(self, update_id: int) -> bool:
        """False when the update is in hand already: Telegram sends it until the offset has passed it."""
        if update_id in self._finished:
            return False
        self._finished[update_id] = False
        return True

    def finish(self, update_id: int) -> None:
        """Move the offset to the lowest unfinished update."""
        self._finished[update_id] = True
        unfinished = (number for number, done in self._finished.items() if not done)
        self._offset = min(unfinished, default=max(self._finished) + 1)
        self._progress.set()

    async def progress(self) -> None:
        """Wait a little while something is unfinished: Telegram answers at once then, however long we offer to wait."""
        self._progress.clear()
        if not all(self._finished.values()):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._progress.wait(), PROGRESS)


class Polling:
    """One run of the loop."""

    def __init__(self, source: Source, handle: Handle, stop: asyncio.Event) -> None:
        self.source, self.handle, self.stop = source, handle, stop
        self.window = Window()
        self.turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.tasks = asyncio.TaskGroup()

    async def run(self) -> None:
        """Fetch until `stop`, let what is in hand finish, confirm it."""
        async with self.tasks:
            fetching = self.tasks.create_task(self._fetch())
            await self.stop.wait()
            fetching.cancel()
        with suppress(TryLater, Undeliverable):
            await self.source.updates(self.window.ask(), wait=0)

    async def _fetch(self) -> None:
        while True:
            for raw in sorted(await self._next(), key=lambda raw: raw["update_id"]):
                if self.window.take(raw["update_id"]):
                    self.tasks.create_task(self._settle(raw))
            await self.window.progress()

    async def _next(self) -> list[dict[str, Any]]:
        pauses = backoff()
        while True:
            try:
                return await self.source.updates(self.window.ask())
            except (TryLater, Undeliverable) as error:
                log.warning("no updates from Telegram: %s", error)
                await asyncio.sleep(max(next(pauses), error.seconds if isinstance(error, TryLater) else 0))

    async def _settle(self, raw: dict[str, Any]) -> None:
        incoming = self.source.read(raw)
        if incoming and incoming.pressed is not None:
            self.tasks.create_task(self.source.acknowledge(incoming))
        if incoming is None or await self._handled(incoming):
            self.window.finish(raw["update_id"])

    async def _handled(self, incoming: Incoming) -> bool:
        """False when it still failed at the stop, or had not begun: Telegram will send the update again."""
        pauses = backoff()
        async with self.turns.setdefault(incoming.address, asyncio.Lock()):
            while not self.stop.is_set():
                if await self._attempt(incoming):
                    return True
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.stop.wait(), next(pauses))
        return False

    async def _attempt(self, incoming: Incoming) -> bool:
        try:
            async with typing(self.source, incoming.address):
                await self.handle(incoming)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost a citizen's message
            log.error("an update was not handled and is tried again: %s", type(error).__name__)
            return False
        return True


async def poll(source: Source, handle: Handle, stop: asyncio.Event) -> None:
    """Hand every update to `handle` until `stop`; one that `handle` raises on is tried again until it returns."""
    await Polling(source, handle, stop).run()


async def report(unparsed: Counter[str], stop: asyncio.Event) -> None:
    """Every hour, and at the end, how many updates of which type could not be read."""
    stopped = False
    while not stopped:
        with suppress(TimeoutError):
            stopped = await asyncio.wait_for(stop.wait(), BETWEEN_REPORTS)
        if unparsed:
            log.warning("updates that could not be read: %s", dict(unparsed))
            unparsed.clear()
