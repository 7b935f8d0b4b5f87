"""Screening a bulletin's figures: the sums written down in bulletin.yml, and what any bulletin's words let one check.

The notes are for the staff; a bot that answers citizens adds nothing up.
"""

from collections.abc import Iterator, Sequence

from bulletin.document import Bulletin
from bulletin.likenesses import counted_twice, written_twice
from bulletin.notes import Note, Verdict
from bulletin.profile import Profile
from bulletin.screening import documents_stated, items_stated, screened
from bulletin.spans import half_width
from bulletin.sums import recompute
from bulletin.totals import readded

SHOWN: dict[Verdict, str] = {"consistent": "相符", "differs": "不符", "cannot_tell": "说不准"}
LINE = "第{line}行 {section}【{verdict}】“{quote}”：{recomputed}。{words}"
SURPRISE = "（注意：与登记的结论不同）"


def check(bulletin: Bulletin, profile: Profile) -> list[Note]:
    """All notes in the order of the text; where staff wrote one down, the same finding is not told twice."""
    written = recompute(bulletin, profile)
    found = [note for note in _screened(bulletin, profile) if not any(_told(note, other) for other in written)]
    return sorted([*written, *found], key=lambda note: note.start)


def describe(notes: Sequence[Note]) -> list[str]:
    """One line (Chinese) for each note, what is not as written down marked."""
    return [_line(note) for note in notes]


def _screened(bulletin: Bulletin, profile: Profile) -> Iterator[Note]:
    folded = half_width(bulletin.text)
    for section in bulletin.sections:
        yield from readded(bulletin, section, folded)
        yield from screened(bulletin, section, folded, profile.year)
    for part in bulletin.parts:
        yield from items_stated(bulletin, part)
    yield from documents_stated(bulletin)
    yield from counted_twice(bulletin)
    yield from written_twice(bulletin)


def _told(note: Note, written: Note) -> bool:
    overlap = note.start < written.end and written.start < note.end
    return overlap and (note.verdict, note.section) == (written.verdict, written.section)


def _line(note: Note) -> str:
    words = LINE.format(
        line=note.line,
        section=note.section,
        verdict=SHOWN[note.verdict],
        quote=note.quote,
        recomputed=note.recomputed,
        words=note.words,
    )
    return words + (SURPRISE if note.surprising else "")
