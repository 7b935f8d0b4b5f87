"""What looks alike in two places: one thing counted twice, one name written in two ways."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain, combinations

from bulletin.document import Bulletin, Figure, Section
from bulletin.notes import Note, note
from bulletin.reckoning import compared, spelled

WORDS = r"[^\W0-9A-Za-z_]"
BEFORE = re.compile(rf"({WORDS}+?)[约共为达了]?$")
AFTER = re.compile(rf"{WORDS}+")
QUOTED = re.compile(r"《([^《》]+)》|“([^“”]+)”")
ALIKE = {"名": "人", "位": "人", "个单位": "家", "个项目": "个", "平方": "平方米"}
LEAST = 2  # characters that two nouns have in common
LONGEST = 8  # characters looked at on each side
EMPTY = frozenset({"每人", "总投资"})  # before a figure these name no thing
LEAST_QUOTED = 6
MOST = 3  # look-alikes of one count: in a long bulletin all pairs would fill a book
RATIO = 0.88

COUNTED_TWICE = "{section}还有一处相像的数：“{quote}”。范围没有写明，不得相加、相比。"
WRITTEN_TWICE = "{section}写作“{quote}”，请核对是不是同一个名称；引用时各照原文。"


def counted_twice(bulletin: Bulletin) -> Iterator[Note]:
    """The same noun with different counts in two sections; each count beside the next few like it."""
    told: Counter[int] = Counter()
    counts: dict[str, list[tuple[Section, Figure]]] = defaultdict(list)
    for section in bulletin.sections:
        for figure in section.figures:
            counts[_unit(figure)] += [(section, figure)] if figure.value else []
    for (section, figure), (elsewhere, other) in chain.from_iterable(combinations(of, 2) for of in counts.values()):
        if told[figure.start] == MOST or section is elsewhere or figure.value == other.value:
            continue
        if _same_noun(bulletin, (section, figure), (elsewhere, other)) and figure.value and other.value:
            outcome = compared([figure.value, other.value])
            told[figure.start] += 1
            words = COUNTED_TWICE.format(section=elsewhere.label, quote=_seen(bulletin, elsewhere, other))
            start = figure.start - len(_before(bulletin, section, figure))
            yield note(bulletin, section, (start, figure.end), outcome, words)


def written_twice(bulletin: Bulletin) -> Iterator[Note]:
    """Two quoted names that differ by a character or two."""
    names: dict[str, tuple[Section, re.Match[str]]] = {}
    for section in bulletin.sections:
        for match in QUOTED.finditer(bulletin.text, section.start, section.end):
            names.setdefault(match[1] or match[2], (section, match))
    for one, other in combinations([name for name in names if len(name) >= LEAST_QUOTED], 2):
        if _almost(one, other):
            section, match = names[one]
            words = WRITTEN_TWICE.format(section=names[other][0].label, quote=other)
            yield note(bulletin, section, match.span(), spelled(one, other), words)


def _almost(one: str, other: str) -> bool:
    """Alike, and not merely of another year or number."""
    if abs(len(one) - len(other)) > LEAST or re.sub(r"[0-9]", "", one) == re.sub(r"[0-9]", "", other):
        return False
    few = len(set(one) ^ set(other)) <= 2 * LEAST  # much quicker than the ratio, and hardly ever so
    return few and SequenceMatcher(None, one, other, autojunk=False).ratio() >= RATIO


def _unit(figure: Figure) -> str:
    return ALIKE.get(figure.unit, figure.unit)


def _same_noun(bulletin: Bulletin, one: tuple[Section, Figure], other: tuple[Section, Figure]) -> bool:
    before = _common(*(_before(bulletin, *place)[::-1] for place in (one, other)))[::-1]
    after = _common(*(_after(bulletin, *place) for place in (one, other)))
    return any(len(noun) >= LEAST and noun not in EMPTY for noun in (before, after))


def _common(one: str, other: str) -> str:
    length = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:length]


def _before(bulletin: Bulletin, section: Section, figure: Figure) -> str:
    match = BEFORE.search(bulletin.text, max(section.start, figure.start - LONGEST), figure.start)
    return bulletin.text[match.start() : figure.start] if match else ""


def _after(bulletin: Bulletin, section: Section, figure: Figure) -> str:
    match = AFTER.match(bulletin.text, figure.end, min(section.end, figure.end + LONGEST))
    return match[0] if match else ""


def _seen(bulletin: Bulletin, section: Section, figure: Figure) -> str:
    return _before(bulletin, section, figure) + figure.text + _after(bulletin, section, figure)
