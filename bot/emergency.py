"""Danger to life in a citizen's words, read by rules that a clerk can edit (domain.md 3.5)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CLAUSE = re.compile(r"[^,，。.!！?？;；、\s…~]+[,，。.!！?？;；、\s…~]*")
NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Emergency:
    """What is happening, and the telephone numbers to name, the first one first."""

    kind: str
    numbers: tuple[str, ...]


class EmergencyReader:
    """Blanks figures of speech and clauses about the past, about worries and about rules; reads what is left."""

    def __init__(self, path: Path, fold: Callable[[str], str]) -> None:
        rules = yaml.safe_load(path.read_text("utf-8"))
        self.fold = fold
        self.figures, self.past, self.present = (_pattern(rules[key]) for key in ("figures", "past", "present"))
        self.supposed, self.asked, self.urgent = (_pattern(rules[key]) for key in ("supposed", "asked", "urgent"))
        self.kinds = [_kind(row) for row in rules["kinds"]]

    def read(self, text: str) -> Emergency | None:
        """The first kind of danger, in the order of the file, that the text reports as happening now."""
        words = self.figures.sub("〇", self.fold(text))
        now = self._now(words)
        return next(
            (emergency for emergency, always, here in self.kinds if always.search(words) or here.search(now)), None
        )

    def _now(self, words: str) -> str:
        """The clauses that speak of now; what is told of the past stays past until a word such as 现在."""
        kept, past = [], False
        for clause in CLAUSE.findall(words):
            past = not self.present.search(clause) and (past or bool(self.past.search(clause)))
            if self.urgent.search(clause) or not (past or self._unreal(clause)):
                kept.append(clause)
        return "".join(kept)

    def _unreal(self, clause: str) -> bool:
        """Only supposed or feared, or asked about."""
        return bool(self.supposed.search(clause) or (self.asked.search(clause) and not self.present.search(clause)))


def _pattern(alternatives: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(alternatives)) if alternatives else NOTHING


def _kind(row: dict[str, Any]) -> tuple[Emergency, re.Pattern[str], re.Pattern[str]]:
    """A kind with what always counts, and what counts only when it is told as happening now."""
    emergency = Emergency(row["kind"], tuple(row["numbers"]))
    return emergency, _pattern(row.get("always", [])), _pattern(row.get("now", []))
