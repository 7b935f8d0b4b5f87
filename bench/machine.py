"""What this machine is, and what a process has used of it."""

import os
import platform
from pathlib import Path


def about() -> str:
    """Cores, processor, system, Python and load, for the head of a page of results."""
    known = dict(line.split("\t: ") for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if "\t: " in line)
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    processor = known.get("model name", platform.machine())
    return f"{os.cpu_count()} cores {processor}, {platform.system()}, Python {platform.python_version()}, load {load}"


def mib(pid: int, name: str) -> int:
    """A line of /proc/PID/status; 0 when the process has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(name)), 0)


def processor_seconds(pid: int) -> float:
    """How long a process has computed so far, with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
