"""`.venv/bin/python -m bench.wrong_edits`: of random wrong edits of the training data, how many are caught.

In turn a figure is changed, two excerpts are swapped, a line is deleted, a phrasing is moved to another answer; the
figure in a written answer, a phrasing or a golden question alike often. No model is trained.
"""

import argparse
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.spoiling import KINDS, Spoiled, Spoiler
from bulletin import profile
from faq import changes, checking, golden
from faq.findings import Finding, Severity
from nlu import training_data
from settings import ROOT

LAYERS = ("data", "data/bulletin")
OUTCOMES = ("refused", "reported", "survived")


@dataclass(frozen=True)
class Verdict:
    """What became of one wrong edit by the data alone, and beside the comparison with the data before."""

    edit: Spoiled
    alone: str
    compared: str


class Judge:
    """Checks a copy of the layers after each wrong edit, and undoes it."""

    def __init__(self, folder: Path) -> None:
        self.layers = [folder / layer for layer in LAYERS]
        shutil.copytree(ROOT / LAYERS[0], self.layers[0])
        self._bulletin, _ = profile.load(self.layers[1])
        data, rows, found = self._checked()
        self._before, self._known = changes.snapshot(data, rows), Counter(map(_key, found))

    def judge(self, edit: Spoiled) -> Verdict:
        """The files as they were before stand again afterwards."""
        unspoiled = {file: file.read_bytes() for file in edit.files}
        try:
            for file, text in edit.files.items():
                file.write_text(text, "utf-8")
            data, rows, found = self._checked()
            new = [f for f in found if _key(f) not in self._known and _concerns(f, edit)]
            listed = changes.describe(changes.compare(self._before, data, rows))
        finally:
            for file, content in unspoiled.items():
                file.write_bytes(content)
        alone = "survived" if not new else "reported" if checking.may_train(new) else "refused"
        return Verdict(edit, alone, "reported" if alone == "survived" and listed else alone)

    def _checked(self) -> tuple[training_data.TrainingData, list[golden.GoldenRow], list[Finding]]:
        data, (rows, problems) = training_data.read(self.layers), golden.read(self.layers)
        data.problems += problems
        return data, rows, checking.check(data, self._bulletin, rows)


def _key(finding: Finding) -> tuple[str, str, str, str]:
    """The same for the same finding on another line."""
    about = finding.about
    name = getattr(about, "intent", "") or getattr(about, "id", "")
    return finding.severity, finding.kind, name, getattr(about, "text", finding.words)


def _concerns(finding: Finding, edit: Spoiled) -> bool:
    """A doubt counts when it names what was spoiled, not when the edit tips another phrasing over a threshold."""
    return finding.severity is Severity.REFUSED or any(mark in finding.words for mark in edit.marks)


def run(count: int, seed: int, tell: Callable[[str], object]) -> list[Verdict]:
    """`count` wrong edits, the kinds in turn."""
    with TemporaryDirectory() as folder:
        judge = Judge(Path(folder))
        spoiler = Spoiler(random.Random(seed), judge.layers)
        verdicts = []
        for number, kind in zip(range(1, count + 1), cycle(KINDS), strict=False):
            verdicts.append(judge.judge(spoiler.spoil(kind)))
            tell(f"\r{number}/{count} ")
    return verdicts


def table(verdicts: list[Verdict]) -> list[str]:
    """One line a kind: outcomes by the data alone, then with the comparison."""
    lines = ["| wrong edit | alone: " + " | ".join(OUTCOMES) + " | compared: " + " | ".join(OUTCOMES) + " |"]
    lines.append("|---" * (1 + 2 * len(OUTCOMES)) + "|")
    for kind in (*KINDS, "all"):
        own = [verdict for verdict in verdicts if kind in (verdict.edit.kind, "all")]
        counts = [Counter(v.alone for v in own)[o] for o in OUTCOMES] + [
            Counter(v.compared for v in own)[o] for o in OUTCOMES
        ]
        lines.append(f"| {kind} | " + " | ".join(map(str, counts)) + " |")
    return lines


def main() -> None:
    """Spoil, judge, and print the table and what nobody noticed."""
    parser = argparse.ArgumentParser("bench.wrong_edits", description="wrong edits of the training data")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="also list what the data alone do not show")
    wanted = parser.parse_args()
    started = time.monotonic()
    verdicts = run(wanted.count, wanted.seed, sys.stderr.write)
    print(f"\n{(time.monotonic() - started) / wanted.count:.1f} s an edit", *table(verdicts), sep="\n")
    print("\nsurvivors:", *(v.edit.words for v in verdicts if v.compared == "survived"), sep="\n")
    if wanted.all:
        print("\nonly by comparison:", *(v.edit.words for v in verdicts if v.alone == "survived"), sep="\n")


if __name__ == "__main__":
    main()
