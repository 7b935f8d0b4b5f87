"""One reply as the messages a chat service takes: texts of limited length, a picture with or without caption."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.messages import Button, Reply

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024  # UTF-16 code units
SHORT_LABEL = 8  # characters: two such buttons fit side by side
SENTENCE = re.compile(r".+?(?:[。！？；!?;\n]+[”’」』）)]*|\Z)", re.DOTALL)


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """The text in pieces that fit, cut at sentence ends where there are any; joined they are the text."""
    pieces, room = [], 0
    for sentence in SENTENCE.findall(text):
        for part in [sentence] if utf16_units(sentence) <= limit else sentence:
            if utf16_units(part) > room:
                pieces.append("")
                room = limit
            pieces[-1] += part
            room -= utf16_units(part)
    return pieces


@dataclass(frozen=True)
class Piece:
    """One message in the chat."""

    text: str
    image: str | None = None
    buttons: tuple[Button, ...] = ()


def to_pieces(reply: Reply) -> list[Piece]:
    """The reply as messages; a picture that is no longer there does not keep the words back."""
    image = reply.image if reply.image and Path(reply.image).is_file() else None
    if image and utf16_units(reply.text) <= CAPTION_LIMIT:
        return [Piece(reply.text, image, reply.buttons)]
    pieces = [Piece("", image)] if image else []
    pieces += [Piece(text) for text in split_text(reply.text) if text.strip()]
    return pieces[:-1] + [replace(last, buttons=reply.buttons) for last in pieces[-1:]]


def to_rows(buttons: Sequence[Button]) -> list[list[Button]]:
    """Short labels two in a row, others alone."""
    rows: list[list[Button]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and max(len(rows[-1][0].label), len(button.label)) <= SHORT_LABEL:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows
