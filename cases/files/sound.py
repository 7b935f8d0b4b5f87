"""Recordings: the sound as it is, never decoded, without what is written beside it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cases.files import mp4_boxes, ogg_pages, sound_frames, wav_chunks
from cases.files.cleaned import Cleaned, Uncleanable, Why
from cases.files.file_kind import FileKind

BY_KIND: Mapping[FileKind, Callable[[bytes], bytes]] = MappingProxyType(
    {
        FileKind.OGG: ogg_pages.without_notes,
        FileKind.M4A: mp4_boxes.without_notes,
        FileKind.MP3: sound_frames.mp3_frames,
        FileKind.AMR: sound_frames.amr_frames,
        FileKind.WAV: wav_chunks.without_notes,
    }
)


def clean_sound(data: bytes, kind: FileKind) -> Cleaned:
    """The same recording without title, author, place, picture, device and time (INV-C14)."""
    copy = BY_KIND[kind](data)
    if not copy:
        raise Uncleanable(Why.DAMAGED)
    return Cleaned(copy, kind, () if copy == data else ("notes",))
