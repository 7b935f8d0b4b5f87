"""`./huiyin check` and `./huiyin test`: what must hold before anything is handed in."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from commands import sizes
from settings import ROOT, Settings

BIN = Path(sys.executable).parent
TOOLS = {
    "ruff format": ("ruff", "format", "--check", "--quiet", "."),
    "ruff check": ("ruff", "check", "--quiet", "."),
    "mypy": ("mypy", "."),
    "lint-imports": ("lint-imports", "--no-logo"),
}
LONG = "HUIYIN_TEST_LONG=1"
SAME_ORDER = "PYTHONHASHSEED=0"  # the processes of pytest-xdist must all find the same tests


def check(_settings: Settings, _words: list[str]) -> int:
    """Run every tool, show what it found, and end with one line each."""
    results = {name: _timed(name, lambda command=command: _tool(command)) for name, command in TOOLS.items()}  # type: ignore[misc]
    results["sizes"] = _timed("sizes", _sizes)
    sys.stdout.write("\n")
    for name, (good, seconds) in results.items():
        sys.stdout.write(f"{'通过' if good else '不通过'}  {name}  {seconds:.1f} 秒\n")
    return 0 if all(good for good, _ in results.values()) else 1


def test(_settings: Settings, words: list[str]) -> int:
    """pytest on all processors; `--long` also runs what takes minutes, other words are pytest's own."""
    settings = [SAME_ORDER, LONG] if "--long" in words else [SAME_ORDER]
    rest = [word for word in words if word != "--long"]
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest]
    return subprocess.run(["env", *settings, *command], cwd=ROOT, check=False).returncode


def _timed(name: str, run: Callable[[], bool]) -> tuple[bool, float]:
    sys.stdout.write(f"{name} ……\n")
    sys.stdout.flush()
    started = time.monotonic()
    return run(), time.monotonic() - started


def _tool(command: tuple[str, ...]) -> bool:
    """Quiet when all is well."""
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr)
    return done.returncode == 0


def _sizes() -> bool:
    found = list(sizes.findings(ROOT))
    sys.stdout.writelines(f"{line}\n" for line in [*found, sizes.medians(ROOT)])
    return not found
