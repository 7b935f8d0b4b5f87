"""Which n-grams and pairs a text has: the only features of classifier and retriever."""

import re
from collections.abc import Sequence

PUNCTUATION = re.compile(r"[^\w?!]+")
WORD = re.compile(r"[a-z0-9.]+|[\w?!]")
LONGEST_CHARACTERS = 3
LONGEST_SYLLABLES = 3
REACH = 40  # characters further apart belong to two sentences


def characters(text: str) -> list[str]:
    """Characters of a folded text; a latin word or a number counts as one; questions and exclamations are kept."""
    return WORD.findall(PUNCTUATION.sub("", text))


def ngrams(units: Sequence[str], longest: int) -> list[str]:
    """All runs of 1 to `longest` units, with the text's two ends marked."""
    ends = ["^", *units, "$"]
    return ["\x1f".join(ends[i : i + n]) for n in range(1, longest + 1) for i in range(len(ends) - n + 1)]


def of_characters(text: str) -> list[str]:
    """Character n-grams across word borders: words cut wrongly cost 4-6 points (docs/decisions/0003)."""
    return ngrams(characters(text), LONGEST_CHARACTERS)


def of_syllables(syllables: Sequence[str]) -> list[str]:
    """Syllable n-grams: equal for homophones and for typed pinyin."""
    return ngrams(syllables, LONGEST_SYLLABLES)


def pairs_of_characters(text: str) -> list[str]:
    """Two characters that stand together somewhere, in either order: what is said, however it is put."""
    found = characters(text)
    after = ((one, other) for at, one in enumerate(found) for other in found[at + 1 : at + 1 + REACH])
    return [f"{one}\x1e{other}" if one <= other else f"{other}\x1e{one}" for one, other in after]
