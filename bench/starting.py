"""`./huiyin talk` and `./huiyin train` as processes of their own: first answer, memory, time of training."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.citizens import golden
from settings import ROOT, Settings

MESSAGES = 400


def first_answer(settings: Settings, runs: int) -> list[float]:
    """Seconds from the start of `./huiyin talk` to its first line; the first run makes the database."""
    return [_until_first_line(settings) for _ in range(runs)]


def _until_first_line(settings: Settings) -> float:
    started = time.perf_counter()
    with _talking(settings) as process:
        _ask(process, "海城违建拆了多少")
        return time.perf_counter() - started


def memory(settings: Settings) -> dict[str, int]:
    """MiB of one process of `./huiyin talk` after the first answer and after many."""
    with _talking(settings) as process:
        _ask(process, "海城违建拆了多少")
        first = _mib(process.pid, "VmRSS")
        for question in (golden("questions") * 10)[:MESSAGES]:
            _ask(process, question["text"])
        return {"first": first, "later": _mib(process.pid, "VmRSS"), "peak": _mib(process.pid, "VmHWM")}


def training(home: Path) -> tuple[float, int]:
    """Seconds of `./huiyin train` in an empty home, and the most MiB it took."""
    started, most = time.perf_counter(), 0
    with subprocess.Popen([ROOT / "huiyin", "train"], env=_environment(home), stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, _mib(process.pid, "VmHWM"))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit("./huiyin train failed; run it by hand to see why")
    return time.perf_counter() - started, most


@contextmanager
def _talking(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    environment = _environment(settings.home, str(settings.model))
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([ROOT / "huiyin", "talk"], env=environment, text=True, **pipes) as process:
        yield process


def _environment(home: Path, model: str = "") -> dict[str, str]:
    return {**os.environ, "HUIYIN_HOME": str(home), "DATABASE_URL": ""} | ({"HUIYIN_MODEL": model} if model else {})


def _ask(process: subprocess.Popen[str], text: str) -> None:
    if process.stdin is None or process.stdout is None:
        raise ValueError("start the process with pipes")
    process.stdin.write(json.dumps({"chat": "bench", "text": text}) + "\n")
    process.stdin.flush()
    if not process.stdout.readline():
        raise SystemExit("./huiyin talk ended without an answer; run it by hand to see why")


def _mib(pid: int, name: str) -> int:
    """A line of /proc/PID/status; 0 when the process has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(name)), 0)
