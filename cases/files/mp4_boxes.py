"""The boxes of an MP4 file: empties those with notes in their place, so that nothing in the file moves."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.files.cleaned import Uncleanable, Why

DEEPEST = 8
AROUND = frozenset({b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts", b"mvex", b"moof", b"traf"})
TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})  # with the seconds in which it was recorded and changed
PLAYED = frozenset(
    {
        *(b"ftyp", b"styp", b"mdat", b"sidx"),
        *(b"smhd", b"elst", b"mehd", b"trex", b"mfhd", b"mfro", b"tfhd", b"tfdt", b"trun"),
        *(b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"sgpd", b"sbgp"),
    }
)
SOUND = b"soun"


@dataclass(frozen=True)
class Box:
    """Its name, where the name stands, and where what is in it begins and ends."""

    name: bytes
    named: int
    begin: int
    end: int


def without_notes(data: bytes) -> bytes:
    """The same sound without title, author, place, picture, device and times; Uncleanable with a picture track."""
    out = bytearray(data)
    names = _cleaned(out, 0, len(out), 0)
    if not {b"moov", b"mdat"} <= names:
        raise Uncleanable(Why.DAMAGED)
    return bytes(out)


def _cleaned(out: bytearray, begin: int, end: int, depth: int) -> set[bytes]:
    """The names of the boxes between these places, all of which have been cleaned."""
    if depth > DEEPEST:
        raise Uncleanable(Why.DAMAGED)
    names = set()
    for box in _boxes(out, begin, end):
        names.add(box.name)
        if box.name in AROUND:
            inside = _cleaned(out, box.begin, box.end, depth + 1)
            if box.name == b"mdia" and b"hdlr" not in inside:  # nobody knows what it shows
                raise Uncleanable(Why.UNSUPPORTED)
        elif box.name == b"hdlr":
            _clean_handler(out, box)
        elif box.name in TIMED:
            _clean_times(out, box)
        elif box.name == b"dref":
            _clean_places(out, box)
        elif box.name not in PLAYED:
            out[box.named : box.named + 4] = b"free"
            _zero(out, box.begin, box.end)
    return names


def _boxes(data: bytearray, at: int, end: int) -> Iterator[Box]:
    while at < end:
        size, name, begin = int.from_bytes(data[at : at + 4]), bytes(data[at + 4 : at + 8]), at + 8
        if size == 1:  # too large for four bytes
            size, begin = int.from_bytes(data[at + 8 : at + 16]), at + 16
        after = at + size if size else end
        if after < begin or after > end:
            raise Uncleanable(Why.DAMAGED)
        yield Box(name, at + 4, begin, after)
        at = after


def _clean_handler(out: bytearray, box: Box) -> None:
    """Of each track, and of no notes: those are emptied as a whole. Behind the sort of a track stands a name for it."""
    if out[box.begin + 8 : box.begin + 12] != SOUND:
        raise Uncleanable(Why.UNSUPPORTED)
    _zero(out, box.begin + 12, box.end)


def _clean_times(out: bytearray, box: Box) -> None:
    """Two numbers of four bytes, in a newer version of eight."""
    long = out[box.begin : box.begin + 1] == b"\x01"
    _zero(out, box.begin + 4, min(box.begin + (20 if long else 12), box.end))


def _clean_places(out: bytearray, box: Box) -> None:
    """Of the sound: in this very file, for which no path is needed."""
    for place in _boxes(out, box.begin + 8, box.end):
        _zero(out, place.begin + 4, place.end)


def _zero(out: bytearray, begin: int, end: int) -> None:
    out[begin:end] = bytes(max(end - begin, 0))
