"""What a check of the training data has to say: a place in a file, and words that tell a clerk what to do there."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from faq.golden import GoldenRow
from nlu.training_data import Phrasing, Problem, Response

PLACE = re.compile(r"（[^（）\s]*:\d+）")
Place = Phrasing | Response | GoldenRow | Problem


class Severity(StrEnum):
    """REFUSED: training must not go on. DOUBT: someone should look."""

    REFUSED = "refused"
    DOUBT = "doubt"


@dataclass(frozen=True)
class Finding:
    """One thing found; `kind` groups those alike, `about` is what stands at the place."""

    severity: Severity
    kind: str
    about: Place
    words: str
    other: str = ""  # the answer that it collides with

    @property
    def plain(self) -> str:
        """The words without the places in them, which move with the lines above and are not for everybody."""
        return PLACE.sub("", self.words)

    @property
    def file(self) -> Path:
        """The file to open."""
        return self.about.file

    @property
    def line(self) -> int:
        """Its line, from 1."""
        return self.about.line

    def __str__(self) -> str:
        return f"{place(self.about)}: {self.words}"


def refused(kind: str, about: Place, words: str, other: str = "") -> Finding:
    """Something that has to be mended before training."""
    return Finding(Severity.REFUSED, kind, about, words, other)


def doubt(kind: str, about: Place, words: str) -> Finding:
    """Something that someone should look at."""
    return Finding(Severity.DOUBT, kind, about, words)


def place(about: Place) -> str:
    """`file:line`, as editors understand it."""
    return f"{about.file}:{about.line}"
