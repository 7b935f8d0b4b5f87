"""Totals with their parts in one sentence, re-added wherever the bulletin's own words say that they belong together."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bulletin.document import Bulletin, Figure, Section, Sentence
from bulletin.notes import Note, Outcome, note
from bulletin.reckoning import added, covered

PARTS = re.compile(r"[,:(]?(?:其中|分别[为是]?|包括)[,:]?|:")
GROUP = re.compile(r"按[^,;:。]{1,8}分[,:为]?")
BRACKET = re.compile(r"\(([^()]+)\)")
FIRST = re.compile(r"共[^,;。]*$")  # before a figure that opens its parts
LAST = re.compile(r"(?:共计|合计|总计|累计|[,、]计|,共)[^,;。0-9]*$")  # before a figure that closes them
EACH = re.compile(r"每[人户家个名件][^,;。0-9]*$")
TWICE = re.compile(r"(?:双重|重复|同时)[^,;。0-9]*$")
TWICE_WITHIN = 10  # characters before the figure
FEWEST = 2

PARTIAL = "列出的只是一部分，其余没有说明。"
ALL_PARTS = "总数与后面各项。"
ALL_TERMS = "各项与后面的总数。"
BY_GROUP = "“{group}”各项与前面的总数。"
GUESSED = "像是总数与各项，但原文没有写明，请人工看一下。"


def readded(bulletin: Bulletin, section: Section, folded: str) -> Iterator[Note]:
    """A note on every total of a section that can be re-added; `folded` is the bulletin's text, half-width."""
    before: Sequence[Figure] = ()
    for sentence in section.sentences:
        figures = [f for f in section.figures if sentence.start <= f.start < sentence.end and f.value is not None]
        reader = _Reader(bulletin, section, sentence, figures, folded)
        yield from reader.notes(before)
        before = figures


class _Reader:
    """One sentence with its figures."""

    def __init__(
        self, bulletin: Bulletin, section: Section, sentence: Sentence, figures: Sequence[Figure], folded: str
    ) -> None:
        self._bulletin, self._section, self._sentence, self._figures = bulletin, section, sentence, figures
        self._text = folded

    def notes(self, before: Sequence[Figure]) -> Iterator[Note]:
        yield from self._groups(before)
        for index, figure in enumerate(self._figures):
            if bracketed := self._bracketed(figure):
                yield self._note(figure, bracketed[-1], covered(_value(figure), _values(bracketed)), PARTIAL)
            elif following := self._following(index):
                yield from self._opened(figure, following)
            if LAST.search(self._before(figure)) and (terms := self._terms(index)):
                yield self._note(self._figures[index - 1], figure, added(_value(figure), terms), ALL_TERMS)

    def _groups(self, before: Sequence[Figure]) -> Iterator[Note]:
        """党内警告13人,… under 按处分档次分: parts of the largest figure before the first such group."""
        groups = list(GROUP.finditer(self._text, self._sentence.start, self._sentence.end))
        for group in groups:
            parts = self._run(group.end())
            earlier = [f for f in (*before, *self._figures) if f.start < groups[0].start()]
            totals = [f for f in earlier if parts and f.unit == parts[0].unit]
            if len(parts) < FEWEST or not totals:
                continue
            total = max(totals, key=_value)
            twice = [f for f in totals if TWICE.search(self._text, f.start - TWICE_WITHIN, f.start)]
            outcome = added(_value(total), _values(parts))
            if outcome.verdict == "differs" and twice:
                outcome = added(_value(total), [*_values(parts), *(-_value(f) for f in twice)])
            yield self._note(parts[0], parts[-1], outcome, BY_GROUP.format(group=group[0].rstrip(",:")))

    def _bracketed(self, figure: Figure) -> list[Figure]:
        """5人(党内严重警告2人)"""
        match = BRACKET.match(self._text, figure.end)
        return [f for f in self._figures if match and f.unit == figure.unit and match.start() < f.start < match.end()]

    def _following(self, index: int) -> list[Figure]:
        """The parts a total opens: the figures of its unit that follow at once, in the same clauses up to a ; or 。"""
        return [part for part in self._run(self._figures[index].end) if part.unit == self._figures[index].unit]

    def _opened(self, total: Figure, parts: list[Figure]) -> Iterator[Note]:
        if len(parts) < FEWEST:
            return
        marked = PARTS.search(self._text, total.end, parts[0].start)
        outcome = added(_value(total), _values(parts))
        if marked and outcome.verdict == "differs" and "其中" in marked[0]:
            yield self._note(total, parts[-1], covered(_value(total), _values(parts)), PARTIAL)
        elif marked or (outcome.verdict == "consistent" and _value(total)):
            yield self._note(total, parts[-1], outcome, ALL_PARTS)
        elif FIRST.search(self._before(total)) and not LAST.search(self._before(total)):
            yield self._note(total, parts[-1], Outcome("cannot_tell", outcome.recomputed), GUESSED)

    def _run(self, start: int) -> list[Figure]:
        """Figures of one unit from an offset up to a stop or to the next group."""
        stop = re.compile(r"[;。]|按[^,;:。]{1,8}分|共计|合计|总计").search(self._text, start, self._sentence.end)
        end = stop.start() if stop else self._sentence.end
        inside = [figure for figure in self._figures if start <= figure.start < end]
        same = [figure for figure in inside if figure.unit == inside[0].unit]
        return same if same == inside[: len(same)] else []

    def _terms(self, index: int) -> list[Decimal]:
        """What stands before a closing total: amounts of its unit, and 10名…每人300元 as their product."""
        total, terms, counts = self._figures[index], list[Decimal](), list[Decimal]()
        start = max(self._text.rfind(mark, self._sentence.start, total.start) for mark in ";:。")
        each = False
        for figure in (figure for figure in self._figures[:index] if figure.start > start):
            if figure.unit != total.unit:
                counts.append(_value(figure))
            elif EACH.search(self._before(figure)):
                terms += [_value(figure) * count for count in counts]
                counts, each = [], True
            else:
                terms.append(_value(figure))
        return terms if each or len(terms) >= FEWEST else []

    def _before(self, figure: Figure) -> str:
        return self._text[self._sentence.start : figure.start]

    def _note(self, first: Figure, last: Figure, outcome: Outcome, words: str) -> Note:
        return note(self._bulletin, self._section, (first.start, last.end), outcome, words)


def _value(figure: Figure) -> Decimal:
    return figure.value if figure.value is not None else Decimal()


def _values(figures: Sequence[Figure]) -> list[Decimal]:
    return [_value(figure) for figure in figures]
