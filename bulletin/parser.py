"""Text to bulletin: preface, parts with their items, closing, contact paragraph."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bulletin.contacts import find_contacts
from bulletin.document import Bulletin, Doubt, NotABulletin, Part, Section, Sentence
from bulletin.figures import find_documents, find_figures
from bulletin.headings import Heading, item_headings, numeral, part_headings
from bulletin.lines import NUMERAL, Line, read_lines
from bulletin.spans import trim

__all__ = ["NotABulletin", "parse", "read"]

PROBLEM = re.compile(r"“((?:[^“”]|“[^“”]*”)+)”|\"([^\"]+)\"")
ABOUT = re.compile(r"^(?:关于)?(.*?)(?:的?(?:问题|方面))?(?:的?整改(?:落实)?情况)?$", re.DOTALL)
SENTENCE = re.compile(r"[^。!?！？]*[。!?！？]+[”’》)）]*|[^。!?！？]+")
CLAUSE_END = re.compile(r"[，,；;：:\r\n]")
CLOSING = re.compile(r"下一步|下一阶段|下阶段|接下来|今后")
CONTACT = re.compile(r"欢迎|如有意见|(?:监督|举报|联系)电话|.*(?:联系(?:方式|电话)|通[信讯]地址|邮寄地址|电子邮箱)\s*:")
SIGNATURE = re.compile(r"[^。,;:!?]{2,40}$")
DATE = re.compile(r"[0-9〇零一二三四五六七八九]{4}年.{1,3}月.{1,3}日$")
COUNTED = re.compile(rf"(?:^|(?<=[。;:]))\s*(?={NUMERAL}是)")
LONGEST_HEADING = 40  # characters; a longer first sentence is no heading, but its first clause is
LONGEST_SIGNATURE = 3  # lines
LEAST_COUNTED = 2


def parse(text: str, bulletin_id: str) -> Bulletin:
    """The bulletin in `text`; NotABulletin when its headings are missing or not in order."""
    bulletin = read(text, bulletin_id)
    if serious := [doubt for doubt in bulletin.doubts if doubt.serious]:
        raise NotABulletin(str(serious[0]))
    return bulletin


def read(text: str, bulletin_id: str) -> Bulletin:
    """The bulletin as far as it can be read, with its doubts; NotABulletin when no part has a heading."""
    return _Reader(text, bulletin_id).bulletin()


class _Reader:
    """One text being read: its lines and the name its sections are called by."""

    def __init__(self, text: str, bulletin_id: str):
        self.doubts: list[Doubt] = []
        self.text, self.id = text, bulletin_id
        self.lines: list[Line] = read_lines(text, self.doubts)

    def bulletin(self) -> Bulletin:
        style, headings = part_headings(self.lines, self.doubts)
        ends = [heading.row for heading in headings[1:]] + [len(self.lines)]
        items = [
            item_headings(self.lines, style, part, end, self.doubts) for part, end in zip(headings, ends, strict=True)
        ]
        first = items[-1][-1].row + 1 if items[-1] else headings[-1].row + 2
        closing, contact = _tail(self.lines, first)
        ends[-1] = closing
        reached = self._paragraphs("联系方式", "contact", self.lines[contact:])
        return Bulletin(
            id=self.id,
            text=self.text,
            preface=self._paragraphs("前言", "preface", self.lines[: headings[0].row]),
            parts=tuple(self._part(*found) for found in zip(headings, items, ends, strict=True)),
            closing=self._paragraphs("结尾", "closing", self.lines[closing:contact]),
            contact=reached,
            contacts=find_contacts(reached.text, reached.start) if reached else (),
            doubts=tuple(sorted(self.doubts, key=lambda doubt: doubt.line)),
        )

    def _part(self, heading: Heading, items: Sequence[Heading], end: int) -> Part:
        line, label = self.lines[heading.row], numeral(heading.number)
        title = "" if heading.lost else self.text[line.start : line.end]
        body = heading.row + (not heading.lost)
        if items:
            bounds = [item.row for item in items] + [end]
            blocks = [
                (item, self.lines[first:last]) for item, (first, last) in zip(items, pairwise(bounds), strict=True)
            ]
            intro = self._paragraphs(label, f"{heading.number}.0", self.lines[body : bounds[0]])
        else:
            blocks, intro = _unnumbered(self.lines[body:end]), None
        sections = tuple(self._item(heading.number, item, lines) for item, lines in blocks)
        last = sections[-1].end if sections else line.end
        quoted = _problem(self.text[heading.body : line.end]) if title else ""
        return Part(heading.number, label, quoted, title, line.start, last, sections, intro)

    def _item(self, part: int, item: Heading, lines: Sequence[Line]) -> Section:
        label = f"{numeral(part)}({numeral(item.number)})"
        sentences = self._sentences(lines, item.body)
        heading = _first_words(sentences[0].text) if sentences else ""
        return self._section(label, f"{part}.{item.number}", lines, heading, sentences)

    def _paragraphs(self, label: str, name: str, lines: Sequence[Line]) -> Section | None:
        return self._section(label, name, lines, "", self._sentences(lines, lines[0].start)) if lines else None

    def _section(
        self, label: str, name: str, lines: Sequence[Line], heading: str, sentences: tuple[Sentence, ...]
    ) -> Section:
        start, end = lines[0].start, lines[-1].end
        body = sentences[0].start if sentences else end
        words = self.text[body:end]
        found = find_figures(words, body), find_documents(words, body)
        return Section(f"{self.id}/{name}", label, heading, start, end, self.text[start:end], sentences, *found)

    def _sentences(self, lines: Sequence[Line], body: int) -> tuple[Sentence, ...]:
        spans = ((max(line.start, body), line.end) for line in lines)
        matches = (match for start, end in spans for match in SENTENCE.finditer(self.text, start, end))
        found = (trim(self.text, *match.span()) for match in matches)
        return tuple(Sentence(self.text[first:last], first, last) for first, last in found if first < last)


def _problem(title: str) -> str:
    """What the heading quotes, or else its words without “关于” and “问题的整改情况”."""
    if quoted := PROBLEM.search(title):
        return quoted[1] or quoted[2]
    about = ABOUT.match(title)
    return about[1] if about and about[1] else title


def _first_words(sentence: str) -> str:
    """The first sentence of an item, or its first clause where that is too long for a heading."""
    words = sentence.rstrip("。：:")
    return words if len(words) <= LONGEST_HEADING else CLAUSE_END.split(words, maxsplit=1)[0] or words


def _unnumbered(lines: Sequence[Line]) -> list[tuple[Heading, list[Line]]]:
    """A part without numbered items: 一是, 二是 within its paragraphs, or else each paragraph."""
    pieces = [piece for line in lines for piece in _counted(line)]
    return [(Heading(number, 0, piece.start), [piece]) for number, piece in enumerate(pieces, 1)]


def _counted(line: Line) -> list[Line]:
    cuts = [match.end() for match in COUNTED.finditer(line.text)]
    if len(cuts) < LEAST_COUNTED:
        return [line]
    borders = [0, *(cut for cut in cuts if cut), len(line.text)]
    return [piece for first, last in pairwise(borders) if (piece := line.cut(first, last)).text]


def _tail(lines: Sequence[Line], first: int) -> tuple[int, int]:
    """The rows where closing and contact begin; no row before `first`, the end of the text where there is none."""
    rows = range(first, len(lines))
    contact = next((row for row in rows if CONTACT.match(lines[row].text)), len(lines))
    closing = next((row for row in range(first, contact) if CLOSING.match(lines[row].text)), contact)
    return min(closing, _signature(lines, first, contact)), contact


def _signature(lines: Sequence[Line], first: int, end: int) -> int:
    """The row where the signature begins that ends the text, with its date; `end` where there is none."""
    if end < len(lines) or end <= first or not DATE.search(lines[end - 1].text):
        return end
    rows = range(max(first, end - LONGEST_SIGNATURE), end)
    return next(row for row in rows if all(SIGNATURE.match(line.text) for line in lines[row:end]) or row == end - 1)
