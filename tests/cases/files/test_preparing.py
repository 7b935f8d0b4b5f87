"""Before a file is sealed everything about it is known, and the original is left alone."""

import json
from hashlib import sha256

from cases.files.cleaned import Why
from cases.files.file_kind import FileKind
from cases.files.preparing import prepare
from cases.files.scanning import Scanner
from cases.files.states import CopyState, ScanState
from tests.cases.files import recordings, samples
from tests.cases.files.clamd import listening


def test_a_photo_has_a_hash_a_copy_and_a_small_picture():
    data = samples.jpeg()
    prepared = prepare(data, "灯.jpg")
    assert (prepared.kind, prepared.name_lies, prepared.why) == (FileKind.JPEG, False, None)
    assert prepared.original_sha256 == sha256(data).hexdigest()
    assert prepared.scan.state is ScanState.NOT_SCANNED
    assert b"Exif" not in (prepared.cleaned or b"Exif")
    assert (prepared.preview or b"").startswith(b"\x89PNG")
    assert prepared.copy_state is CopyState.MADE


def test_what_is_told_of_a_file_can_be_written_down_and_names_nobody():
    told = json.dumps(prepare(samples.docx(), "信.doc").described())
    assert samples.AUTHOR not in json.loads(told).values()
    assert json.loads(told)["file_kind"] == "docx"
    assert json.loads(told)["name_lies"]


def test_a_photo_called_pdf_is_prepared_as_a_photo():
    prepared = prepare(samples.jpeg(), "证据.pdf")
    assert (prepared.kind, prepared.name_lies) == (FileKind.JPEG, True)
    assert prepared.cleaned is not None


def test_a_page_called_jpg_is_never_shown():
    prepared = prepare(b"<html><script>alert(1)</script></html>", "photo.jpg")
    assert (prepared.kind, prepared.why, prepared.name_lies) == (FileKind.HTML, Why.DANGEROUS, True)
    assert prepared.cleaned is prepared.preview is None


def test_a_voice_message_has_a_copy_and_a_film_is_only_said_to_exist():
    voice = prepare(recordings.ogg(), "voice.ogg")
    assert (voice.kind, voice.why, voice.copy_state) == (FileKind.OGG, None, CopyState.MADE)
    film = prepare(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41" + bytes(64), "film.mp4")
    assert (film.kind, film.why, film.cleaned) == (FileKind.MP4, Why.UNSUPPORTED, None)
    assert film.copy_state is CopyState.REFUSED


def test_an_infected_file_is_not_even_opened():
    data = samples.jpeg() + samples.EICAR
    with listening() as address:
        prepared = prepare(data, "a.jpg", Scanner(address))
    assert (prepared.scan.state, prepared.why) == (ScanState.INFECTED, Why.INFECTED)
    assert prepared.cleaned is prepared.preview is None
    assert prepared.original_sha256 == sha256(data).hexdigest()


def test_a_file_that_was_found_clean_is_cleaned_all_the_same():
    with listening() as address:
        prepared = prepare(samples.docx(), "信.docx", Scanner(address))
    assert prepared.scan.state is ScanState.CLEAN
    assert "properties" in prepared.removed
