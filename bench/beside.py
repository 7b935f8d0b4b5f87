"""What is run beside the bot, on the same machine in the same minute: BM25, SQLite's bare commit, Argon2id."""

import itertools
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from bench.bm25 import BM25
from bench.citizens import golden
from bench.conversing import holds
from bulletin import profile
from cases.receipt_code import Cost, Derivation
from db.session import PRAGMAS
from settings import Settings

COMMITS = 500
ROWS = 4  # about what one message writes


def bm25(settings: Settings) -> tuple[float, int, int]:
    """Seconds a question, right answers, questions."""
    bulletin, _ = profile.load(settings.bulletin)
    ranking = BM25([sentence.text for section in bulletin.sections for sentence in section.sentences])
    questions = golden("questions")
    started = time.perf_counter()
    answers = [ranking.best(question["text"]) for question in questions]
    seconds = (time.perf_counter() - started) / len(questions)
    right = sum(holds(a, tuple(q["contains"])) for a, q in zip(answers, questions, strict=True))
    return seconds, right, len(questions)


def commits(folder: Path) -> list[float]:
    """Seconds of each bare commit of a few rows, with the pragmas of the service."""
    with sqlite3.connect(folder / "bare.sqlite3", isolation_level=None) as database:
        for pragma in PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        database.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, words BLOB)")
        return [_timed(lambda: _commit(database)) for _ in range(COMMITS)]


def _commit(database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    database.executemany("INSERT INTO bare (words) VALUES (?)", itertools.repeat((b"x" * 600,), ROWS))
    database.execute("COMMIT")


def argon2(settings: Settings) -> float:
    """Seconds of deriving what is stored of one receipt code, at the cost of the settings."""
    cost = Cost(settings.argon2_memory_kib, settings.argon2_passes)
    derivation = Derivation(b"a" * 16, b"b" * 16, b"pepper" * 4, cost)
    return min(_timed(lambda: derivation.derive("1234567890123456")) for _ in range(3))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
