"""Marks in the text of an item: clauses that a clerk ticks, the excerpt they make, and where an excerpt stands."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bulletin import quoting
from bulletin.document import Section
from bulletin.quoting import ELLIPSIS


@dataclass(frozen=True)
class Clause:
    """One clause to tick; `after` is what stands between it and the next: 、 or a full stop, and `new` begins a
    sentence."""

    start: int  # in the section
    end: int
    text: str
    after: str
    new: bool
    ticked: bool


def clauses(section: Section, ticked: Collection[int] = ()) -> list[Clause]:
    """All clauses of a section in order, those that begin at `ticked` marked."""
    spans = _spans(section)
    begins = {sentence.start - section.start for sentence in section.sentences}
    ends = [*(start for start, _ in spans[1:]), len(section.text)]
    return [
        Clause(start, end, section.text[start:end], section.text[end:then], start in begins, start in ticked)
        for (start, end), then in zip(spans, ends, strict=True)
    ]


def excerpt(section: Section, ticked: Collection[int]) -> str:
    """The ticked clauses as a quotation: neighbours as they stand, …… where something is left out."""
    runs: list[tuple[int, int]] = []
    spans = _spans(section)
    for number, (start, end) in enumerate(spans):
        if start not in ticked:
            continue
        if runs and number and runs[-1][1] == spans[number - 1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return ELLIPSIS.join(section.text[start:end] for start, end in runs)


def ticks(section: Section, quote: str) -> frozenset[int]:
    """Where the clauses begin that an excerpt consists of."""
    places = list(_places(section, quote))
    return frozenset(start for start, end in _spans(section) if any(a <= start and end <= b for a, b in places))


def highlighted(section: Section, quote: str) -> list[tuple[str, bool]]:
    """The text of the section in pieces, each with whether the quote says it."""
    pieces, at = [], 0
    for start, end in _places(section, quote):
        pieces += [(section.text[at:start], False), (section.text[start:end], True)]
        at = end
    return [(text, said) for text, said in (*pieces, (section.text[at:], False)) if text]


def _spans(section: Section) -> list[tuple[int, int]]:
    return [(start - section.start, end - section.start) for start, end in quoting.clauses(section)]


def _places(section: Section, quote: str) -> Iterator[tuple[int, int]]:
    at = 0
    for span in filter(None, quote.split(ELLIPSIS)):
        found = section.text.find(span, at)
        if found < 0:
            return
        at = found + len(span)
        yield found, at
