"""The audit log in Chinese: it is written in the words of the code, with names, numbers and days between them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from cases.history import SYSTEM
from cases.kinds import Role
from cases.queries import View
from cases.reports.making import Which
from desk.ledger import VERBS
from wording import Wording

FILE = Path(__file__).parents[1] / "data" / "console" / "audit.yml"


@dataclass(frozen=True)
class AuditWords:
    """`called` is what people call who signs in under a name."""

    wording: Wording
    called: Mapping[str, str]

    def person(self, name: str) -> str:
        """Who did it: the name of the account is what the log vouches for."""
        if name == SYSTEM:
            return self.wording("queue.system")
        return f"{self.called[name]}（{name}）" if self.called.get(name, name) != name else name

    def shown(self, written: str | None) -> str:
        """Every word of ours in Chinese; what is none stays as it is."""
        chinese = _chinese(self.wording)
        return _ours(self.wording).sub(lambda found: chinese[found[0]], written or "")

    def people(self, typed: str) -> list[str]:
        """The accounts that may be meant, none where nothing is typed."""
        meant = (name for name, called in self.called.items() if typed in called)
        return [typed, *meant, *[SYSTEM] * (typed == self.wording("queue.system"))] if typed else []

    def written(self, typed: str) -> list[str]:
        """What the log may say for these words, nothing where there are none."""
        return [typed, *(ours for ours, chinese in _chinese(self.wording).items() if typed in chinese)] if typed else []


@cache
def _chinese(wording: Wording) -> Mapping[str, str]:
    """Of two that are called the same the page means neither more than the other."""
    labels = {word.value: word.label for words in (Role, View, Which) for word in words}
    verbs = {verb: wording(f"console.ledger.verb.{verb}") for verb in VERBS}
    return labels | verbs | yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)


@cache
def _ours(wording: Wording) -> re.Pattern[str]:
    """Whole words, the longest first."""
    longest_first = sorted(_chinese(wording), key=len, reverse=True)
    return re.compile(rf"(?<!\S)({'|'.join(map(re.escape, longest_first))})(?!\S)")
