"""A recording for handlers: the same sound, and nothing that says who made it, with what, when and where."""

import wave
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.files.cleaned import Uncleanable, Why
from cases.files.cleaning import clean
from cases.files.file_kind import FileKind
from cases.files.recognise import recognise
from cases.files.worker import work
from tests.cases.files import recordings
from tests.cases.files.recordings import AAC_SILENCE, AMR_FRAME, MP3_FRAME, OPUS_SILENCE, RECORDED_AT, TOLD

SOUND = {
    "wav": bytes([128]) * 800,
    "mp3": MP3_FRAME * 4,
    "amr": AMR_FRAME * 5,
    "ogg": OPUS_SILENCE * 50,
    "m4a": AAC_SILENCE * 10,
}
TELLING = (TOLD, b"LAME", b"TellingPhone", RECORDED_AT.to_bytes(4))


@pytest.mark.parametrize("make", recordings.ALL)
def test_the_copy_has_the_sound_and_none_of_the_notes(make):
    data = make()
    copy = clean(data, recognise(data))
    assert copy.kind == make.__name__
    assert SOUND[make.__name__] in copy.data
    assert not any(word in copy.data for word in TELLING)
    assert copy.removed == ("notes",)


@pytest.mark.parametrize("make", recordings.ALL)
def test_a_copy_is_the_same_kind_of_file_and_has_nothing_left_to_remove(make):
    data = make()
    once = clean(data, recognise(data))
    again = clean(once.data, recognise(once.data))
    assert (again.data, again.kind, again.removed) == (once.data, once.kind, ())


def test_a_wav_plays_as_long_as_before():
    with wave.open(BytesIO(clean(recordings.wav(), FileKind.WAV).data)) as file:
        assert (file.getnframes(), file.getframerate()) == (800, 8000)


def test_what_was_still_being_recorded_is_kept_as_far_as_it_goes():
    data = recordings.wav()
    unfinished = data[:40] + b"\xff\xff\xff\xff" + data[44:844]
    with wave.open(BytesIO(clean(unfinished, FileKind.WAV).data)) as file:
        assert file.getnframes() == 800
    voice = recordings.ogg()
    assert OPUS_SILENCE * 50 not in clean(voice + voice[:20], FileKind.OGG).data[-20:]
    assert clean(voice + b"OggS", FileKind.OGG).data == clean(voice, FileKind.OGG).data


def test_notes_that_run_over_several_pages_segments_are_emptied_and_the_checksums_hold():
    data = recordings.ogg(TOLD * 60)
    copy = clean(data, FileKind.OGG).data
    assert TOLD not in copy
    assert len(copy) == len(data)
    assert clean(copy, FileKind.OGG).data == copy


def test_a_recording_with_a_picture_track_has_no_copy():
    with pytest.raises(Uncleanable) as refusal:
        clean(recordings.m4a(b"vide"), FileKind.M4A)
    assert refusal.value.why is Why.UNSUPPORTED


def test_an_ogg_of_something_else_has_no_copy():
    data = recordings.ogg().replace(b"OpusHead", b"Speex   ")
    with pytest.raises(Uncleanable) as refusal:
        clean(data, FileKind.OGG)
    assert refusal.value.why is Why.UNSUPPORTED


@pytest.mark.parametrize("make", recordings.ALL)
def test_a_recording_without_any_sound_is_damaged(make):
    data = make()
    with pytest.raises(Uncleanable) as refusal:
        clean(data[:12], FileKind(make.__name__))
    assert refusal.value.why is Why.DAMAGED


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([make() for make in recordings.ALL]), st.data())
def test_a_mutated_recording_is_cleaned_or_a_reason_and_never_an_error(sample, data):
    changed = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 8), "changes")):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    worked = work(bytes(changed))
    assert worked.why is not Why.GAVE_UP
    assert (worked.cleaned is None) == (worked.why is not None)
