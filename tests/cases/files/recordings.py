"""Small recordings made by code, each with something in it that would give its author away."""

import wave
from io import BytesIO

from cases.files.ogg_pages import checksum
from tests.cases.files.samples import AUTHOR

TOLD = AUTHOR.encode()
OPUS_SILENCE, AAC_SILENCE = b"\xf8\xff\xfe", b"\x01\x18\x20\x07"
MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)  # 128 kbit/s, 44100 Hz
AMR_FRAME = b"\x3c" + bytes(31)
RECORDED_AT = 0xE1234567  # seconds since 1904


def wav() -> bytes:
    """A tenth of a second by the standard library, with an author and the device."""
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, 8000, 800, "NONE", ""))
        file.writeframes(bytes([128]) * 800)
    told = b"LIST" + (4 + 8 + len(TOLD)).to_bytes(4, "little") + b"INFOIART" + len(TOLD).to_bytes(4, "little") + TOLD
    return out.getvalue() + told


def mp3() -> bytes:
    """Frames of silence between the two sorts of tags, the first with the name of a program."""
    head = b"ID3\x03\x00\x00\x00\x00\x00" + bytes([10 + len(TOLD)])
    tag = b"TPE1" + len(TOLD).to_bytes(4) + b"\x00\x00" + TOLD
    named = MP3_FRAME[:36] + b"Info" + bytes(116) + b"LAME3.100" + bytes(252)
    return head + tag + named + MP3_FRAME * 4 + (b"TAG" + bytes(30) + TOLD).ljust(128, b"\0")


def amr() -> bytes:
    """Five frames, and something behind them."""
    return b"#!AMR\n" + AMR_FRAME * 5 + b"\x7f" + TOLD


def ogg(told: bytes = TOLD) -> bytes:
    """A voice message as a telephone sends it: Opus, with the notes on a page of their own."""
    head = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
    notes = b"OpusTags" + _counted(b"TellingPhone 1.0") + (1).to_bytes(4, "little") + _counted(b"ARTIST=" + told)
    sound = [OPUS_SILENCE] * 50
    return _page(2, 0, 0, [head]) + _page(0, 0, 1, [notes]) + _page(4, 48000, 2, sound)


def _counted(words: bytes) -> bytes:
    return len(words).to_bytes(4, "little") + words


def _page(flags: int, at: int, number: int, packets: list[bytes]) -> bytes:
    lacing = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    about = at.to_bytes(8, "little") + b"here" + number.to_bytes(4, "little")
    page = b"OggS\x00" + bytes([flags]) + about + bytes(4) + bytes([len(lacing)]) + lacing + b"".join(packets)
    return page[:22] + checksum(page).to_bytes(4, "little") + page[26:]


def m4a(handler: bytes = b"soun") -> bytes:
    """Ten frames of AAC, with an author, the time of the recording and the name of the track."""
    start = _box(b"ftyp", b"M4A \x00\x00\x02\x00M4A isom")
    sound = _box(b"mdat", AAC_SILENCE * 10)
    return start + sound + _box(b"moov", _movie(handler, len(start) + 8))


def _movie(handler: bytes, sound_at: int) -> bytes:
    times = RECORDED_AT.to_bytes(4) * 2
    whole = _full(b"mvhd", times + _n(44100, 10240, 0x10000) + b"\x01\x00" + bytes(10) + _unity() + bytes(24) + _n(2))
    track = _full(b"tkhd", times + _n(1, 0, 10240) + bytes(8) + bytes(4) + b"\x01\x00\x00\x00" + _unity() + bytes(8), 7)
    of_sound = _full(b"mdhd", times + _n(44100, 10240) + b"\x55\xc4\x00\x00")
    named = _full(b"hdlr", bytes(4) + handler + bytes(12) + TOLD + b"\0")
    sound = _full(b"smhd", bytes(4)) + _box(b"dinf", _full(b"dref", _n(1) + _full(b"url ", b"", 1))) + _table(sound_at)
    media = _box(b"mdia", of_sound + named + _box(b"minf", sound))
    notes = _box(b"udta", _box(b"\xa9xyz", TOLD) + _full(b"meta", _box(b"ilst", TOLD)))
    return whole + _box(b"trak", track + media) + notes


def _table(sound_at: int) -> bytes:
    decoder = b"\x04\x15\x40\x15" + bytes(11) + b"\x05\x02\x12\x08"
    config = _full(b"esds", b"\x03\x1a\x00\x00\x00" + decoder + b"\x06\x01\x02")
    entry = _box(b"mp4a", bytes(6) + b"\x00\x01" + bytes(8) + b"\x00\x01\x00\x10" + bytes(4) + _n(44100 << 16) + config)
    times = _full(b"stts", _n(1, 10, 1024)) + _full(b"stsc", _n(1, 1, 10, 1))
    sizes = _full(b"stsz", _n(len(AAC_SILENCE), 10)) + _full(b"stco", _n(1, sound_at))
    return _box(b"stbl", _full(b"stsd", _n(1) + entry) + times + sizes)


def _box(name: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4) + name + body


def _full(name: bytes, body: bytes, flags: int = 0) -> bytes:
    return _box(name, flags.to_bytes(4) + body)


def _n(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4) for number in numbers)


def _unity() -> bytes:
    return _n(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


ALL = (wav, mp3, amr, ogg, m4a)
