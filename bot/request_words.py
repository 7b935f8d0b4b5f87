"""Typed words that ask for something beside a case: 我要申请回避; rules in data/intake/requests.yml."""

import re
from collections.abc import Callable
from pathlib import Path

import yaml

LONGEST = 40  # characters: a longer message tells something
LEAST, LONG = 4, 16  # characters that tell something; that tell more than a wish to look or to add
NO_WORD = re.compile(r"[\W_]+")
THANKED = re.compile("谢|thanks|thx")
MARKS = re.compile(r"[\s,，。.!！;；:：、~…]+")


class RequestWords:
    """A message that is nothing but such a request, and no question."""

    def __init__(self, path: Path, fold: Callable[[str], str]) -> None:
        rules = yaml.safe_load(path.read_text("utf-8"))
        self._asked, self._fold = re.compile(rules.pop("asked")), fold
        self._thanks, self._looks = re.compile(rules.pop("thanks")), re.compile(rules.pop("looks"))
        self._telling = {want: re.compile(pattern) for want, pattern in rules.pop("telling").items()}
        self._patterns = {want: re.compile(pattern) for want, pattern in rules.items()}

    def want(self, text: str) -> str | None:
        """recusal, protection, contest, review or mine."""
        if len(text) > LONGEST:
            return None
        words = MARKS.sub("", self._fold(text))
        found = (want for want, pattern in self._patterns.items() if pattern.fullmatch(words))
        want = next(found, None)
        return None if want != "mine" and self._asked.search(words) else want

    def told(self, text: str) -> str | None:
        """recusal, protection or contest, when the words themselves say what for; only beside a receipt code."""
        words = MARKS.sub("", self._fold(text))
        if self.want(text) or self._asked.search(words):
            return None
        return next((want for want, pattern in self._telling.items() if pattern.search(words)), None)

    def says(self, text: str, least: int = LEAST) -> bool:
        """Whether there are words to be filed: not a sign, a thanks, an all right."""
        return len(NO_WORD.sub("", text)) >= least and not self.thanks(text)

    def thanks(self, text: str) -> bool:
        """Nothing but a thanks, an all right, or marks."""
        return bool(self._thanks.fullmatch(NO_WORD.sub("", self._fold(text))))

    def only_thanks(self, text: str) -> bool:
        """Nothing but a thanks, said outright."""
        return self.thanks(text) and bool(THANKED.search(self._fold(text)))

    def left_over(self, text: str, *, understood: bool) -> bool:
        """Whether words beside a receipt code say more than what was done for them."""
        return self.says(text, LONG if understood or self._looks.search(self._fold(text)) else LEAST)
