"""What can be recomputed in one section of any bulletin besides its totals: shares, lists, dates, stated numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bulletin.document import Bulletin, Part, Section, Sentence
from bulletin.notes import Note, Outcome, note
from bulletin.reckoning import NUMERALS, added, named, numeral, share, threshold, titled, weekday
from bulletin.spans import half_width

RATE = re.compile(r"(?:率|占比|比例|占)[^,;。]{0,4}$")
OVER = re.compile(r"超[0-9][^,;。、]*")
ANNOUNCED = re.compile(r"公告|招标|公示|开标|投标")
LIST = re.compile(r"([^,;:。“”《》0-9]+?)(等)?(?:共)?$")  # names before the number that counts them
NAMES = re.compile(r"[、和及]|以及")
THINGS = ("个单位", "个街道", "家", "个", "大", "名", "人")
STATED = re.compile(r"(?:制定|出台|修订|完善|印发)[^,;。]{0,4}(?:制度|文件|办法|规定)$")
STATED_ITEMS = re.compile(rf"([0-9]+|[{NUMERALS}两]+)(?:个方面|个问题|条|项)")

SHARE = "比例与前面的数。"
WEEKEND = "发布、招标的日子是周末，少见，但不等于写错，请核对。"
BOUND = "有两种读法，引用时照原文。"
LISTED = "列出的名字与数目。"
DOCUMENTS = "文件有的不是制度，凭正文核不了这个数。"
ITEMS = "标题写的条数与下面的条数。"


def screened(bulletin: Bulletin, section: Section, folded: str, year: int) -> Iterator[Note]:
    """Notes on the sentences of a section; `folded` is the whole text, half-width, `year` that of days without one."""
    for sentence in section.sentences:
        text = folded[sentence.start : sentence.end]
        yield from _shares(bulletin, section, sentence)
        yield from _lists(bulletin, section, sentence, folded)
        for match in OVER.finditer(text):
            if (outcome := threshold(match[0])).verdict != "consistent":
                yield _note(bulletin, section, sentence, match, outcome, BOUND)
        for match in re.finditer(r"[^,;。]+", text):
            day = weekday(match[0], year) if ANNOUNCED.search(match[0]) else None
            if day and day.verdict != "consistent":
                yield _note(bulletin, section, sentence, match, day, WEEKEND)


def documents_stated(bulletin: Bulletin) -> Iterator[Note]:
    """新制定制度47项 beside the number of different titles in the whole bulletin."""
    for section in bulletin.sections:
        for figure in section.figures:
            if figure.value is None or not STATED.search(bulletin.text, max(0, figure.start - 14), figure.start):
                continue
            yield note(bulletin, section, (figure.start, figure.end), titled(bulletin, [figure.value]), DOCUMENTS)


def items_stated(bulletin: Bulletin, part: Part) -> Iterator[Note]:
    """A heading that says how many items its part has."""
    match = STATED_ITEMS.search(half_width(part.title))
    if match and part.items:
        stated = Decimal(match[1]) if match[1].isascii() else numeral(match[1])
        outcome = added(stated, [Decimal(len(part.items))])
        start = part.start + match.start()
        yield note(bulletin, part.items[0], (start, start + len(match[0])), outcome, ITEMS)


def _shares(bulletin: Bulletin, section: Section, sentence: Sentence) -> Iterator[Note]:
    figures = [figure for figure in section.figures if sentence.start <= figure.start < sentence.end]
    for index, figure in enumerate(figures):
        if figure.unit != "%" or not RATE.search(bulletin.text, sentence.start, figure.start):
            continue
        if outcome := share(figures[: index + 1]):
            first = next(f for f in figures if f.unit != "date")
            yield note(bulletin, section, (first.start, figure.end), outcome, SHARE)


def _lists(bulletin: Bulletin, section: Section, sentence: Sentence, folded: str) -> Iterator[Note]:
    """星海、海城、天河等3个街道; a list shorter than its number is an ordinary one."""
    for figure in section.figures:
        if not sentence.start <= figure.start < sentence.end or figure.unit not in THINGS or figure.value is None:
            continue
        match = LIST.search(folded, sentence.start, figure.start)
        names = [name for name in NAMES.split(match[1]) if name] if match else []
        found = sum((named(name) for name in names), Decimal())
        if match and len(names) > 1 and found >= figure.value:
            outcome = added(figure.value, [found])
            yield note(bulletin, section, (match.start(), figure.end), outcome, LISTED)


def _note(
    bulletin: Bulletin, section: Section, sentence: Sentence, match: re.Match[str], outcome: Outcome, words: str
) -> Note:
    return note(bulletin, section, (sentence.start + match.start(), sentence.start + match.end()), outcome, words)
