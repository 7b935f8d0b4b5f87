"""What a bulletin says, cut into facts: sentences, and long ones into runs of their clauses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bulletin.document import Bulletin, Figure, Section
from bulletin.lines import is_garbled
from bulletin.quoting import clauses

QUOTED = 110  # characters of one fact; two of them still fit a reply
LEAST = 6
FEW = 3  # characters beside a date that do not make a clause: 截至, 仅, 到


@dataclass(frozen=True)
class Clause:
    """A clause with the figures in it, whose offsets count from its beginning."""

    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Fact:
    """Something one answer says: verbatim words of a section, and its clauses."""

    section: Section
    text: str
    clauses: tuple[Clause, ...]


def facts(bulletin: Bulletin) -> Iterator[Fact]:
    """All facts in the order of the text, but for contacts, titles, signatures and what is garbled."""
    for section in bulletin.sections:
        if section is not bulletin.contact:
            yield from _of_section(section)


def _of_section(section: Section) -> Iterator[Fact]:
    spans, headed = clauses(section), section.heading
    for number, sentence in enumerate(section.sentences):
        if (number == 0 and sentence.text.rstrip("。：:") == headed) or not _is_fact(sentence.text):
            continue
        own = [span for span in spans if sentence.start <= span[0] < sentence.end and not _garbled(section, span)]
        for run in _runs(_with_words(section, own)):
            text = section.text[run[0][0] - section.start : run[-1][1] - section.start]
            if len(text) >= LEAST:
                yield Fact(section, text, tuple(_clause(section, *span) for span in run))


def _is_fact(sentence: str) -> bool:
    """Whether it ends as a sentence does, or is a row of a table; not a title, a name or a date."""
    return sentence[-1] in "。！!？?；;”）)" or "\t" in sentence or ("，" in sentence or "," in sentence)


def _garbled(section: Section, span: tuple[int, int]) -> bool:
    return is_garbled(section.text[span[0] - section.start : span[1] - section.start])


def _with_words(section: Section, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A clause that is nothing but a date goes with the next one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        before = joined[-1] if joined else (start, start)
        figures = sum(f.end - f.start for f in section.figures if before[0] <= f.start and f.end <= before[1])
        if figures and before[1] - before[0] - figures <= FEW:
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return joined


def _runs(spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    run: list[tuple[int, int]] = []
    for span in spans:
        if run and span[1] - run[0][0] > QUOTED:
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _clause(section: Section, start: int, end: int) -> Clause:
    inside = (figure for figure in section.figures if start <= figure.start and figure.end <= end)
    shifted = (Figure(f.text, f.value, f.unit, f.start - start, f.end - start) for f in inside)
    return Clause(section.text[start - section.start : end - section.start], tuple(shifted))
