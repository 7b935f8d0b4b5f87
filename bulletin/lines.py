"""The lines of a text as a reader sees them: a line broken in a sentence is one, a heading glued to another is two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bulletin.document import Doubt
from bulletin.spans import half_width, trim

NUMERAL = "[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
DIGITS = "零一二三四五六七八九"
RAW = re.compile(r"[^\r\n]+")
NUMBERED = re.compile(
    rf"(?:第?(?:{NUMERAL})\s*[、.]|第(?:{NUMERAL})部分|\(\s*(?:{NUMERAL}|[0-9]{{1,2}})\s*\)"
    rf"|[0-9]{{1,2}}\s*[.、](?![0-9])|(?:{NUMERAL})是|第(?:{NUMERAL}),)"
)
FINISHED = "。!?;:…"
LEAST_TAIL = 8  # characters of a sentence that was broken off; less is a date, a name
GLUED_PART = re.compile(rf"(?<=[。;!?])\s*(?=(?:{NUMERAL})、关于|第(?:{NUMERAL})部分)")
GLUED_FIRST = re.compile(r"(?=\(\s*一\s*\))")
GLUED_ITEM = re.compile(rf"(?<=[。;])\s*(?=\(\s*({NUMERAL})\s*\))")
TITLE = re.compile(rf"(?:{NUMERAL})、|第(?:{NUMERAL})部分")
ITEM = re.compile(rf"\(\s*({NUMERAL})\s*\)")
GARBLED = re.compile("[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫|屯屯|[■□◆◇●○▲△]{2,}|[\u00c0-\u00ff]{3,}")
SHOWN = 20  # characters of a line that are enough to find it

BROKEN = "这一行在句子中间断开，已和下一行接上：……{found}"
GLUED = "标题和前面的文字连在一起，已分开：{found}"
DAMAGED = "有乱码，这一处不会被引用：{found}"
TABLE = "像是表格里的一行，按一句话读：{found}"


@dataclass(frozen=True)
class Line:
    """A line that is not blank, without the blanks around it; `text` is half-width."""

    text: str
    number: int
    start: int
    end: int

    def cut(self, at: int, to: int) -> "Line":
        """The piece from `at` to `to`, counted in the line, without blanks at its borders."""
        first, last = trim(self.text, at, to)
        return Line(self.text[first:last], self.number, self.start + first, self.start + last)


def read_lines(text: str, doubts: list[Doubt]) -> list[Line]:
    """The lines that are not blank, mended; what was mended goes into `doubts`."""
    folded, found = half_width(text), list[Line]()
    number, counted = 1, 0
    for match in RAW.finditer(folded):
        start, end = trim(folded, *match.span())
        if start < end:
            number += folded.count("\n", counted, start)
            counted = start
            found.append(Line(folded[start:end], number, start, end))
    _look_at(found, doubts)
    return list(_unglued(_joined(folded, found, doubts), doubts))


def number_of(mark: str) -> int:
    """十二 as 12, "3" as 3."""
    if mark.isascii():
        return int(mark)
    tens, ten, ones = mark.rpartition("十")
    return (DIGITS.index(tens) if tens else len(ten)) * 10 + (DIGITS.index(ones) if ones else 0)


def is_garbled(text: str) -> bool:
    """Whether the text has characters that a wrong decoding leaves behind."""
    return GARBLED.search(text) is not None


def _look_at(lines: Sequence[Line], doubts: list[Doubt]) -> None:
    for line in lines:
        if garbled := GARBLED.search(line.text):
            shown = line.text[max(0, garbled.start() - SHOWN // 2) :][:SHOWN]
            doubts.append(Doubt(line.number, DAMAGED.format(found=shown)))
        if "\t" in line.text and "。" not in line.text and not NUMBERED.match(line.text):
            doubts.append(Doubt(line.number, TABLE.format(found=line.text[:SHOWN])))


def _joined(folded: str, lines: Sequence[Line], doubts: list[Doubt]) -> Iterator[Line]:
    held: Line | None = None
    for line in lines:
        if held and _is_broken_off(held.text) and not NUMBERED.match(line.text):
            doubts.append(Doubt(line.number - 1, BROKEN.format(found=held.text[-SHOWN:])))
            held = Line(folded[held.start : line.end], held.number, held.start, line.end)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _is_broken_off(text: str) -> bool:
    """A comma at the end, or more than a few words after the last full stop."""
    if text[-1] in ",、，":
        return True
    _, stop, tail = text.rpartition("。")
    tail = tail.strip("”’\"') ")
    if not stop or len(tail) < LEAST_TAIL or ":" in tail or "\t" in tail:
        return False
    return tail[-1] not in FINISHED and not tail[-1].isascii()


def _unglued(lines: Iterator[Line], doubts: list[Doubt]) -> Iterator[Line]:
    """Headings that stand in the middle of a line; an item only where its number is the next one."""
    last = 0
    for line in lines:
        for piece in _pieces(line, doubts, [match.end() for match in GLUED_PART.finditer(line.text)]):
            cuts, last = _item_cuts(piece, last)
            yield from _pieces(piece, doubts, cuts)


def _item_cuts(line: Line, last: int) -> tuple[list[int], int]:
    cuts = []
    if TITLE.match(line.text):
        last, first = 0, GLUED_FIRST.search(line.text)
        if first and "。" not in line.text[: first.start()]:
            cuts, last = [first.start()], 1
    elif item := ITEM.match(line.text):
        last = number_of(item[1])
    for match in GLUED_ITEM.finditer(line.text):
        if last and number_of(match[1]) == last + 1:
            cuts.append(match.end())
            last += 1
    return cuts, last


def _pieces(line: Line, doubts: list[Doubt], cuts: Sequence[int]) -> list[Line]:
    if not cuts:
        return [line]
    pieces = [line.cut(at, to) for at, to in pairwise([0, *cuts, len(line.text)])]
    doubts += [Doubt(line.number, GLUED.format(found=piece.text[:SHOWN]), True) for piece in pieces[1:]]
    return [piece for piece in pieces if piece.text]
