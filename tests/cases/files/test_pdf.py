"""A PDF shows its pages and no longer says who wrote it."""

import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from cases.files.cleaned import Uncleanable, Why
from cases.files.cleaning import clean
from cases.files.file_kind import FileKind
from tests.cases.files import samples
from tests.cases.files.samples import AUTHOR, CAMERA


def cleaned(data):
    copy = clean(data, FileKind.PDF)
    return Pdf.open(BytesIO(copy.data)), copy


def unpacked(document):
    """Every object with its streams in clear, so that nothing hides in a compressed one."""
    return samples.bytes_of(document, qdf=True, static_id=True)


def said(document):
    """All texts of a document in both ways in which a PDF writes them."""
    return (AUTHOR.encode(), AUTHOR.encode("utf-16-be"), CAMERA.encode())


def tells(document):
    data = unpacked(document)
    return [word for word in said(document) if word in data or word.hex().encode() in data.lower()]


def test_the_sample_does_tell():
    assert len(tells(Pdf.open(BytesIO(samples.pdf())))) == 3


def test_inv_c14_author_note_attachment_and_script_are_gone_from_a_pdf():
    document, copy = cleaned(samples.pdf())
    assert tells(document) == []
    assert document.docinfo == {}
    assert "/Metadata" not in document.Root
    assert len(document.attachments) == 0
    assert b"app.alert" not in unpacked(document)
    expected = {"docinfo", "xmp", "embedded_files", "actions", "annotation_authors", "dates", "exif"}
    assert expected <= set(copy.removed)


def test_the_page_its_photo_and_the_words_of_the_note_stay():
    document, _ = cleaned(samples.pdf())
    page = document.pages[0]
    assert str(page.Annots[0].Contents) == "words stay"
    assert pikepdf.PdfImage(page.Resources.XObject.Im0).as_pil_image().size == (40, 20)


def test_the_photo_of_a_page_is_not_encoded_again():
    document, _ = cleaned(samples.pdf())
    lean, whole = document.pages[0].Resources.XObject.Im0.read_raw_bytes(), samples.jpeg()
    scan = whole[whole.index(b"\xff\xda") :]
    assert lean.endswith(scan)
    assert len(lean) < len(whole)


def test_a_photo_within_another_encoding_is_cleaned_too():
    wrapped = samples.pdf(zlib.compress(samples.jpeg()), Array([Name.FlateDecode, Name.DCTDecode]))
    document, copy = cleaned(wrapped)
    assert tells(document) == []
    assert "exif" in copy.removed
    assert pikepdf.PdfImage(document.pages[0].Resources.XObject.Im0).as_pil_image().size == (40, 20)


def test_what_an_earlier_version_said_is_gone():
    first = samples.pdf()
    at = first.rindex(b"startxref")
    document, _ = cleaned(first + b"\n99 0 obj\n(%s)\nendobj\n" % AUTHOR.encode() + first[at:])
    assert tells(document) == []


def test_a_note_that_is_a_file_is_dropped():
    document = Pdf.open(BytesIO(samples.pdf()))
    carrier = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=String("telling.txt"))
    document.pages[0].Annots.append(carrier)
    stripped, _ = cleaned(samples.bytes_of(document))
    assert len(stripped.pages[0].Annots) == 1
    assert b"telling.txt" not in unpacked(stripped)


def test_a_signature_is_gone_and_the_field_stays():
    document = Pdf.open(BytesIO(samples.pdf()))
    signature = Dictionary(Type=Name.Sig, Name=String(AUTHOR), Contents=String("certificate of somebody"))
    field = Dictionary(FT=Name.Sig, T=String("signature1"), V=document.make_indirect(signature))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))
    stripped, copy = cleaned(samples.bytes_of(document))
    assert b"certificate of somebody" not in unpacked(stripped)
    assert str(stripped.Root.AcroForm.Fields[0].T) == "signature1"
    assert "signatures" in copy.removed


def test_a_button_that_starts_a_program_starts_none():
    document = Pdf.open(BytesIO(samples.pdf()))
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    button = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots.append(document.make_indirect(button))
    stripped, _ = cleaned(samples.bytes_of(document))
    assert b"calc.exe" not in unpacked(stripped)
    assert Name.Named == stripped.pages[0].Annots[1].A.S


def test_a_link_to_a_page_of_the_web_stays():
    document = Pdf.open(BytesIO(samples.pdf()))
    link = Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=String("https://example.org")))
    document.pages[0].Annots.append(link)
    assert b"https://example.org" in unpacked(cleaned(samples.bytes_of(document))[0])


def test_a_pdf_with_a_password_is_called_locked():
    document = Pdf.open(BytesIO(samples.pdf()))
    locked = samples.bytes_of(document, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(Uncleanable) as refusal:
        clean(locked, FileKind.PDF)
    assert refusal.value.why is Why.LOCKED


def test_a_pdf_that_only_forbids_printing_is_cleaned():
    document = Pdf.open(BytesIO(samples.pdf()))
    guarded = samples.bytes_of(document, encryption=pikepdf.Encryption(user="", owner="secret"))
    assert tells(cleaned(guarded)[0]) == []


def test_pages_that_go_round_in_a_circle_are_called_damaged():
    document = Pdf.open(BytesIO(samples.pdf()))
    document.Root.Pages.Kids.append(document.Root.Pages)
    with pytest.raises(Uncleanable):
        clean(samples.bytes_of(document), FileKind.PDF)


def test_a_picture_that_can_carry_notes_of_a_kind_we_cannot_take_out_is_refused():
    with pytest.raises(Uncleanable) as refusal:
        clean(samples.pdf(b"\x00\x00\x00\x20xml <x>somebody</x>", Name.JPXDecode), FileKind.PDF)
    assert refusal.value.why is Why.UNSUPPORTED
