"""The pages of an Ogg file: empties the packet of notes in its place, so that every other page stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from cases.files.cleaned import Uncleanable, Why

HEAD, LENGTHS = 27, 26  # bytes of a page before the lengths of its segments; where their number stands
WHOLE = 255  # a segment of this length goes on in the next one
BEGINS = 0x02
POLYNOMIAL = 0x04C11DB7
EMPTY = {b"OpusHead": b"OpusTags" + bytes(8), b"\x01vorbis": b"\x03vorbis" + bytes(8) + b"\x01"}  # by nobody, no notes

type Part = tuple[int, int]  # where it begins and ends


@dataclass(frozen=True)
class Page:
    """Where it begins and ends, of which stream it is, and the segments in it."""

    begin: int
    end: int
    stream: bytes
    is_first: bool
    segments: list[Part]


@dataclass
class Stream:
    """Its first two packets, and the pages on which they stand: what it is, and the notes."""

    packets: list[list[Part]] = field(default_factory=lambda: [[]])
    pages: list[Page] = field(default_factory=list)
    is_read: bool = False

    def read(self, page: Page) -> None:
        """As far as the end of the notes."""
        self.pages.append(page)
        for begin, end in page.segments:
            self.packets[-1].append((begin, end))
            if end - begin < WHOLE:
                self.is_read = len(self.packets) == 2
                if self.is_read:
                    return
                self.packets.append([])


def without_notes(data: bytes) -> bytes:
    """The same sound without title, author, place, picture and the name of the program; what is cut off is left out."""
    out, streams, end = bytearray(data), dict[bytes, Stream](), 0
    for page in _pages(data):
        if page.is_first:
            streams[page.stream] = Stream()
        if page.stream not in streams:
            raise Uncleanable(Why.DAMAGED)
        stream, end = streams[page.stream], page.end
        if not stream.is_read:
            stream.read(page)
            if stream.is_read:
                _empty(out, stream)
    if not streams or not all(stream.is_read for stream in streams.values()):
        raise Uncleanable(Why.DAMAGED)
    return bytes(out[:end])


def _pages(data: bytes) -> Iterator[Page]:
    at = 0
    while data[at : at + 4] == b"OggS" and at + HEAD <= len(data):
        lengths = data[at + HEAD : at + HEAD + data[at + LENGTHS]]
        body = at + HEAD + len(lengths)
        end = body + sum(lengths)
        if len(lengths) < data[at + LENGTHS] or end > len(data):
            return
        segments = [(body + sum(lengths[:n]), body + sum(lengths[: n + 1])) for n in range(len(lengths))]
        yield Page(at, end, data[at + 14 : at + 18], bool(data[at + 5] & BEGINS), segments)
        at = end


def _empty(out: bytearray, stream: Stream) -> None:
    """What is not sound that is known may say anything."""
    head, notes = (b"".join(out[begin:end] for begin, end in packet) for packet in stream.packets)
    empty = next((empty for start, empty in EMPTY.items() if head.startswith(start)), None)
    if empty is None:
        raise Uncleanable(Why.UNSUPPORTED)
    if len(notes) < len(empty):
        raise Uncleanable(Why.DAMAGED)
    rest = empty.ljust(len(notes), b"\0")
    for begin, end in stream.packets[1]:
        out[begin:end], rest = rest[: end - begin], rest[end - begin :]
    for page in stream.pages:
        _sign(out, page)


def _sign(out: bytearray, page: Page) -> None:
    """Its checksum is reckoned as if there were none."""
    place = slice(page.begin + 22, page.begin + 26)
    out[place] = bytes(4)
    out[place] = checksum(out[page.begin : page.end]).to_bytes(4, "little")


def checksum(page: bytes | bytearray) -> int:
    """As RFC 3533 has it."""
    table, found = _table(), 0
    for byte in page:
        found = (found << 8 & 0xFFFFFFFF) ^ table[found >> 24 ^ byte]
    return found


@cache
def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ POLYNOMIAL if value >> 31 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table
