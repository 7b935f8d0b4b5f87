"""What is measured of each: pace on the script, answers, and what it costs to start, to train and to edit."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.bm25 import BM25
from bench.stock.asking import Edit, Question, Reply
from bench.stock.huiyin import Huiyin
from bench.stock.processes import Spent, mebibytes, processor_seconds
from bench.stock.rasa_project import RasaProject

SENDERS = 4
WARM_UP = 20
Rival = Huiyin | RasaProject
Ask = Callable[[str, str], Awaitable[Reply]]  # chat, text


@dataclass
class Measured:
    """Of one rival; seconds and MiB, None where it has no such thing."""

    training: Spent | None = None
    start: float | None = None
    edit: float | None = None
    memory: int | None = None
    processor: float | None = None  # of the whole script, asked one by one
    together: float | None = None  # of the whole script, asked by several senders
    seconds: list[float] = field(default_factory=list)  # of each message, asked one by one
    right: Mapping[str, list[bool]] = field(default_factory=lambda: defaultdict(list))  # by group of the script

    def share(self, group: str) -> float:
        """Of the golden questions answered right, of the others answered with a fact."""
        return sum(self.right[group]) / len(self.right[group])


async def raised(rival: Rival, measured: Measured) -> None:
    """Train and start."""
    measured.training = await rival.train()
    measured.start = await rival.start()


async def one_by_one(sides: Sequence[tuple[Ask, Measured]], questions: Sequence[Question]) -> None:
    """Each question to each side in turn, so that whatever else the machine does is borne by all."""
    for number, question in enumerate(questions):
        for ask, measured in sides:
            began = time.perf_counter()
            reply = await ask(f"one{number}", question.text)
            measured.seconds.append(time.perf_counter() - began)
            measured.right[question.group].append(question.is_right(reply) if question.contains else reply.is_fact)


async def together(ask: Ask, questions: Sequence[Question]) -> float:
    """Seconds for the script when several senders take from it."""
    rest, began = iter(list(enumerate(questions))), time.perf_counter()

    async def sender() -> None:
        for number, question in rest:
            await ask(f"four{number}", question.text)

    await asyncio.gather(*(sender() for _ in range(SENDERS)))
    return time.perf_counter() - began


async def compared(
    rivals: Sequence[Rival], ranking: BM25, questions: Sequence[Question], edits: Sequence[Edit]
) -> list[Measured]:
    """The rivals in their order, BM25 last."""
    *found, plain = [Measured() for _ in range(len(rivals) + 1)]
    try:
        for rival, measured in zip(rivals, found, strict=True):
            await raised(rival, measured)
        for rival in rivals:
            await together(rival.ask, questions[:WARM_UP])
        await _pace(rivals, found, (_ranked(ranking), plain), questions)
        for rival, measured, edit in zip(rivals, found, edits, strict=False):
            measured.edit = await rival.edit(edit)
    finally:
        for rival in rivals:
            await rival.stop()
    return [*found, plain]


async def _pace(
    rivals: Sequence[Rival], found: Sequence[Measured], plain: tuple[Ask, Measured], questions: Sequence[Question]
) -> None:
    before = [processor_seconds(rival.pids) for rival in rivals]
    sides = [(rival.ask, measured) for rival, measured in zip(rivals, found, strict=True)]
    await one_by_one([*sides, plain], questions)
    for rival, measured, used in zip(rivals, found, before, strict=True):
        measured.processor = processor_seconds(rival.pids) - used
        measured.together = await together(rival.ask, questions)
        measured.memory = mebibytes(rival.pids)


def _ranked(ranking: BM25) -> Ask:
    async def ask(_chat: str, text: str) -> Reply:
        return Reply(ranking.best(text), is_fact=True)

    return ask
