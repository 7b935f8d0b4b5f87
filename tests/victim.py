"""What `serve` runs, to be killed: a process that loads the model once and forks a victim for each line it reads."""

import asyncio
import json
import os
import signal
import sys
import threading
from datetime import timedelta
from itertools import repeat
from typing import Any

from sqlalchemy import event

from bot import housekeeping, polling, telegram_bot
from bot import outbox as outbox_loop
from bot.engine import Engine
from bot.telegram_bot import TelegramChannel
from bulletin import profile
from cases import jobs, outbox
from commands import assembly, keys, models
from db.session import make_engine
from settings import Settings
from tests.fake_telegram import FakeTelegram
from wording import Wording

SOON = timedelta(seconds=1)


class Ambush:
    """Kills this process when a named point is reached for the n-th time; wraps parts, which know nothing of it."""

    def __init__(self, point: str, times: int) -> None:
        self._point, self._left, self._writing = point, times, threading.local()

    def lay(self, service: assembly.Service, channel: TelegramChannel) -> None:
        event.listen(service.conversation._database, "commit", self._commit)
        for part in ("outbox", "housekeeping"):
            self._watch_commits(part, getattr(service, part))
        self._write, service.conversation._write = service.conversation._write, self._watched_write  # type: ignore[method-assign,assignment]
        self._deliver, channel.deliver = channel.deliver, self._watched_deliver  # type: ignore[method-assign]

    def _reach(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def _watch_commits(self, name: str, part: Any) -> None:
        """A connection of its own, so that a commit says whose it is."""
        part._database = make_engine(str(part._database.url))
        event.listen(part._database, "commit", lambda _: self._reach(f"commit of {name}"))

    def _commit(self, _: Any) -> None:
        if getattr(self._writing, "now", False):
            self._reach("before commit")

    def _watched_write(self, *words: Any) -> None:
        self._writing.now = True
        try:
            self._write(*words)
        finally:
            self._writing.now = False
        self._reach("after commit")

    async def _watched_deliver(self, row: Any) -> Any:
        delivered = await self._deliver(row)
        self._reach("after send before mark")
        return delivered


def lose_patience() -> None:
    """What waits for minutes in earnest waits for a second here."""
    outbox.CLAIM_LASTS = jobs.CLAIM_LASTS = SOON
    outbox_loop.LONGEST_WAIT = SOON
    housekeeping.BETWEEN_ROUNDS, housekeeping.MOST_TRIES = 0.3, 1000
    housekeeping.LEFT_BEHIND, housekeeping.LONGEST_PAUSE = 5 * SOON, SOON
    telegram_bot.UNREACHABLE, telegram_bot.FETCH_TIMEOUT = 0.1, 1  # type: ignore[assignment]
    polling.backoff = lambda: repeat(0.05)


async def serve(settings: Settings, engine: Engine, ambush: Ambush) -> None:
    """The parts of `serve`, until killed or until the test is gone."""
    base = settings.telegram_base_url
    channel = TelegramChannel(FakeTelegram.token, f"{base}/bot", f"{base}/file/bot")
    bulletin, known = profile.load(settings.bulletin)
    service = assembly.build(settings, [channel], keys.custody(settings, trial=False), engine, bulletin, known)
    ambush.lay(service, channel)
    await engine.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stop.set)
    polled = polling.poll(channel, service.conversation.handle, stop)
    await assembly.until_stopped(stop, polled, service.outbox.run(stop), service.housekeeping.run(stop))


def run(settings: Settings, _: list[str]) -> None:
    """Say `ready`; for each line fork a victim, say its pid, and when it has ended how."""
    settings.home.mkdir(exist_ok=True)
    engine = Engine(models.live_model(settings), assembly.actions(*profile.load(settings.bulletin), Wording.load()))
    engine.load()
    lose_patience()
    print("ready", flush=True)
    while line := sys.stdin.readline():
        victim = os.fork()
        if victim == 0:
            asyncio.run(serve(settings, engine, Ambush(**json.loads(line))))
            os._exit(0)
        print(victim, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(victim, 0)[1]), flush=True)
        os.set_blocking(sys.stdin.fileno(), True)  # the victim's event loop has changed the pipe we share
