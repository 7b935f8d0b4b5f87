"""From a saved phrasing to its answer in a running `./huiyin talk`: `python -m bench.edit_to_live [EDITS]`.

Beside it somebody asks all the time; none of their questions may be lost, and their slowest ones are shown.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import IO, Any

from settings import ROOT

ANSWER = "ask/s3_3_demolished_area"
OLD = "海城违建拆了多少"
NEW = ("鹦鹉蛋孵出来没有", "陨石坑里种咖啡行吗", "榴莲壳能炖汤喝么", "萨克斯簧片能泡水吗", "企鹅会不会游到赤道")
BETWEEN = 0.05  # seconds between two questions
LONGEST = 120.0


def main() -> None:
    """Some edits one after another, each timed: phrasings that no answer is near to."""
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else len(NEW)
    with TemporaryDirectory() as folder, ExitStack() as running:
        home = Path(folder) / "home"
        _huiyin(home, "train", "--force", "--reason", "bench", "--quiet").wait()
        talk = running.enter_context(_stopped(_huiyin(home, "talk", piped=True)))
        _ask(talk, OLD)
        wanted = _ask(talk, OLD)["section"]
        running.enter_context(_stopped(_huiyin(home, "train", "--watch", "--quiet")))
        time.sleep(15)  # the first look of --watch
        _report([_edit(home, talk, phrasing, wanted) for phrasing in NEW[:edits]])


def _edit(home: Path, talk: subprocess.Popen[str], phrasing: str, wanted: str) -> tuple[float, list[float]]:
    """Seconds until the phrasing is answered, and what each question meanwhile took."""
    words = ("add", ANSWER, phrasing, "--reason", "bench")
    if _huiyin(home, "answers", *words).wait():
        raise SystemExit("./huiyin answers add failed; run it by hand to see why")
    saved, took = time.perf_counter(), []
    while time.perf_counter() - saved < LONGEST:
        asked = time.perf_counter()
        reply = _ask(talk, phrasing)
        took.append(time.perf_counter() - asked)
        if reply["act"] == "answer" and reply["section"] == wanted:
            return time.perf_counter() - saved, took
        time.sleep(BETWEEN)
    raise SystemExit("the edit did not go live")


def _report(edits: list[tuple[float, list[float]]]) -> None:
    took = [one for _, times in edits for one in times]
    print(f"edit to live: median {median(seconds for seconds, _ in edits):.1f} s", *(f"{s:.1f}" for s, _ in edits))
    print(f"{len(took)} questions meanwhile, none lost: p50 {median(took) * 1000:.0f} ms", end=" ")
    print(f"p99 {quantiles(took, n=100)[98] * 1000:.0f} ms")
    print("load", *(f"{load:.1f}" for load in os.getloadavg()))


def _huiyin(home: Path, *words: str, piped: bool = False) -> subprocess.Popen[str]:
    environment = {**os.environ, "HUIYIN_HOME": str(home), "DATABASE_URL": ""}
    pipe: Any = subprocess.PIPE if piped else subprocess.DEVNULL
    return subprocess.Popen(
        [ROOT / "huiyin", *words], env=environment, text=True, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    )


@contextmanager
def _stopped(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _ask(talk: subprocess.Popen[str], text: str) -> dict[str, Any]:
    stdin, stdout = _pipes(talk)
    stdin.write(json.dumps({"chat": "bench", "text": text, "new": True}) + "\n")
    stdin.flush()
    line = stdout.readline()
    if not line:
        raise SystemExit("./huiyin talk ended without an answer; run it by hand to see why")
    return json.loads(line)


def _pipes(talk: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if talk.stdin is None or talk.stdout is None:
        raise ValueError("start the process with pipes")
    return talk.stdin, talk.stdout


if __name__ == "__main__":
    main()
