"""`.venv/bin/python -m bench.web_chats`: many open web chats against a running `./huiyin serve`, over real HTTP.

Each chat keeps its stream open and says something every few seconds, at a moment of its own, whether or not the others
have been answered. Under the same load the health route is asked, which computes nothing.
"""

import argparse
import asyncio
import random
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bench import machine
from bench.starting import served
from bench.web_visitors import Answer, Talker, Visitor
from settings import ROOT

RESULTS = ROOT / "bench" / "web_chats_results.md"
HEALTH, HEALTH_EVERY = "/healthz", 0.1  # seconds
SILENCE = 10  # seconds in which nobody says anything
CHEAP: dict[str, Any] = {"argon2_memory_kib": 8, "argon2_passes": 1}  # Argon2id is counted apart: bench/results.md
Row = tuple[str, str, str]  # what, measured, aim


@dataclass
class Load:
    """What was seen; times in seconds, of the processor where it is not said otherwise."""

    lasted: float  # on the clock
    answers: list[Answer] = field(default_factory=list)
    health: list[float] = field(default_factory=list)  # on the clock
    silent: float = 0.0  # of the service, for each second of silence
    service: float = 0.0
    client: float = 0.0
    memory: int = 0  # MiB
    refused: int = 0


def main() -> None:
    """Serve, load, report."""
    parser = argparse.ArgumentParser("bench.web_chats", description=__doc__)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between two messages of a chat")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they talk")
    parser.add_argument("--full-codes", action="store_true", help="receipt codes at their full cost")
    wanted = parser.parse_args()
    with served(**({} if wanted.full_codes else CHEAP)) as (address, pid):
        load = asyncio.run(_loaded(address, pid, wanted.chats, wanted.pause, wanted.seconds))
    report = _report(load, wanted, f".venv/bin/python -m bench.web_chats {' '.join(sys.argv[1:])}".strip())
    print(report)
    RESULTS.write_text(report, "utf-8")


async def _loaded(address: str, pid: int, chats: int, pause: float, seconds: float) -> Load:
    load, chance = Load(seconds), random.Random(1)
    async with AsyncExitStack() as open_ones:
        visitors = []
        for _ in range(chats):  # not all at once: whoever is new is sent away when all are too many
            visitors.append(await open_ones.enter_async_context(Visitor(address, Talker(chance))))
        load.silent = await _silence(pid)
        await _talking(visitors, chance, pause, 2 * pause)  # warms up; only now is every browser known
        before, own = machine.processor_seconds(pid), time.process_time()
        asking = asyncio.create_task(_ask_health(address, load.health))
        load.answers = await _talking(visitors, chance, pause, seconds)
        asking.cancel()
        load.service, load.client = machine.processor_seconds(pid) - before, time.process_time() - own
        load.memory, load.refused = machine.mib(pid, "VmRSS"), sum(visitor.refused for visitor in visitors)
    return load


async def _silence(pid: int) -> float:
    before = machine.processor_seconds(pid)
    await asyncio.sleep(SILENCE)
    return (machine.processor_seconds(pid) - before) / SILENCE


async def _talking(visitors: list[Visitor], chance: random.Random, pause: float, seconds: float) -> list[Answer]:
    """Each at moments of its own, `pause` apart, for so long."""
    said = await asyncio.gather(*(_talk(one, chance.uniform(0, pause), pause, seconds) for one in visitors))
    return [answer for answers in said for answer in answers]


async def _talk(visitor: Visitor, first: float, pause: float, seconds: float) -> list[Answer]:
    begun, answers = time.perf_counter(), []
    while first < seconds:
        await asyncio.sleep(begun + first - time.perf_counter())
        answers.append(await visitor.say())
        first += pause
    return answers


async def _ask_health(address: str, took: list[float]) -> None:
    async with aiohttp.ClientSession(address) as asking:
        while True:
            started = time.perf_counter()
            async with asking.get(HEALTH) as answer:
                await answer.read()
            took.append(time.perf_counter() - started)
            await asyncio.sleep(HEALTH_EVERY)


def _rows(load: Load, chats: int) -> list[Row]:
    times, failed = [answer.seconds for answer in load.answers], sum(not answer.saved for answer in load.answers)
    count = len(times)
    ratios = [_part(times, percent) / _part(load.health, percent) for percent in (50, 95)]
    return [
        ("messages/s, answered", f"{count / load.lasted:.1f}", ""),
        ("until the answer is in the page: p50", _ms(_part(times, 50)), ""),
        ("p95", _ms(_part(times, 95)), "50 ms"),
        ("p99", _ms(_part(times, 99)), ""),
        *_by_group(load.answers),
        ("health route under the same load: p50 / p95", _both(load.health), ""),
        ("answer : health route, p50 / p95", " / ".join(f"{ratio:.1f}" for ratio in ratios), ""),
        ("processor time of the service, a message with all that belongs to it", _ms(load.service / count), ""),
        ("of one processor, while they talk", f"{load.service / load.lasted:.0%}", ""),
        (f"of one processor, {chats} streams open and nobody talks", f"{load.silent:.1%}", ""),
        ("of one processor, the client beside it", f"{load.client / load.lasted:.0%}", ""),
        ("resident memory", f"{load.memory} MB", "350 MB"),
        ("not saved, not acknowledged, streams refused", f"{failed}, {load.refused}", "0, 0"),
    ]


def _by_group(answers: list[Answer]) -> list[Row]:
    groups = sorted({answer.group for answer in answers})
    found = {group: [answer.seconds for answer in answers if answer.group == group] for group in groups}
    return [(f"p50 / p95 of {group} ({len(times)})", _both(times), "") for group, times in found.items()]


def _report(load: Load, wanted: argparse.Namespace, command: str) -> str:
    table = [("measured", "result", "aim"), ("---",) * 3, *_rows(load, wanted.chats)]
    lines = "".join(f"| {' | '.join(row)} |\n" for row in table)
    said = f"{wanted.chats} chats with their streams open, a message every {wanted.pause:g} s each, {load.lasted:g} s."
    receipts = sum(answer.receipt for answer in load.answers)
    codes = "at their full cost" if wanted.full_codes else "at the least cost (their full cost: bench/results.md)"
    head = f"# Open web chats\n\n{datetime.now(UTC):%Y-%m-%d}, {machine.about()}\n\n    {command}\n"
    return f"{head}\n{said}\n{receipts} receipts, codes {codes}.\n\n{lines}"


def _both(times: list[float]) -> str:
    return f"{_ms(_part(times, 50))} / {_ms(_part(times, 95))}"


def _part(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) * percent // 100, len(times) - 1)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
