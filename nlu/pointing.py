"""What a message points at without words: an item by its number (四(二), 第四部分第二条), a figure of the bulletin."""

import re

FIGURE = re.compile(r"(?<![\d.])\d[\d.]*\d(?![\d.])")
YEAR = re.compile(r"(?:19|20)\d\d")
SHORTEST = 3  # digits and point: 20 or 33 stand in many an item
ITEM = re.compile(r"第?([一二三四五六七八九1-9])(?:大?部分|大点|大条)?的?[第(]([一二三四五六1-6])(?:[)]|小?[点条项])")
NUMERALS = "一二三四五六七八九"


def figures(text: str) -> frozenset[str]:
    """Figures in folded `text` that few items have; years are none."""
    return frozenset(f for f in FIGURE.findall(text) if len(f) >= SHORTEST and not YEAR.fullmatch(f))


def item(text: str) -> str | None:
    """The label of the item that folded `text` names by its number."""
    found = ITEM.search(text)
    return f"{_numeral(found[1])}({_numeral(found[2])})" if found else None


def _numeral(written: str) -> str:
    return NUMERALS[int(written) - 1] if written.isdigit() else written
