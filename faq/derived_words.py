"""The general words that answers are derived with (data/derivation.yml), and how a clause falls into pieces."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

BREAKS = re.compile(r"[，,。；;：:、!！?？“”‘’\"'《》（）()\s]+")
LEAST, LONGEST = 2, 14  # characters of a piece


@dataclass(frozen=True)
class Way:
    """Questions about a clause that has one of the `words`; {it} is a piece of the clause."""

    words: re.Pattern[str]
    about: re.Pattern[str]  # the pieces it is best asked of
    asked: tuple[str, ...]


class Words:
    """Cuts clauses into pieces and says them as people do."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._cuts = re.compile("|".join(sorted(map(re.escape, record["cuts"]), key=len, reverse=True)))
        self._openings = re.compile(f"^(?:{'|'.join(sorted(record['openings'], key=len, reverse=True))})+")
        self.verbs: Mapping[str, list[str]] = record["verbs"]
        self.synonyms: Mapping[str, list[str]] = record["synonyms"]
        self._said = re.compile("|".join(sorted(self.synonyms, key=len, reverse=True)))
        self._verb = re.compile("|".join(sorted(self.verbs, key=len, reverse=True)))
        self.units: Mapping[str, list[str]] = record["units"]
        self.ways = tuple(_way(way) for way in record["ways"].values())
        self.before, self.after = tuple(record["before"]), tuple(record["after"])
        self.overview: Mapping[str, list[str]] = record["overview"]
        self.contacts: Mapping[str, list[str]] = record["contacts"]
        self.questions: Mapping[str, str] = record["questions"]  # on the buttons of overviews and contacts

    @classmethod
    def load(cls, file: Path) -> "Words":
        """Read data/derivation.yml."""
        return cls(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader))

    def pieces(self, text: str) -> list[str]:
        """The pieces that carry the meaning, in their order."""
        runs = (run for part in BREAKS.split(text) for run in self._cuts.split(self.bare(part)))
        return [piece for run in runs if len(piece := self.bare(run)) >= LEAST]

    def bare(self, text: str) -> str:
        """Without the opening words that say nothing; a text of nothing else stays."""
        words = BREAKS.sub("", text)
        return self._openings.sub("", words) or words

    def as_said(self, text: str, turn: int) -> str:
        """With the words of an office exchanged for those of people."""
        return self._said.sub(lambda match: _pick(self.synonyms[match[0]], turn), text)

    def turned(self, text: str, turn: int) -> Iterator[str]:
        """拆除违建 as 违建拆了: what is done behind what it is done to."""
        if (verb := self._verb.search(text)) and len(it := text[verb.end() :].lstrip("了")) >= LEAST:
            before = self.bare(text[: verb.start()])
            said = _pick(self.verbs[verb[0]], turn)
            yield f"{before}{it}{said}了"
            yield f"{it}{verb[0]}了"
            yield f"{said}了{it}"
        elif verb and len(it := self.bare(text[: verb.start()])) >= LEAST:
            yield f"{it}{_pick(self.verbs[verb[0]], turn)}了"

    def asking(self, unit: str) -> Sequence[str]:
        """How a number of this unit is asked for."""
        return self.units.get(unit) or [form.format(unit=unit) for form in self.units["any"]]

    def framed(self, text: str, turn: int) -> str:
        """With what people put around a question; every answer gets each frame about as often."""
        return f"{_pick(self.before, turn)}{text}{_pick(self.after, turn)}"


def _way(record: Mapping[str, Any]) -> Way:
    return Way(re.compile(record["words"]), re.compile(record.get("about", "")), tuple(record["asked"]))


def _pick(words: Sequence[str], turn: int) -> str:
    return words[turn % len(words)]
