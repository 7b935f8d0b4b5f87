"""What a check of a bulletin found: for the staff, never for a citizen."""

from dataclasses import dataclass
from typing import Literal

from bulletin.document import Bulletin, Section

Verdict = Literal["consistent", "differs", "cannot_tell"]


@dataclass(frozen=True)
class Outcome:
    """A recomputation: what it comes to and, in Chinese, how it was reckoned."""

    verdict: Verdict
    recomputed: str


@dataclass(frozen=True)
class Note:
    """An outcome at its place; `surprising` when it is not what the staff wrote down about the place."""

    section: str
    start: int
    end: int
    line: int
    quote: str
    verdict: Verdict
    recomputed: str
    words: str
    id: str = ""
    surprising: bool = False


def note(bulletin: Bulletin, section: Section, span: tuple[int, int], outcome: Outcome, words: str) -> Note:
    """A note on a span of the bulletin."""
    start, end = span
    line = bulletin.text.count("\n", 0, start) + 1
    return Note(section.label, start, end, line, bulletin.text[start:end], outcome.verdict, outcome.recomputed, words)
