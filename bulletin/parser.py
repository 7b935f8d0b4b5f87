"""Text to bulletin: preface, parts with their items, closing, contact paragraph."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bulletin.contacts import find_contacts
from bulletin.document import Bulletin, NotABulletin, Part, Section, Sentence
from bulletin.figures import find_documents, find_figures
from bulletin.headings import Heading, Line, item_headings, numeral, part_headings, read_lines
from bulletin.spans import trim

__all__ = ["NotABulletin", "parse"]

PROBLEM = re.compile(r"“((?:[^“”]|“[^“”]*”)+)”|\"([^\"]+)\"")
SENTENCE = re.compile(r"[^。!?！？\r\n]*[。!?！？]+[”’》)）]*|[^。!?！？\r\n]+")
CLOSING = re.compile(r"下一步|下一阶段|下阶段|接下来|今后")
CONTACT = re.compile(r"欢迎|如有意见|.*(?:联系(?:方式|电话)|通[信讯]地址|邮寄地址|电子邮箱)\s*:")


def parse(text: str, bulletin_id: str) -> Bulletin:
    """The bulletin in `text`; NotABulletin when its headings are missing or not in order."""
    return _Reader(text, bulletin_id).bulletin()


class _Reader:
    """One text being read: its lines and the name its sections are called by."""

    def __init__(self, text: str, bulletin_id: str):
        self.text, self.id, self.lines = text, bulletin_id, read_lines(text)

    def bulletin(self) -> Bulletin:
        headings = part_headings(self.lines)
        bounds = [heading.row for heading in headings] + [len(self.lines)]
        items = [item_headings(self.lines, part, end) for part, end in zip(headings, bounds[1:], strict=True)]
        closing, contact = _tail(self.lines, items[-1][-1].row + 1)
        bounds[-1] = closing
        reached = self._paragraphs("联系方式", "contact", contact, len(self.lines))
        return Bulletin(
            id=self.id,
            text=self.text,
            preface=self._paragraphs("前言", "preface", 0, bounds[0]),
            parts=tuple(self._part(*found) for found in zip(headings, items, bounds[1:], strict=True)),
            closing=self._paragraphs("结尾", "closing", closing, contact),
            contact=reached,
            contacts=find_contacts(reached.text, reached.start) if reached else (),
        )

    def _part(self, heading: Heading, items: Sequence[Heading], end: int) -> Part:
        line = self.lines[heading.row]
        title, label = self.text[line.start : line.end], numeral(heading.number)
        problem = PROBLEM.search(title)
        bounds = [item.row for item in items] + [end]
        sections = tuple(self._item(heading, item, rows) for item, rows in zip(items, pairwise(bounds), strict=True))
        quoted = (problem[1] or problem[2]) if problem else self.text[heading.body : line.end]
        return Part(heading.number, label, quoted, title, line.start, sections[-1].end, sections)

    def _item(self, part: Heading, item: Heading, rows: tuple[int, int]) -> Section:
        label = f"{numeral(part.number)}({numeral(item.number)})"
        return self._section(label, f"{part.number}.{item.number}", rows, item.body)

    def _paragraphs(self, label: str, name: str, first: int, end: int) -> Section | None:
        return self._section(label, name, (first, end), self.lines[first].start) if first < end else None

    def _section(self, label: str, name: str, rows: tuple[int, int], body: int) -> Section:
        start, end = self.lines[rows[0]].start, self.lines[rows[1] - 1].end
        sentences = _sentences(self.text, body, end)
        heading = sentences[0].text.removesuffix("。") if body > start and sentences else ""
        words = self.text[body:end]
        found = find_figures(words, body), find_documents(words, body)
        return Section(f"{self.id}/{name}", label, heading, start, end, self.text[start:end], sentences, *found)


def _tail(lines: Sequence[Line], first: int) -> tuple[int, int]:
    """The rows where closing and contact begin; no row before `first`, the end of the text where there is none."""
    rows = range(first, len(lines))
    contact = next((row for row in rows if CONTACT.match(lines[row].text)), len(lines))
    closing = next((row for row in range(first, contact) if CLOSING.match(lines[row].text)), contact)
    return closing, contact


def _sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    found = (trim(text, *match.span()) for match in SENTENCE.finditer(text, start, end))
    return tuple(Sentence(text[first:last], first, last) for first, last in found if first < last)
