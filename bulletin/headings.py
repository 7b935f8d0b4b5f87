"""The numbered headings of a bulletin, each at the beginning of a line, and what is odd about their numbers."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bulletin.document import Doubt, NotABulletin
from bulletin.lines import DIGITS, NUMERAL, SHOWN, Line, number_of

EMPTY = "文件里没有文字。应为一篇巡视整改情况通报，请检查是否选错了文件。"
NO_PART = "没有找到以“一、”开头的标题行。应为一篇巡视整改情况通报，读到的第一行是：{found}"
NO_ITEM = "标题下没有“(一)”或“1.”开头的条目：{found}"
OUT_OF_ORDER = "编号不连续：应为“{expected}”，读到的是：{found}"
LOST_PART = "这一行前面应为“{expected}”开头的标题行，文中没有；先按没有标题的一个部分读"


@dataclass(frozen=True)
class Style:
    """A way of numbering: how it is recognised, how the next number is printed, how many make it a numbering."""

    pattern: re.Pattern[str]
    mark: str
    least: int = 1


@dataclass(frozen=True)
class Heading:
    """A numbered heading: the row of its line in a list of lines, and where the words after the number begin."""

    number: int
    row: int
    body: int
    lost: bool = False  # the heading of a part that must have been there: its first item stands in `row`


PART = Style(re.compile(rf"({NUMERAL})\s*、\s*"), "{numeral}、")
CHAPTER = Style(re.compile(rf"第({NUMERAL})部分[\s:、,.]*"), "第{numeral}部分", 2)
ORDINAL = Style(re.compile(rf"第({NUMERAL})[、,:]\s*"), "第{numeral}、", 2)
ITEM = Style(re.compile(rf"\(\s*({NUMERAL})\s*\)\s*"), "({numeral})")
DIGIT_ITEM = Style(re.compile(r"([0-9]{1,2})\s*[.、](?![0-9])\s*"), "{number}.")
BRACKET_ITEM = Style(re.compile(r"\(\s*([0-9]{1,2})\s*\)\s*"), "({number})")
COUNTED_ITEM = Style(re.compile(rf"({NUMERAL})是(?:要)?[,:]?\s*"), "{numeral}是", 2)
QUOTED_ITEM = Style(re.compile(rf"({NUMERAL})[.]\s*"), "{numeral}.", 2)
PART_STYLES = (CHAPTER, PART, ORDINAL, replace(ITEM, least=2), replace(DIGIT_ITEM, least=2))
ITEM_STYLES = (PART, ITEM, DIGIT_ITEM, BRACKET_ITEM, COUNTED_ITEM, QUOTED_ITEM, ORDINAL)


def part_headings(lines: Sequence[Line], doubts: list[Doubt]) -> tuple[Style, list[Heading]]:
    """How the parts are numbered, and their headings, at least one."""
    if not lines:
        raise NotABulletin(EMPTY)
    for style in PART_STYLES:
        found = _find(lines, style, range(len(lines)))
        if len(found) >= style.least:
            ordered = _in_order(lines, style, found, doubts)
            return style, _with_lost(lines, style, ordered, doubts)
    raise NotABulletin(NO_PART.format(found=lines[0].text[:SHOWN]))


def item_headings(lines: Sequence[Line], parts: Style, part: Heading, end: int, doubts: list[Doubt]) -> list[Heading]:
    """The items of a part that reaches to row `end`, in the first style that numbers any; else none and a doubt."""
    rows = range(part.row + (not part.lost), end)
    for style in ITEM_STYLES[parts is not CHAPTER :]:
        found = _find(lines, style, rows) if style.mark != parts.mark else []
        if len(found) >= style.least:
            return _in_order(lines, style, found, doubts)
    line = lines[part.row]
    doubts.append(Doubt(line.number, NO_ITEM.format(found=line.text[:SHOWN]), True))
    return []


def numeral(number: int) -> str:
    """3 as 三, 12 as 十二; digits from a hundred on, which no bulletin reaches."""
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def _find(lines: Sequence[Line], style: Style, rows: range) -> list[Heading]:
    matches = ((row, style.pattern.match(lines[row].text)) for row in rows)
    return [Heading(number_of(match[1]), row, lines[row].start + match.end()) for row, match in matches if match]


def _in_order(lines: Sequence[Line], style: Style, found: Sequence[Heading], doubts: list[Doubt]) -> list[Heading]:
    """Every number once and growing: a wrong one becomes the one that fits, or its line is no heading."""
    trusted, kept = _longest_growing([heading.number for heading in found]), list[Heading]()
    for index, heading in enumerate(found):
        expected = kept[-1].number + 1 if kept else 1
        if heading.number != expected:
            line, mark = lines[heading.row], style.mark.format(number=expected, numeral=numeral(expected))
            said = OUT_OF_ORDER.format(expected=mark, found=line.text[:SHOWN])
            doubts.append(Doubt(line.number, said, True))
        if index in trusted:
            kept.append(heading)
        elif expected < min((found[other].number for other in trusted if other > index), default=expected + 1):
            kept.append(replace(heading, number=expected))
    return kept


def _longest_growing(numbers: Sequence[int]) -> set[int]:
    """The indices of the longest growing run of numbers, not necessarily side by side; of equal ones the first."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for index, number in enumerate(numbers):
        length = bisect_left(tails, number)
        if number in tails[length : length + 1]:
            continue
        before[index] = ends[length - 1] if length else None
        tails[length:] = [number, *tails[length + 1 :]]
        ends[length:] = [index, *ends[length + 1 :]]
    chosen, at = set(), ends[-1] if ends else None
    while at is not None:
        chosen.add(at)
        at = before[at]
    return chosen


def _with_lost(lines: Sequence[Line], parts: Style, found: Sequence[Heading], doubts: list[Doubt]) -> list[Heading]:
    """Where one number is missing and the items begin anew within the part before, a heading line was lost."""
    complete: list[Heading] = []
    for heading, following in zip(found, [*found[1:], None], strict=True):
        complete.append(heading)
        if following and following.number == heading.number + 2:
            rows = range(heading.row + 1, following.row)
            firsts = [item for item in _find(lines, ITEM, rows) if item.number == 1][1:]
            if firsts and parts.mark != ITEM.mark:
                complete.append(replace(firsts[0], number=heading.number + 1, lost=True))
                mark = parts.mark.format(number=heading.number + 1, numeral=numeral(heading.number + 1))
                doubts.append(Doubt(lines[firsts[0].row].number, LOST_PART.format(expected=mark), True))
    return complete
