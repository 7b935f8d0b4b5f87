"""The numbered headings of a bulletin: 一、 for parts, (一) or 1. for items, each at the beginning of a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.document import NotABulletin
from bulletin.spans import half_width, trim

DIGITS = "零一二三四五六七八九"
NUMERAL = "[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
LINE = re.compile(r"[^\r\n]+")
SHOWN = 20  # characters of a wrong line that are enough to find it

EMPTY = "文件里没有文字。应为一篇巡视整改情况通报，请检查是否选错了文件。"
NO_PART = "没有找到以“一、”开头的标题行。应为一篇巡视整改情况通报，读到的第一行是：{found}"
NO_ITEM = "第{line}行的标题下没有“(一)”或“1.”开头的条目：{found}"
OUT_OF_ORDER = "第{line}行的编号不连续：应为“{expected}”，读到的是：{found}"


@dataclass(frozen=True)
class Line:
    """A line that is not blank, without the blanks around it; `text` is half-width."""

    text: str
    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Heading:
    """A numbered heading: the row of its line in the list of lines, and where the words after the number begin."""

    number: int
    row: int
    body: int


@dataclass(frozen=True)
class Style:
    """A way of numbering: how it is recognised and how the next number would be printed."""

    pattern: re.Pattern[str]
    mark: str


PART = Style(re.compile(rf"({NUMERAL})\s*、\s*"), "{numeral}、")
ITEM = Style(re.compile(rf"\(\s*({NUMERAL})\s*\)\s*"), "({numeral})")
DIGIT_ITEM = Style(re.compile(r"([0-9]{1,2})\s*[.、](?![0-9])\s*"), "{number}.")


def read_lines(text: str) -> list[Line]:
    """The lines that are not blank."""
    folded, found = half_width(text), []
    for match in LINE.finditer(folded):
        start, end = trim(folded, *match.span())
        if start < end:
            found.append(Line(folded[start:end], folded.count("\n", 0, start) + 1, start, end))
    return found


def part_headings(lines: Sequence[Line]) -> list[Heading]:
    """The headings of the parts, at least one, numbered without a gap."""
    if not lines:
        raise NotABulletin(EMPTY)
    found = _find(lines, PART, range(len(lines)))
    if not found:
        raise NotABulletin(NO_PART.format(found=lines[0].text[:SHOWN]))
    _check_order(lines, PART, found)
    return found


def item_headings(lines: Sequence[Line], part: Heading, end: int) -> list[Heading]:
    """The items of a part that reaches to row `end`; 1. counts only where the part has no (一)."""
    rows = range(part.row + 1, end)
    for style in (ITEM, DIGIT_ITEM):
        if found := _find(lines, style, rows):
            _check_order(lines, style, found)
            return found
    line = lines[part.row]
    raise NotABulletin(NO_ITEM.format(line=line.number, found=line.text[:SHOWN]))


def numeral(number: int) -> str:
    """3 as 三, 12 as 十二; digits from a hundred on, which no bulletin reaches."""
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def _number(mark: str) -> int:
    if mark.isascii():
        return int(mark)
    tens, ten, ones = mark.rpartition("十")
    return (DIGITS.index(tens) if tens else len(ten)) * 10 + (DIGITS.index(ones) if ones else 0)


def _find(lines: Sequence[Line], style: Style, rows: range) -> list[Heading]:
    matches = ((row, style.pattern.match(lines[row].text)) for row in rows)
    return [Heading(_number(match[1]), row, lines[row].start + match.end()) for row, match in matches if match]


def _check_order(lines: Sequence[Line], style: Style, headings: Sequence[Heading]) -> None:
    for expected, heading in enumerate(headings, 1):
        if heading.number != expected:
            line, mark = lines[heading.row], style.mark.format(number=expected, numeral=numeral(expected))
            raise NotABulletin(OUT_OF_ORDER.format(line=line.number, expected=mark, found=line.text[:SHOWN]))
