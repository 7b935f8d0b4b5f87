"""Why a quotation is not verbatim, in words that show a clerk what the bulletin says instead."""

import re
from collections.abc import Iterator

from bulletin import quoting
from bulletin.document import Bulletin, Section
from bulletin.figures import find_figures

DIGITS = re.compile(r"[0-9][0-9.,]*")
SHOWN = 12  # characters of what stands at the point where the two part
LEAST = 4  # characters that must agree before that point says anything

EMPTY = "这里什么也没有写。"
FIGURE = "写的是“{written}”，通报里是“{printed}”。"
ELSEWHERE = "这段话在条目{section}里，请改 section 或换一段摘句。"
PARTS = "“{before}”后面写的是“{written}”，通报里是“{printed}”。"
NOWHERE = "通报里没有“{written}”，请从通报里重新抄。"
CUT = "每一段都要在标点处截断，前后次序和通报一样，中间略去的用……连。"


def explain(quote: str, section: Section, bulletin: Bulletin) -> str:
    """What is wrong with a quote that is not verbatim in the section."""
    if not quote.strip():
        return EMPTY
    found = next((other for other in bulletin.sections if quoting.is_verbatim(other, quote)), None)
    if found is not None:
        return ELSEWHERE.format(section=found.label)
    strange = next((span for span in quote.split(quoting.ELLIPSIS) if span not in section.text), None)
    if strange is None:
        return CUT
    if changed := next(_changed_figures(strange, section.text), None):
        return FIGURE.format(written=changed[0], printed=changed[1])
    return _where_they_part(strange, section.text)


def _changed_figures(span: str, text: str) -> Iterator[tuple[str, str]]:
    """The figures that differ where the span is the bulletin's but for its numbers."""
    pattern = DIGITS.pattern.join(map(re.escape, DIGITS.split(span)))
    if DIGITS.search(span) and (match := re.search(pattern, text)):
        for read in (lambda words: [figure.text for figure in find_figures(words)], DIGITS.findall):
            written, printed = read(span), read(match[0])
            if len(written) == len(printed):
                yield from (pair for pair in zip(written, printed, strict=True) if pair[0] != pair[1])


def _where_they_part(span: str, text: str) -> str:
    agreed = next(length for length in range(len(span), -1, -1) if span[:length] in text)
    if agreed < LEAST:
        return NOWHERE.format(written=span[:SHOWN])
    after = text.index(span[:agreed]) + agreed
    return PARTS.format(
        before=span[:agreed][-SHOWN:], written=span[agreed:][:SHOWN], printed=text[after : after + SHOWN]
    )
