"""Spans of the original text: reading both punctuation widths without moving an offset."""

IDEOGRAPHIC_SPACE = 0x3000
FULL_WIDTH = range(0xFF01, 0xFF5F)
HALF_WIDTH = {code: code - 0xFEE0 for code in FULL_WIDTH} | {IDEOGRAPHIC_SPACE: ord(" ")}
INVISIBLE = "\ufeff\u200b"  # a byte order mark and zero-width blanks, which str.isspace() does not know


def half_width(text: str) -> str:
    """Full-width forms as ASCII, one character for one, so that offsets stay true."""
    return text.translate(HALF_WIDTH)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks at its borders; empty at `start` when there is nothing else."""
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    while start < end and _is_blank(text[start]):
        start += 1
    return start, end


def _is_blank(character: str) -> bool:
    return character.isspace() or character in INVISIBLE
