"""Runs the measurements one after another and puts them into one table."""

import asyncio
import statistics
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import beside, machine, starting
from bench.conversing import AT_ONCE, Run, converse
from commands import models
from settings import ROOT, Settings

RESULTS = ROOT / "bench" / "results.md"
CHEAP: dict[str, Any] = {"argon2_memory_kib": 8, "argon2_passes": 1}  # Argon2id is counted apart
Row = tuple[str, str, str]  # what, measured, aim


def measure(messages: int, starts: int, train: bool, words: str) -> None:
    """Measure, print, write results.md."""
    usual = Settings()
    usual.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=usual.home) as folder:  # on the disk the service uses
        home = Path(folder)
        settings = Settings(home=home / "home", model=models.live_model(usual), database_url="", **CHEAP)
        rows = [*_processes(settings, starts), *(_training(home / "train") if train else ())]
        run = asyncio.run(converse(settings, messages))
        rows = [*_pace(run), *rows, *_beside(settings, usual, run, home), *_shares(run)]
    report = _report(rows, run, f".venv/bin/python -m bench.replay {words}".strip())
    print(report)
    RESULTS.write_text(report, "utf-8")


def _pace(run: Run) -> Iterator[Row]:
    everything, count = run.all, len(run.all)
    yield "p50 of a message, until its reply is committed", _ms(_part(everything, 50)), "5 ms"
    yield "p99", _ms(_part(everything, 99)), ""
    for group, times in sorted(run.handled.items()):
        yield f"p50 / p99 of {group}", f"{_ms(_part(times, 50))} / {_ms(_part(times, 99))}", ""
    yield "messages/s, one after another", f"{count / sum(everything):.0f}", "300"
    yield "messages/s, one after another, each reply delivered", f"{count / run.with_delivery:.0f}", ""
    yield "processor time of a message with its delivery", _ms(run.processor / count), ""
    yield f"messages/s, {AT_ONCE} chats at once, all replies delivered", f"{count / run.side_by_side:.0f}", ""


def _processes(settings: Settings, starts: int) -> Iterator[Row]:
    times = starting.first_answer(settings, starts)
    yield "start to first answer, new database", f"{times[0]:.1f} s", ""
    yield f"start to first answer, median of {starts - 1} more", f"{statistics.median(times[1:] or times):.1f} s", "5 s"
    used = starting.memory(settings)
    yield "resident memory after the first answer", f"{used['first']} MB", ""
    yield f"resident memory after {starting.MESSAGES} messages", f"{used['later']} MB", "350 MB"
    yield "peak memory (while loading)", f"{used['peak']} MB", ""


def _training(home: Path) -> Iterator[Row]:
    seconds, memory = starting.training(home)
    yield "training, cold", f"{seconds:.0f} s", "30 s"
    yield "peak memory of training", f"{memory} MB", ""


def _beside(settings: Settings, usual: Settings, run: Run, home: Path) -> Iterator[Row]:
    questions = run.handled["question"]
    ours, (theirs, right, asked) = statistics.fmean(questions), beside.bm25(settings)
    yield "questions/s: the bot (everything) : BM25 (ranking alone)", f"{1 / ours:.0f} : {1 / theirs:.0f}", ""
    yield "right answers: the bot : BM25", f"{run.right / len(questions):.1%} : {right / asked:.1%}", ""
    commits = beside.commits(home)
    yield "bare SQLite commit of 4 rows, p50 / p99", f"{_ms(_part(commits, 50))} / {_ms(_part(commits, 99))}", ""
    yield "bare commits/s : messages/s", f"{len(commits) / sum(commits):.0f} : {len(run.all) / sum(run.all):.0f}", ""
    yield "Argon2id of one receipt, not in the above", _ms(beside.argon2(usual)), ""


def _shares(run: Run) -> Iterator[Row]:
    count, total = len(run.all), run.with_delivery
    rest = total - sum(run.shares.values())
    for name, seconds in sorted(run.shares.items()):
        yield f"of a message: {name}", f"{_ms(seconds / count)} ({seconds / total:.0%})", ""
    yield "of a message: rest (threads, dialogue, sealing)", f"{_ms(rest / count)} ({rest / total:.0%})", ""


def _report(rows: list[Row], run: Run, command: str) -> str:
    mix = ", ".join(f"{group} {len(times)}" for group, times in sorted(run.handled.items()))
    acts = ", ".join(f"{act} {count}" for act, count in run.acts.most_common())
    table = "".join(f"| {' | '.join(row)} |\n" for row in (("measured", "result", "aim"), ("---",) * 3, *rows))
    head = f"# What one process carries\n\n{datetime.now(UTC):%Y-%m-%d}, {machine.about()}\n\n    {command}\n"
    return f"{head}\n{table}\nMessages: {mix}; {run.receipts} receipts. Replies: {acts}.\n"


def _part(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) * percent // 100, len(times) - 1)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
