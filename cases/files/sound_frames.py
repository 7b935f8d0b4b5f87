"""Sound that is a row of frames, MP3 and AMR: only the frames are kept."""

from collections.abc import Callable

AMR = b"#!AMR\n"
AMR_LENGTHS = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)  # bytes of a frame, by its sort
KILOBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}  # of MPEG 1 and of 2, which 2.5 shares
RATES = {3: (44100, 48000, 32000, 0), 2: (22050, 24000, 16000, 0), 0: (11025, 12000, 8000, 0)}
LAYER_III = 1
SILENT = (b"Xing", b"Info", b"VBRI")  # frames that hold no sound but the name of the program that wrote it

Length = Callable[[bytes, int], int]  # of the frame that begins at a place, 0 where none does


def amr_frames(data: bytes) -> bytes:
    """The sound of an AMR file up to what is no sound; empty for none."""
    end = _run(data, len(AMR), _amr_length)
    return data[:end] if data.startswith(AMR) and end > len(AMR) else b""


def mp3_frames(data: bytes) -> bytes:
    """Every run of frames of an MP3 file, without the notes before, between and behind them; empty for none."""
    runs, at = [], 0
    while (at := data.find(b"\xff", at)) >= 0:
        end = _run(data, at, _mp3_length)
        is_sound = end > at + _mp3_length(data, at)  # one alone may be chance
        if is_sound:
            runs.append(_without_silent(data[at:end]))
        at = end if is_sound else at + 1
    return b"".join(runs)


def _run(data: bytes, at: int, length_at: Length) -> int:
    """Where the whole frames end that follow each other from here."""
    while (length := length_at(data, at)) and at + length <= len(data):
        at += length
    return at


def _amr_length(data: bytes, at: int) -> int:
    return AMR_LENGTHS[data[at] >> 3 & 15] if at < len(data) else 0


def _mp3_length(data: bytes, at: int) -> int:
    head = int.from_bytes(data[at : at + 4])
    version, layer, bits, rate = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or layer != LAYER_III or version not in RATES:
        return 0
    kilobits, hertz = KILOBITS[max(version, 2)][bits], RATES[version][rate]
    if not kilobits or not hertz:
        return 0
    return (144 if version == 3 else 72) * kilobits * 1000 // hertz + (head >> 9 & 1)


def _without_silent(run: bytes) -> bytes:
    length = _mp3_length(run, 0)
    return run[length:] if any(word in run[:length] for word in SILENT) else run
