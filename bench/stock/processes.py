"""Programs run as their users run them, and what they take: seconds, processor time, memory."""

import asyncio
import os
import resource
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_LINE = 1 << 20


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of the processor."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Place:
    """Where a program runs."""

    folder: Path
    environment: Mapping[str, str]


async def finished(place: Place, command: Sequence[str]) -> Spent:
    """Run to the end; SystemExit with the last words when it fails."""
    started, before = time.perf_counter(), _of_children()
    process = await asyncio.create_subprocess_exec(
        *command, cwd=place.folder, env=dict(place.environment), stdout=PIPE, stderr=STDOUT
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode()[-3000:]}")
    return Spent(time.perf_counter() - started, _of_children() - before)


async def started(place: Place, command: Sequence[str], stdout: int = PIPE) -> Process:
    """Leave it running."""
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=place.folder,
        env=dict(place.environment),
        stdin=PIPE,
        stdout=stdout,
        stderr=DEVNULL,
        limit=LONGEST_LINE,
    )


async def ended(process: Process) -> None:
    """Tell it to end and wait until it has."""
    with suppress(ProcessLookupError):
        process.terminate()
    await process.wait()


def mebibytes(pids: Sequence[int]) -> int:
    """Resident memory of processes and all that they started."""
    lines = [line for pid in _trees(pids) for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


def processor_seconds(pids: Sequence[int]) -> float:
    """What processes and all that they started have used so far."""
    fields = (Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split() for pid in _trees(pids))
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _trees(pids: Sequence[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
        yield from _trees([int(child) for child in children])
