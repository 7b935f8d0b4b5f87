"""What the pages on answers work with beside the database, handed in by whoever starts them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from console.answers.tray import Tray
from faq.archives import Archives
from faq.layers import Layers
from faq.models import Model
from faq.progress import Progress
from faq.shelf import Shelf


@dataclass(frozen=True)
class Said:
    """What a model says to a question; `archive` is the file of the model, `sure` its score from 0 to 1."""

    archive: str
    act: str
    text: str
    sure: float
    answer: str | None = None
    section: str | None = None
    choices: tuple[str, ...] = ()


class AlreadyTraining(Exception):
    """One training at a time."""


class Training(Protocol):
    """Trains in a process of its own; what it says of itself outlives this one."""

    def start(self, by: str, reason: str, bulletin: Path) -> None:
        """Begin, without publishing; AlreadyTraining."""
        ...

    def progress(self) -> Progress | None:
        """Of the one that runs or ran last, None when there was none."""
        ...


@dataclass(frozen=True)
class AnswerDesk:
    """`layers` are those of a bulletin's id, "" for the live one; `words` are those that bulletins are derived with."""

    layers: Callable[[str], Layers]
    archives: Archives
    shelf: Shelf
    training: Training
    ask_live: Callable[[str], Said]
    ask_other: Callable[[Model, str], Said]
    preview: Callable[[str, str, Mapping[str, object]], str]  # an answer as a citizen will read it
    folder_name: Callable[[Path], str]  # how the row of a model calls the folder of its bulletin
    words: Path
    tray: Tray = field(default_factory=Tray)
