"""The segments of a JPEG: takes out the notes without touching the picture."""

import re

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
COMMENT = 0xFE
NOTES = {*range(0xE1, 0xF0), COMMENT} - {0xEE}  # APP0 and APP14 say how to draw; the rest is EXIF, XMP, names
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers that have no length
NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)


class MalformedJpeg(ValueError):
    """These bytes are no JPEG."""


def without_notes(data: bytes) -> bytes:
    """The same JPEG without EXIF, XMP, profiles, comments and whatever follows its end."""
    if data[:2] != bytes((0xFF, SOI)):
        raise MalformedJpeg
    kept, at, marker = [data[:2]], 2, SOI
    while at < len(data) and marker != EOI:
        marker, begin, end = _segment(data, at)
        if marker not in NOTES:
            kept.append(data[begin:end])
        at = end
    return b"".join(kept)


def _segment(data: bytes, at: int) -> tuple[int, int, int]:
    """The marker at this place, and where it and what belongs to it begin and end."""
    while data[at : at + 2] == b"\xff\xff":  # any number of these may stand before a marker
        at += 1
    if at + 2 > len(data) or data[at] != 0xFF:
        raise MalformedJpeg
    marker = data[at + 1]
    if marker in ALONE or marker == EOI:
        return marker, at, at + 2
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
    if end < at + 4 or end > len(data):
        raise MalformedJpeg
    return marker, at, _end_of_scan(data, end) if marker == SOS else end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands, or the end of one that was cut off: in a scan 0xFF goes with 0 or a restart."""
    found = NEXT_MARKER.search(data, at)
    return found.start() if found else len(data)
