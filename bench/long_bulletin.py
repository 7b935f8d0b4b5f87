"""`.venv/bin/python -m bench.long_bulletin`: a bulletin of 340 items, imported, beside the shipped one of 34.

Each is trained as its users do it and asked in a process of its own: what one answer of the engine takes, without the
database and the channel. Prints one table and writes bench/long_bulletin_results.md.
"""

import argparse
import asyncio
import importlib
import multiprocessing
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cli
from bench import machine
from bench.bulletin_generator import Asked, Generator
from bench.citizens import golden
from bulletin import profile
from commands import models
from nlu import training_data
from settings import ROOT, Settings

RESULTS = ROOT / "bench" / "long_bulletin_results.md"
EACH, COUNT, WARM_UP = 10, 600, 50  # items of a part; questions measured, and asked before
FACTS = ("answer", "overview", "contact")
AIMS = {"p50 of an answer": "5 ms", "p99": "15 ms"}


@dataclass(frozen=True)
class Answered:
    """Seconds of each answer by the clock and of the processor, how many were right, resident MiB."""

    clock: list[float]
    processor: list[float]
    right: int
    memory: int


def main() -> None:
    """Train both, ask both."""
    parser = argparse.ArgumentParser("bench.long_bulletin", description=__doc__)
    parser.add_argument("--each", type=int, default=EACH, help="items of each of the 34 parts, at most 10")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="keeps the models; what is trained there already is only asked")
    asked = parser.parse_args()
    text, questions = Generator(asked.seed).write(asked.each)
    shipped = [Asked(row["text"], row["section"], tuple(row["contains"])) for row in golden("questions")]
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.folder or Path(passing)
        folder.mkdir(exist_ok=True)
        (folder / "long.txt").write_text(text, "utf-8")
        taking_in = ("bulletin", "import", str(folder / "long.txt"), "--id", "long", "--yes")
        columns = {
            "shipped": _measured(folder / "shipped", shipped, "train"),
            "long": _measured(folder / "long", questions, *taking_in),
        }
    report = _report(columns)
    print(report)
    if not asked.folder:
        RESULTS.write_text(report, "utf-8")


def _measured(home: Path, questions: Sequence[Asked], *words: str) -> dict[str, str]:
    """One column of the table."""
    spent = {} if home.exists() else _trained(home, words)
    settings = Settings(home=home, database_url="")
    serving = models.serving(settings)
    bulletin, _ = profile.load(serving.bulletin)
    data = training_data.read(models.layers(settings, models.live(models.opened(settings))).folders)
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        found: Answered = alone.apply(answered, (serving.archive, serving.bulletin, _some(questions)))
    return {
        "items": str(len(bulletin.items)),
        "characters": str(len(bulletin.text)),
        "answers": str(len(data.responses)),
        "phrasings": str(len(data.phrasings)),
        "p50 of an answer": _ms(found.clock, 50),
        "p99": _ms(found.clock, 99),
        "p50 of the processor": _ms(found.processor, 50),
        "p99 of the processor": _ms(found.processor, 99),
        "right": f"{found.right} of {len(found.clock)}",
        "resident memory": f"{found.memory} MB",
        **spent,
        "model": f"{serving.archive.stat().st_size / 1e6:.0f} MB",
    }


def _some(questions: Sequence[Asked]) -> list[Asked]:
    """As many as are asked, from all over the bulletin, one by one again where there are fewer."""
    step = max(1, len(questions) // (WARM_UP + COUNT))
    spread = questions[::step]
    return [spread[at % len(spread)] for at in range(WARM_UP + COUNT)]


def _trained(home: Path, words: Sequence[str]) -> dict[str, str]:
    """What a training in an empty home takes, as rows of the table."""
    environment = {**os.environ, "HUIYIN_HOME": str(home), "DATABASE_URL": ""}
    started = time.perf_counter()
    command = [str(ROOT / "huiyin"), *words, "--reason", "bench", "--as", "bench"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"./huiyin {' '.join(words)} failed")
    return {
        "training, cold": f"{time.perf_counter() - started:.0f} s",
        "processor time of it": f"{used.ru_utime + used.ru_stime:.0f} s",
        "peak memory of it": f"{used.ru_maxrss // 1024} MB",
    }


def answered(archive: Path, folder: Path, questions: Sequence[Asked]) -> Answered:
    """Ask a model, in this process and nothing else."""
    cli.quiet(answering=True)
    assembly, engine = (importlib.import_module(name) for name in ("commands.assembly", "bot.engine"))
    actions = assembly.actions(*profile.load(folder), importlib.import_module("wording").Wording.load())
    return asyncio.run(_asked(engine.Engine(archive, actions, folder), questions))


async def _asked(engine: Any, questions: Sequence[Asked]) -> Answered:
    await engine.start()
    clock, processor, right = list[float](), list[float](), 0
    for number, question in enumerate(questions):
        began, used = time.perf_counter(), time.process_time()
        thought = await engine.think(question.text, None)
        if number >= WARM_UP:
            clock.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
            right += _is_right(thought, question)
    await engine.stop()
    return Answered(clock, processor, right, machine.mib(os.getpid(), "VmRSS"))


def _is_right(thought: Any, question: Asked) -> bool:
    said = "".join(thought.text.split())
    there = thought.act in FACTS and thought.section == question.section
    return there and all("".join(words.split()) in said for words in question.contains)


def _report(columns: dict[str, dict[str, str]]) -> str:
    names = dict.fromkeys(name for column in columns.values() for name in column)
    rows = [("measured", *columns, "aim"), ("---",) * (len(columns) + 2)]
    rows += [(name, *(column.get(name, "") for column in columns.values()), AIMS.get(name, "")) for name in names]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return (
        f"# A bulletin ten times as long\n\n{machine.about()}\n\n    .venv/bin/python -m bench.long_bulletin\n\n{table}"
    )


def _ms(times: list[float], percent: int) -> str:
    return f"{sorted(times)[min(len(times) * percent // 100, len(times) - 1)] * 1000:.1f} ms"


if __name__ == "__main__":
    main()
