"""Browsers with the web chat open, which do over HTTP what its script does: a page, a stream, messages."""

import asyncio
import json
import random
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

from bench.citizens import SMALL, STRAIGHT, golden

TOKEN = re.compile(r'name="token" value="(\w+)"')
ACKNOWLEDGES_AFTER = 0.4  # seconds, as in public/static/chat.js
REPORTS = 0.06  # of those who write next; each presses six buttons more, which makes the shares of bench.citizens
SMALL_TALK = 0.15
PATIENCE = 30  # seconds
SCRIPT = {"Accept": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What one message came to; `seconds` until all of the answer was there."""

    group: str
    seconds: float
    saved: bool
    receipt: bool


@dataclass
class Talker:
    """Decides what to say next: a question, small talk, or the next press on the way to a receipt."""

    chance: random.Random
    questions: list[str] = field(default_factory=lambda: [row["text"] for row in golden("questions")])
    complaints: list[str] = field(default_factory=lambda: [row["text"] for row in golden("feedback")])
    reporting: bool = False

    def next(self, shown: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Its group, and the fields of the form; `shown` are the buttons of the last reply."""
        if self.reporting:
            wanted = next((label for label in shown if label.startswith("是，") or label in STRAIGHT), "")
            return "intake", {"pressed": shown[wanted]} if wanted else {"text": "路灯坏了三个月没有人来修"}
        if self.chance.random() < REPORTS:
            self.reporting = True
            return "intake", {"text": self.chance.choice(self.complaints)}
        if self.chance.random() < SMALL_TALK:
            return "other", {"text": self.chance.choice(SMALL)}
        return "question", {"text": self.chance.choice(self.questions)}


class Visitor:
    """One browser; use as a context manager."""

    def __init__(self, address: str, talker: Talker) -> None:
        self._address, self._talker = address, talker
        self._token = ""
        self._buttons: dict[str, str] = {}
        self._seen: set[int] = set()
        self._unacknowledged: list[int] = []
        self._acknowledging: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.refused = 0

    async def __aenter__(self) -> Self:
        jar = aiohttp.CookieJar(unsafe=True)  # the address is a number
        self._browser = aiohttp.ClientSession(self._address, cookie_jar=jar)
        async with self._browser.get("/") as page:
            found = TOKEN.search(await page.text())
        self._token = found[1] if found else ""
        self._begin(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._acknowledging:
            self._acknowledging.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._browser.close()

    async def say(self) -> Answer:
        """One message; what it says of the answers is what the page's script would have."""
        group, said = self._talker.next(self._buttons)
        form = {"token": self._token, "key": secrets.token_hex(16), "album": "", "seen": self._taken()} | said
        started = time.perf_counter()
        async with self._browser.post("/say", data=form, headers=SCRIPT) as answer:
            told: dict[str, Any] = await answer.json() if answer.status == 200 else {"saved": False, "rows": []}
        seconds = time.perf_counter() - started
        receipt = any((row["picture"] or {}).get("name") == "receipt" for row in told["rows"])
        for row in told["rows"]:
            self._receive(row)
        if receipt or not self._buttons:
            self._talker.reporting = False
        return Answer(group, seconds, told["saved"], receipt)

    async def _listen(self) -> None:
        timeout = aiohttp.ClientTimeout(total=None, sock_read=None)
        async with self._browser.get("/events", timeout=timeout) as stream:
            self.refused += stream.status != 200
            async for line in stream.content:
                if line.startswith(b"data: "):
                    self._receive(json.loads(line[6:]))

    def _receive(self, row: dict[str, Any]) -> None:
        self._unacknowledged.append(row["id"])
        if self._acknowledging:
            self._acknowledging.cancel()
        loop = asyncio.get_running_loop()
        self._acknowledging = loop.call_later(ACKNOWLEDGES_AFTER, lambda: self._begin(self._acknowledge()))
        if row["id"] not in self._seen:
            self._seen.add(row["id"])
            self._buttons = dict(row["buttons"])

    async def _acknowledge(self) -> None:
        if seen := self._taken():
            async with self._browser.post("/seen", data={"token": self._token, "seen": seen}) as answer:
                self.refused += answer.status != 204

    def _taken(self) -> str:
        seen, self._unacknowledged = self._unacknowledged, []
        return " ".join(map(str, seen))

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
