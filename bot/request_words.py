"""Typed words that ask for something beside a case: 我要申请回避; rules in data/intake/requests.yml."""

import re
from collections.abc import Callable
from pathlib import Path

import yaml

LONGEST = 40  # characters: a longer message tells something
MARKS = re.compile(r"[\s,，。.!！;；:：、~…]+")


class RequestWords:
    """A message that is nothing but such a request, and no question."""

    def __init__(self, path: Path, fold: Callable[[str], str]) -> None:
        rules = yaml.safe_load(path.read_text("utf-8"))
        self._asked, self._fold = re.compile(rules.pop("asked")), fold
        self._patterns = {want: re.compile(pattern) for want, pattern in rules.items()}

    def want(self, text: str) -> str | None:
        """recusal, protection, contest, review or mine."""
        if len(text) > LONGEST:
            return None
        words = MARKS.sub("", self._fold(text))
        found = (want for want, pattern in self._patterns.items() if pattern.fullmatch(words))
        want = next(found, None)
        return None if want != "mine" and self._asked.search(words) else want
