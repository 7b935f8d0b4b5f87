"""Who says what, when, and what becomes of it: a plan of each case, read from data/demo/."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import yaml

from cases.draft_body import DraftIdentity
from cases.kinds import AboutWhom, Kind
from cases.models import Case
from settings import ROOT

FOLDER = ROOT / "data" / "demo"
SEED = 20181120
NOW, NAMED = "now", "named"  # words before a step


@dataclass(frozen=True)
class Step:
    """After so many days somebody does this; `days` is None for what has just happened."""

    days: float | None
    who: str
    words: tuple[str, ...]
    named: bool = False  # only of whom a telephone is known and no chat


@dataclass
class Plan:
    """One case before it is there; `case` once it is."""

    life: str
    kind: Kind
    text: str
    came: datetime
    steps: tuple[Step, ...]
    identity: DraftIdentity
    address: str  # of the citizen's chat
    handlers: tuple[str, str]
    chance: Random
    section: str | None = None
    street: str | None = None
    about: AboutWhom | None = None
    urgent: bool = False
    photo: bool = False
    notice: bool = False
    showcase: bool = False
    first: "Plan | None" = None
    case: Case | None = field(default=None, repr=False)

    def wants(self, step: Step) -> bool:
        """Whether this step is for a citizen like this one."""
        return not step.named or (self.identity.phone is not None and not self.notice)


def read(name: str) -> Any:
    """One of the files."""
    return yaml.load((FOLDER / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader)


def steps_of(lines: list[Any]) -> tuple[Step, ...]:
    """What stands in a life, lists within lists being read one after another."""
    return tuple(map(_step, _flat(lines)))


def _step(line: str) -> Step:
    """`2 reviewer complete 已装灯`"""
    days, who, *words = line.split()
    if named := who == NAMED:
        who, *words = words
    return Step(None if days == NOW else float(days), who, tuple(words), named)


def _flat(lines: list[Any]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, list):
            yield from _flat(line)
        else:
            yield line
