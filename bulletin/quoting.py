"""Verbatim quotation: spans of one section, joined by …… and cut where the text itself pauses."""

import re
from collections.abc import Iterator

from bulletin.document import Section
from bulletin.spans import trim

ELLIPSIS = "……"
PAUSES = "，,；;。：:！!？?…\r\n"
MARKS = PAUSES + "、“”‘’《》〈〉（）()"
IN_NUMBER = r"(?<=[0-9])[,:](?=[0-9])"
# a bracket that is never closed protects nothing
PROTECTED = rf"《(?:[^《》\r\n]|《[^《》\r\n]*》)*》|“[^“”\r\n]*”|[（(][^()（）\r\n]*[)）]|{IN_NUMBER}"
CLAUSE = re.compile(rf"(?:{PROTECTED}|[^{PAUSES}])+")
CUT = re.compile(rf"(?!{IN_NUMBER})[{MARKS}\s]")
LEAST = 12  # characters: 截至目前 or 同时 alone would say nothing


def is_verbatim(section: Section, text: str) -> bool:
    """Whether the text is spans of the section, in order, each cut at punctuation or at the section's borders."""
    if not _says(text):
        return False
    at, first = 0, section.sentences[0].start - section.start if section.sentences else 0
    for span in text.split(ELLIPSIS):
        found = _find(section.text, span, at, first)
        if found is None:
            return False
        at = found + len(span)
    return True


def clauses(section: Section) -> list[tuple[int, int]]:
    """The clauses without the pause that ends them, as offsets into the bulletin; none begins inside 《》, “” or ()."""
    if not section.sentences:
        return []
    after_number = section.sentences[0].start - section.start
    spans = (trim(section.text, *match.span()) for match in CLAUSE.finditer(section.text, after_number))
    return [(start + section.start, end + section.start) for start, end in spans if _says(section.text[start:end])]


def fit(section: Section, start: int, end: int, limit: int) -> str:
    """The longest run of whole clauses around a span of the bulletin; "" when its own clauses exceed the limit."""
    spans = clauses(section)
    touched = [index for index, (first, last) in enumerate(spans) if first < end and start < last]
    if not touched:
        return ""
    begins = [first for first, _ in spans[: touched[0] + 1]]
    ends = [last for _, last in spans[touched[-1] :]]
    runs = [(first, last) for first in begins for last in ends if last - first <= limit]
    return _quote(section, *max(runs, key=lambda run: run[1] - run[0], default=(section.start, section.start)))


def overview(section: Section, limit: int) -> str:
    """The heading and then how each sentence begins, as far as the limit allows."""
    quote = ""
    for opening in _openings(section):
        longer = f"{quote}{ELLIPSIS}{opening}" if quote else opening
        if len(longer) > limit:
            break
        quote = longer
    return quote


def _openings(section: Section) -> Iterator[str]:
    spans, unheaded = clauses(section), section.sentences
    if section.heading:
        yield section.heading
        unheaded = unheaded[1:]
    for sentence in unheaded:
        if own := [span for span in spans if sentence.start <= span[0] < sentence.end]:
            yield _opening(section, own)


def _opening(section: Section, spans: list[tuple[int, int]]) -> str:
    ends = [end for _, end in spans if end - spans[0][0] >= LEAST] or [spans[-1][1]]
    return _quote(section, spans[0][0], ends[0])


def _quote(section: Section, start: int, end: int) -> str:
    return section.text[start - section.start : end - section.start]


def _find(text: str, span: str, at: int, first: int) -> int | None:
    """Where the span stands between two cuts, or behind the number that ends at `first`; the earliest of them."""
    while span and (at := text.find(span, at)) >= 0:
        if (at == first or _is_cut(text, at)) and _is_cut(text, at + len(span)):
            return at
        at += 1
    return None


def _is_cut(text: str, at: int) -> bool:
    return at in (0, len(text)) or any(CUT.match(text, place) for place in (at - 1, at))


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)
