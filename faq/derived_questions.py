"""Questions that a fact answers, made of its own words by the rules in data/derivation.yml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from bulletin.document import Figure
from faq.derived_facts import Clause, Fact
from faq.derived_words import Way, Words

LONGEST = 40  # characters of a phrasing; people ask shortly
LONGEST_BUTTON = 28
LEADING_TO = re.compile("(?:截至?|至|到|约|共|为|由|于|自|在|从|近|达|每[人户月年个])+$")


@dataclass(frozen=True)
class Subject:
    """What a fact is about where its clause does not say so: the item's heading, the place or thing it began with."""

    topic: str
    first: str


def phrasings(fact: Fact, topic: str, words: Words, most: int, turn: int) -> list[str]:
    """At most so many questions, those of each clause in turn; `turn` chooses among frames that mean the same."""
    subject = Subject(topic, _first(fact, words))
    streams = [_of_clause(clause, subject, words, turn + number) for number, clause in enumerate(fact.clauses)]
    mixed = chain.from_iterable(zip_longest(*streams))
    found = dict.fromkeys(text for text in mixed if text and 4 <= len(text) <= LONGEST)
    return list(found)[:most]


def question(fact: Fact, topic: str, words: Words) -> str:
    """What the button says: its first figure, or else its words."""
    figured = next((clause for clause in fact.clauses if clause.figures), None)
    clause = figured or fact.clauses[0]
    asked = next(iter(_figure_questions(clause, words, 0)), "") if figured else ""
    about = asked or f"{'、'.join(words.pieces(clause.text)[:2]) or clause.text}怎么样了"
    longer = about if topic[:4] in about else f"{topic}：{about}"
    return f"{longer if len(longer) <= LONGEST_BUTTON else about[-LONGEST_BUTTON:]}？"


def kind(fact: Fact) -> str:
    """The `type` of the answer."""
    units = [figure.unit for clause in fact.clauses for figure in clause.figures]
    if any(unit != "date" for unit in units):
        return "figure"
    return "when" if units else "list" if "《" in fact.text else "measure"


def _first(fact: Fact, words: Words) -> str:
    pieces = words.pieces(_without_figures(fact.clauses[0]))
    return pieces[0] if pieces else ""


def _of_clause(clause: Clause, subject: Subject, words: Words, turn: int) -> Iterator[str]:
    """The best first: what the clause says, its numbers, then its pieces with a question behind them."""
    core = words.bare(_without_figures(clause))
    pieces = words.pieces(_without_figures(clause))
    streams = [
        _statements(clause, core, pieces, words, turn),
        _figure_questions(clause, words, turn),
        _with_subject(clause, subject, pieces, words, turn),
        _ways(clause, subject, pieces, words, turn),
    ]
    for number, text in enumerate(filter(None, chain.from_iterable(zip_longest(*streams)))):
        yield words.framed(text if number % 2 else words.as_said(text, turn + number), turn * 7 + number)


def _statements(clause: Clause, core: str, pieces: list[str], words: Words, turn: int) -> Iterator[str]:
    yield core
    yield words.bare(clause.text)
    yield from words.turned(core, turn)
    yield from (f"{left}{right}" for left, right in pairwise(pieces))
    yield from (piece for piece in pieces if len(piece) >= 4)


def _figure_questions(clause: Clause, words: Words, turn: int) -> Iterator[str]:
    for number, figure in enumerate(clause.figures):
        left, right = _around(clause, number, words)
        asked = words.asking(figure.unit)
        first, second = (asked[(turn + number + shift) % len(asked)] for shift in (0, 1))
        if figure.unit == "date":
            yield from (f"{left}{right}{first}", f"{second}{left}{right}")
            continue
        unit = asked[0]
        yield f"{left}{unit}{right}" if left else f"{right}有{unit}"
        yield from (f"{said}{first}" for said in words.turned(left + ("" if left else right), turn))
        yield f"{left}{right}{second}"
        yield f"{right or left}{first}"


def _around(clause: Clause, number: int, words: Words) -> tuple[str, str]:
    """What stands before a figure and behind it, as far as the next one."""
    figures: tuple[Figure, ...] = clause.figures
    begin = figures[number - 1].end if number else 0
    end = figures[number + 1].start if number + 1 < len(figures) else len(clause.text)
    left, right = clause.text[begin : figures[number].start], clause.text[figures[number].end : end]
    return LEADING_TO.sub("", words.bare(left)), LEADING_TO.sub("", words.bare(right).lstrip("的"))


def _with_subject(clause: Clause, subject: Subject, pieces: list[str], words: Words, turn: int) -> Iterator[str]:
    for about in (subject.first, subject.topic):
        for asked in _figure_questions(clause, words, turn + 1):
            if about and about not in asked:
                yield f"{about}{asked}"
        yield from (f"{about}{piece}" for piece in pieces if about and about not in piece)


def _ways(clause: Clause, subject: Subject, pieces: list[str], words: Words, turn: int) -> Iterator[str]:
    its = [piece for piece in pieces if len(piece) >= 3] or [subject.first or subject.topic]
    fitting = [_asked(way, its, turn) for way in words.ways if way.words.search(clause.text)]
    yield from (asked for asked in chain.from_iterable(zip_longest(*fitting)) if asked)


def _asked(way: Way, its: list[str], turn: int) -> Iterator[str]:
    """Beginning with another form for every answer, about the pieces that the way is for, or else about any."""
    about = [it for it in its if way.about.search(it)] or its
    for number in range(len(way.asked)):
        if it := about[number % len(about)]:
            yield way.asked[(turn + number) % len(way.asked)].format(it=it)


def _without_figures(clause: Clause) -> str:
    text, at = "", 0
    for figure in clause.figures:
        text, at = text + clause.text[at : figure.start], figure.end
    return text + clause.text[at:]
