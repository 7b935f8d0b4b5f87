"""One way of writing: width, script, words and numerals; each character remembers where it came from."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

from nlu import numerals

WORDS_FILE = Path(__file__).parent / "dictionaries" / "words.tsv"
DROPPED_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "So", "Sk"}


@dataclass(frozen=True)
class Normalized:
    """`offsets[i]` is the index in the original text of the character `text[i]`."""

    text: str
    offsets: tuple[int, ...]


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _one_character(char: str) -> str:
    """NFKC, simplified, lower case; "" for what carries no words (emoji, control and format characters)."""
    folded = unicodedata.normalize("NFKC", char).lower()
    kept = "".join(c for c in folded if unicodedata.category(c) not in DROPPED_CATEGORIES or c in "\n\t")
    return _simplifier().convert(" " if kept.isspace() and kept else kept)


@cache
def _words() -> dict[str, str]:
    """What citizens write -> what is usual, from the dictionary that a clerk can edit."""
    rows = (line.split("\t") for line in WORDS_FILE.read_text("utf-8").splitlines() if line and line[0] != "#")
    return {row[0]: row[1] for row in rows if row[0] != row[1]}


@cache
def _words_pattern() -> re.Pattern[str]:
    longest_first = sorted(_words(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _substitute(
    text: Normalized, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str | None]
) -> Normalized:
    """Replace matches; every character of a replacement points to where its match began."""
    out, offsets, at = [], [], 0
    for match in pattern.finditer(text.text):
        new = replacement(match)
        if new is None:
            continue
        out += [text.text[at : match.start()], new]
        offsets += [*text.offsets[at : match.start()], *[text.offsets[match.start()]] * len(new)]
        at = match.end()
    return Normalized("".join([*out, text.text[at:]]), (*offsets, *text.offsets[at:]))


def _arabic(match: re.Match[str]) -> str | None:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:4]
    return numerals.arabic(match[0], before, after)


def normalize(text: str) -> Normalized:
    """Fold a citizen's text (any length, any script) into the form that training data is folded into."""
    pairs = [(new, index) for index, char in enumerate(text) for new in _one_character(char)]
    folded = Normalized("".join(c for c, _ in pairs), tuple(i for _, i in pairs))
    worded = _substitute(folded, _words_pattern(), lambda m: _words()[m[0]])
    return _substitute(worded, numerals.RUN, _arabic)
