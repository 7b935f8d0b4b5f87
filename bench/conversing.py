"""The replayed mix through bot/conversation and the outbox: one process, SQLite on disk."""

import asyncio
import re
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from bench.citizens import Citizens, Step
from bench.stopwatch import Stopwatch
from bot.channel import Delivered
from bot.messages import Incoming, Outcome
from commands.assembly import Service, service
from settings import Settings

ANSWERS = ("answer", "overview", "contact")
THINKING = ("think", "answer", "menu", "overview", "intent")
WARM_UP = 100
AT_ONCE = 8
CLAIMING, DRAWING = "outbox: claim and mark as sent", "outbox: pictures of receipts"


@dataclass
class Run:
    """What was measured; times in seconds."""

    handled: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # by group of the mix
    shares: dict[str, float] = field(default_factory=dict)  # by part of the way
    with_delivery: float = 0.0
    side_by_side: float = 0.0
    processor: float = 0.0  # tells more than the clock where others share the machine
    right: int = 0
    receipts: int = 0
    acts: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> list[float]:
        """Every message's time."""
        return [one for times in self.handled.values() for one in times]


class Sink:
    """A channel that takes every reply at once."""

    name = "bench"
    keeps_pictures = False

    async def deliver(self, _row: Any) -> Delivered:
        """Taken."""
        return Delivered(())


async def converse(settings: Settings, count: int) -> Run:
    """Warm up, then the mix message by message, then the same number with several chats at once."""
    async with service(settings, [Sink()], trial=True) as running:
        replay = Replay(running)
        await replay.one_by_one(Citizens(seed=1), WARM_UP, Run())
        watch, run = watched(running), Run()
        before = time.process_time()
        await replay.one_by_one(Citizens(seed=2), count, run)
        run.processor = time.process_time() - before
        run.shares = dict(watch.seconds)
        run.shares[CLAIMING] -= run.shares[DRAWING]  # one is within the other
        run.side_by_side = await replay.side_by_side(count)
    return run


def watched(running: Service) -> Stopwatch:
    """A stopwatch on the parts of a message's way."""
    watch = Stopwatch()
    for method in THINKING:
        watch.watch_awaited(running.engine, method, "engine")
    watch.watch(running.conversation, "_read", "database: read")
    watch.watch(running.conversation, "_write", "database: write and commit")
    watch.watch(running.outbox, "_parcel", DRAWING)
    for method in ("_take", "_sent"):
        watch.watch(running.outbox, method, CLAIMING)
    return watch


class Replay:
    """Says the steps of citizens to a running service."""

    def __init__(self, running: Service) -> None:
        self._running, self._said = running, 0
        self._buttons: dict[str, dict[str, str]] = {}

    async def one_by_one(self, citizens: Citizens, count: int, run: Run) -> None:
        """What a citizen waits for, and beside it the delivery of the reply."""
        for step in citizens.steps(count):
            incoming, started = self._incoming(step, ""), time.perf_counter()
            outcome = await self._running.conversation.handle(incoming)
            run.handled[step.group].append(time.perf_counter() - started)
            await self._running.outbox.drain(Sink.name)
            run.with_delivery += time.perf_counter() - started
            self._see(citizens, step, outcome, "")
            _note(step, outcome, run)

    async def side_by_side(self, count: int) -> float:
        """Seconds for `count` messages of several chats at once, all replies delivered by the outbox's own loop."""
        stop, started = asyncio.Event(), time.perf_counter()
        outbox = asyncio.create_task(self._running.outbox.run(stop))
        await asyncio.gather(*(self._lane(lane, count // AT_ONCE) for lane in range(AT_ONCE)))
        await self._running.outbox.drain(Sink.name)
        seconds = time.perf_counter() - started
        stop.set()
        await outbox
        return seconds

    async def _lane(self, lane: int, count: int) -> None:
        citizens = Citizens(seed=10 + lane)
        for step in citizens.steps(count):
            outcome = await self._running.conversation.handle(self._incoming(step, f"{lane}/"))
            self._see(citizens, step, outcome, f"{lane}/")

    def _incoming(self, step: Step, lane: str) -> Incoming:
        self._said += 1
        address = lane + step.chat
        pressed = self._buttons[address][step.button] if step.button else None
        return Incoming(Sink.name, address, str(self._said), step.text, pressed=pressed, message=str(self._said))

    def _see(self, citizens: Citizens, step: Step, outcome: Outcome, lane: str) -> None:
        shown = {button.label: button.data for reply in outcome.replies for button in reply.buttons}
        self._buttons[lane + step.chat] = shown
        citizens.shown(step, list(shown), outcome.receipt is not None)


def _note(step: Step, outcome: Outcome, run: Run) -> None:
    run.acts[outcome.act] += 1
    run.receipts += outcome.receipt is not None
    if step.contains and outcome.act in ANSWERS:
        run.right += holds("".join(reply.text for reply in outcome.replies), step.contains)


def holds(text: str, wanted: tuple[str, ...]) -> bool:
    """Whether a reply has all the words of the right answer in it, whatever their width."""
    return all(_folded(words) in _folded(text) for words in wanted)


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
