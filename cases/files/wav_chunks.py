"""The chunks of a WAV file: only those are kept that are sound."""

from collections.abc import Iterator

HEAD = 12
FORM, SOUND = b"fmt ", b"data"
KEPT = (FORM, b"fact", SOUND)


def without_notes(data: bytes) -> bytes:
    """The same sound without title, author, device, place and whatever else; empty where there is none."""
    kept = [(name, body) for name, body in _chunks(data) if name in KEPT]
    if not {FORM, SOUND} <= {name for name, body in kept if body}:  # cut off, a recorder says that there is no sound
        return b""
    chunks = b"".join(_chunk(name, body) for name, body in kept)
    return _chunk(b"RIFF", b"WAVE" + chunks)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The last may say that it is longer than the file: it was written while it was recorded."""
    at = HEAD
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
