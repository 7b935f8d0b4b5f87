"""Whether a question may be kept without its chat: only one that gives nobody away and accuses nobody."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import yaml

from bot.draft_questions import ASKS
from bot.emergency import EmergencyReader
from cases.masking import SURNAMES_FILE, mask, name_in

LONGEST = 59  # characters
DIGIT = r"[\d零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]"
NUMBER = re.compile(rf"{DIGIT}(?:\W{{0,3}}{DIGIT}){{4,}}")
ONE_OR_NOT = re.compile(r"(\w)[不没]\1")  # 收不收
LATIN = re.compile(r"[a-z]{2,}")  # pinyin hides names and accusations from every rule
BETWEEN = re.compile(r"[\s·•・‧.．]+")  # 叶 建 国, 浙C·8A88
MOST_DIGITS = 6  # in all: a number can be told in pieces
REPORTING = ("suggestion", "complaint", "tip_off", "appeal", "praise", "consultation")  # intents, and open_ of each


class QuestionPrivacy:
    """Looks for numbers, and for what a clerk's rules call a person, a place to live, a handle or an accusation."""

    def __init__(self, path: Path, emergencies: EmergencyReader, fold: Callable[[str], str]) -> None:
        rules = yaml.safe_load(path.read_text("utf-8"))
        surnames = SURNAMES_FILE.read_text("utf-8").split()
        pieces = {"surname": "|".join(surnames), "sure": rules["sure_surnames"], "word": "|".join(rules["no_names"])}
        self._patterns = [
            re.compile(re.sub(r"(?<!\?P)<(\w+)>", lambda found: f"(?:{pieces[found[1]]})", line))
            for group in ("accusations", "persons", "addresses", "handles")
            for line in rules[group]
        ]
        self._emergencies, self._fold = emergencies, fold

    def lets_keep(self, text: str, intent: str) -> bool:
        """It plainly asks, no detector says a word, and no intent of reporting was seen; in doubt not."""
        told = intent in REPORTING or intent.startswith("open_")
        if told or len(text) > LONGEST or not text.isprintable():
            return False
        if not (ASKS.search(text) or ONE_OR_NOT.search(text)):
            return False
        plain = unicodedata.normalize("NFKC", text).lower()
        if LATIN.search(BETWEEN.sub("", plain)):
            return False
        return not (self._numbered(plain) or self._emergencies.read(text) or self._telling(text, plain))

    def _numbered(self, plain: str) -> bool:
        return bool(NUMBER.search(plain) or len(re.findall(DIGIT, plain)) > MOST_DIGITS or mask(plain)[1])

    def _telling(self, text: str, plain: str) -> bool:
        """As written, without gaps, and folded: folding makes 张3 of 张三, and simplified of traditional characters."""
        forms = {plain, BETWEEN.sub("", plain), self._fold(text)}
        return bool(name_in(plain)) or any(pattern.search(words) for words in forms for pattern in self._patterns)
