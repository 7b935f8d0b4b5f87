"""Server-sent events: a stream a page, woken when something waits for its chat."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from public.chat import Chat, Office, Shown

log = logging.getLogger(__name__)
LOOK, ALIVE = 1.0, 15.0  # seconds
MOST_OF_ONE, MOST = 4, 2000
HEADERS = {"X-Accel-Buffering": "no"}  # a proxy must not keep them back


class Full(Exception):
    """There are enough streams open."""


class Streams:
    """All open streams. One look a second serves them all; a stream itself asks only when its chat has news."""

    def __init__(self, office: Office) -> None:
        self._chat: Chat = office.chat
        self._clock = office.clock
        self._open: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._known: set[tuple[str, int]] = set()  # what was told already, and may come again: see `news`
        self._stopped = False

    async def run(self, stop: asyncio.Event) -> None:
        """Look for news until told to stop, then end all streams."""
        since = self._clock()
        while not stop.is_set():
            since = await self._look(since)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK)
        self._stopped = True
        self._wake(set(self._open))

    def open(self, address: str) -> AsyncIterator[str]:
        """The stream of a chat; Full when there are too many."""
        name = self._chat.name_of(address)
        if len(self._open.get(name, ())) >= MOST_OF_ONE or sum(map(len, self._open.values())) >= MOST:
            raise Full
        return self._stream(address, name)

    async def _look(self, since: datetime) -> datetime:
        """The time of this look; the old one when it failed, so that the next sees what this one did not."""
        now = self._clock()
        if not self._open:
            return now
        try:
            news = await self._chat.news(since)
        except Exception as failure:  # noqa: BLE001 - the outermost edge of a loop that must go on
            log.error("no news of the web chats: %s", type(failure).__name__)
            return since
        self._wake({name for name, _ in news - self._known})
        self._known = news
        return now

    def _wake(self, names: set[str]) -> None:
        for name in names & set(self._open):
            for event in self._open[name]:
                event.set()

    async def _stream(self, address: str, name: str) -> AsyncIterator[str]:
        """All that is not acknowledged, again after every connection, whatever number it says it has: a row with a
        lower one may have been committed later. The page knows which it has shown."""
        sent: set[int] = set()
        with self._listening(name) as event:  # what was put off until later is found without being told, at ALIVE
            yield "retry: 2000\n\n"
            while not self._stopped:
                event.clear()
                for shown in await self._chat.waiting(address):
                    if shown.id not in sent:
                        sent.add(shown.id)
                        yield f"id: {shown.id}\ndata: {json.dumps(as_json(shown))}\n\n"
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), ALIVE)
                if not event.is_set():
                    yield ":\n\n"

    @contextmanager
    def _listening(self, name: str) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        self._open[name].add(event)
        try:
            yield event
        finally:
            self._open[name].discard(event)
            if not self._open[name]:
                del self._open[name]


def as_json(shown: Shown) -> dict[str, object]:
    """A reply for the page's script."""
    return {
        "id": shown.id,
        "text": shown.text,
        "buttons": shown.buttons,
        "picture": shown.picture,
        "gone": shown.gone,
    }
