"""Toneless syllables, folded as southern typists confuse them: forgives homophones and pinyin input."""

import re
from functools import cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("v", "u"))
LATIN_RUN = re.compile(r"[a-z]+")
LONGEST = 6


def fold(syllable: str) -> str:
    """zh/z, ch/c, sh/s, -ng/-n: one spelling for what is heard as one."""
    for heard, written in FOLDS:
        syllable = syllable.replace(heard, written)
    return syllable


@cache
def of_character(char: str) -> str:
    """Folded syllable of one Chinese character, "" for any other character."""
    if ord(char) not in PINYIN_DICT:
        return ""
    return fold(lazy_pinyin(char, style=Style.NORMAL)[0])


@cache
def _known() -> frozenset[str]:
    toneless = (lazy_pinyin(chr(code), style=Style.NORMAL)[0] for code in range(0x4E00, 0x9FA6) if code in PINYIN_DICT)
    return frozenset(toneless) | {"nv", "lv"}


def split(run: str) -> list[str]:
    """Syllables of an unspaced pinyin run, fewest first; [] when it is not pinyin."""
    best: list[list[str] | None] = [[]] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - LONGEST), end):
            before = best[start]
            shorter = before is not None and (best[end] is None or len(before) + 1 < len(best[end] or ()))
            if shorter and run[start:end] in _known():
                best[end] = [*(before or ()), run[start:end]]
    return best[-1] or []


def _typed_as_pinyin(text: str) -> bool:
    """Only a text that is mostly latin syllables: ETC or S2 inside Chinese stays what it is."""
    latin = sum(map(len, LATIN_RUN.findall(text)))
    return latin >= 4 and latin * 2 > sum(not c.isspace() for c in text)


def syllables(text: str) -> list[str]:
    """Folded syllables of normalised text, Chinese characters and typed pinyin alike; digits stay as they are."""
    typed = _typed_as_pinyin(text)
    out: list[str] = []
    for token in re.findall(r"[a-z]+|\d+|\S", text):
        if token[0].isascii() and token[0].isalpha():
            out += [fold(s) for s in split(token)] if typed else [token]
        elif token[0].isdigit():
            out.append(token)
        elif sound := of_character(token):
            out.append(sound)
    return out
