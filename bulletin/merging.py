"""Several excerpts of one section as one quotation: in the order of the text, nothing twice."""

from collections.abc import Iterable

from bulletin.document import Section
from bulletin.quoting import ELLIPSIS


def merge(section: Section, excerpts: Iterable[str], limit: int) -> str:
    """The first excerpt whole, and of the others all that the limit (characters) allows, in order of importance."""
    spans: list[tuple[int, int]] = []
    quote = ""
    for excerpt in excerpts:
        longer = _joined(spans + _spans(section, excerpt))
        text = ELLIPSIS.join(section.text[start:end] for start, end in longer)
        if quote and len(text) > limit:
            continue
        spans, quote = longer, text
    return quote


def _spans(section: Section, excerpt: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for piece in excerpt.split(ELLIPSIS):
        start = section.text.index(piece, at)
        at = start + len(piece)
        spans.append((start, at))
    return spans


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans, and those with one mark of punctuation between them, become one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
