"""What both are asked, and what counts as right: the rules of tests/test_golden.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.citizens import golden
from bench.conversing import holds

FIRST = "海城违建拆了多少"
LIMITS = {"overview": 760, "contact": 400}  # characters of a right answer; a fact:
FACT = 300


@dataclass(frozen=True)
class Reply:
    """What a citizen reads, and whether it is something that the bulletin says."""

    text: str
    is_fact: bool


@dataclass(frozen=True)
class Question:
    """One message of the script; without `contains` a fact is the wrong answer."""

    group: str
    text: str
    contains: tuple[str, ...] = ()
    longest: int = FACT

    def is_right(self, reply: Reply) -> bool:
        """Whether the reply is about the bulletin, short, and has the words of the right answer."""
        return reply.is_fact and len("".join(reply.text.split())) <= self.longest and holds(reply.text, self.contains)


@dataclass(frozen=True)
class Edit:
    """A phrasing that is new in `file`, and the answer it belongs to."""

    file: Path
    intent: str
    text: str
    answer: str

    def is_live(self, said: str) -> bool:
        """Whether the answer has been given."""
        return holds(said, (self.answer,))


def script() -> Iterator[Question]:
    """Every golden question, near miss and off-topic question, each from a chat of its own."""
    for row in golden("questions"):
        yield Question("questions", row["text"], tuple(row["contains"]), LIMITS.get(row["kind"], FACT))
    for group in ("near_misses", "off_topic"):
        yield from (Question(group, row["text"]) for row in golden(group))
