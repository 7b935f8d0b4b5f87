"""`./huiyin talk` and `./huiyin train` as processes of their own: first answer, memory, time of training."""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import machine
from bench.citizens import golden
from commands import keys, models
from settings import ROOT, Settings

MESSAGES = 400
STARTED = "已启动"
HERE = "127.0.0.1"


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
        first = machine.mib(process.pid, "VmRSS")
        for question in (golden("questions") * 10)[:MESSAGES]:
            _ask(process, question["text"])
        return {"first": first, "later": machine.mib(process.pid, "VmRSS"), "peak": machine.mib(process.pid, "VmHWM")}


def training(home: Path) -> tuple[float, int]:
    """Seconds of `./huiyin train` in an empty home, and the most MiB it took."""
    started, most = time.perf_counter(), 0
    with subprocess.Popen([ROOT / "huiyin", "train"], env=_environment(home), stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, machine.mib(process.pid, "VmHWM"))
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


@contextmanager
def served(**more: Any) -> Iterator[tuple[str, int]]:
    """`./huiyin serve` with the web chat, in an empty home with a team: its address, its process."""
    usual = Settings()
    usual.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=usual.home) as folder:  # on the disk the service uses
        settings = Settings(home=Path(folder) / "home", model=models.live_model(usual), database_url="", **more)
        keys.make_demo_team(settings, models.opened(settings), keys.custody(settings, trial=True).secret)
        with socket.create_server((HERE, 0)) as free:
            port = free.getsockname()[1]
        given = {f"HUIYIN_{name.upper()}": str(value) for name, value in (more | {"web_port": port}).items()}
        with _serving(_environment(settings.home, str(settings.model)) | given) as process:
            yield f"http://{HERE}:{port}", process.pid


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Once it says that it has started."""
    command, pipe = [str(ROOT / "huiyin"), "serve"], subprocess.PIPE
    with subprocess.Popen(command, env=environment, stderr=pipe, text=True) as process:
        try:
            if process.stderr is None or not any(STARTED in line for line in process.stderr):
                raise SystemExit("./huiyin serve did not start; run it by hand to see why")
            yield process
        finally:
            process.terminate()


def _environment(home: Path, model: str = "") -> dict[str, str]:
    return {**os.environ, "HUIYIN_HOME": str(home), "DATABASE_URL": ""} | ({"HUIYIN_MODEL": model} if model else {})


def _ask(process: subprocess.Popen[str], text: str) -> None:
    if process.stdin is None or process.stdout is None:
        raise ValueError("start the process with pipes")
    process.stdin.write(json.dumps({"chat": "bench", "text": text}) + "\n")
    process.stdin.flush()
    if not process.stdout.readline():
        raise SystemExit("./huiyin talk ended without an answer; run it by hand to see why")
