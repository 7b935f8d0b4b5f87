"""A file is what its bytes are, whatever it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.files.file_kind import EXTENSIONS, FileKind
from cases.files.recognise import recognise, text_of
from tests.cases.files import samples

ISO = b"\x00\x00\x00\x18ftyp%s\x00\x00\x02\x00%s%s"
HEADS = {
    FileKind.HEIC: ISO % (b"heic", b"mif1", b"heic") + bytes(64),
    FileKind.MP4: ISO % (b"isom", b"isom", b"mp41") + bytes(64),
    FileKind.MOV: ISO % (b"qt  ", b"qt  ", bytes(4)) + bytes(64),
    FileKind.M4A: ISO % (b"M4A ", b"M4A ", b"isom") + bytes(64),
    FileKind.THREE_GP: ISO % (b"3gp4", b"3gp4", b"3gp6") + bytes(64),
    FileKind.OGG: b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead" + bytes(64),
    FileKind.AMR: b"#!AMR\n" + bytes(64),
    FileKind.MP3: b"ID3\x03" + bytes(64),
    FileKind.WAV: b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(64),
    FileKind.OTHER_OFFICE: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    FileKind.PROGRAM: b"MZ\x90\x00" + bytes(64),
    FileKind.ARCHIVE: b"Rar!\x1a\x07\x00" + bytes(64),
    FileKind.HTML: b"<!DOCTYPE html><p>hello",
    FileKind.SVG: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    FileKind.TEXT: "村口没有路灯，晚上看不见。".encode(),
    FileKind.UNKNOWN: bytes(range(256)),
}


@pytest.mark.parametrize("kind", HEADS)
def test_each_kind_is_told_by_its_first_bytes(kind):
    assert recognise(HEADS[kind]) is kind


@pytest.mark.parametrize("make", samples.ALL)
def test_each_sample_is_recognised(make):
    assert recognise(make()) == make.__name__


def test_a_jpeg_called_pdf_is_a_jpeg_and_its_name_lies():
    kind = recognise(samples.jpeg())
    assert kind is FileKind.JPEG
    assert not kind.called("证据.pdf")
    assert kind.called("证据.JPG")
    assert kind.called("证据")


def test_a_page_called_jpg_is_dangerous():
    kind = recognise(b"\n  <html><script>fetch('/queue')</script>")
    assert kind.dangerous
    assert not kind.called("photo.jpg")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_markup_is_seen_in_every_encoding(encoding):
    assert recognise("说明 <script src=x></script>".encode(encoding)) is FileKind.HTML


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_the_encodings_people_use(encoding):
    assert text_of("村口没有路灯".encode(encoding)) == "村口没有路灯"


def test_a_document_with_macros_is_no_docx():
    def with_macros(types):
        return types.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )

    package = samples.changed_part(samples.docx(), "[Content_Types].xml", with_macros)
    assert recognise(package) is FileKind.OTHER_OFFICE


def test_an_android_program_is_no_archive():
    assert recognise(samples.changed_part(samples.docx(), "AndroidManifest.xml", bytes)) is FileKind.PROGRAM


def test_a_picture_with_a_page_behind_it_is_drawn_again_and_no_page():
    assert recognise(samples.jpeg() + b"<html><script>") is FileKind.JPEG


def test_every_kind_has_an_extension_and_a_label():
    assert all(EXTENSIONS[kind] and kind.label for kind in FileKind)


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7", b"\xff\xd8\xff", b"\xff\xfe"]))
def test_any_bytes_are_of_some_kind(data, head):
    assert recognise(head + data) in FileKind
