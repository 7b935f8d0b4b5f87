"""A small picture for the list of files."""

from io import BytesIO

import pytest
from pikepdf import Pdf
from PIL import Image

from cases.files.cleaned import Cleaned
from cases.files.cleaning import clean
from cases.files.file_kind import FileKind
from cases.files.previews import LONGEST_SIDE, preview
from tests.cases.files import samples


def picture(data):
    return Image.open(BytesIO(preview_of(data)))


def preview_of(data, kind=FileKind.JPEG):
    return preview(Cleaned(data, kind)) or b""


def test_a_large_photo_becomes_small_and_keeps_its_shape():
    small = picture(samples.saved(samples.two_halves((4000, 2000)), "JPEG"))
    assert (small.format, small.size) == ("PNG", (LONGEST_SIDE, LONGEST_SIDE // 2))


def test_a_small_picture_is_not_blown_up():
    assert picture(samples.jpeg()).size == (40, 20)


@pytest.mark.parametrize("make", [samples.jpeg, samples.png, samples.webp, samples.gif])
def test_every_kind_of_picture_has_one(make):
    kind = FileKind(make.__name__)
    small = Image.open(BytesIO(preview_of(clean(make(), kind).data, kind)))
    assert (small.size, small.info) == ((40, 20), {})


def test_a_pdf_shows_its_first_page():
    page = Image.open(BytesIO(preview_of(samples.pdf(), FileKind.PDF))).convert("RGB")
    assert page.size == (LONGEST_SIDE, 214)
    assert page.crop((60, 140, 61, 141)).tobytes() > bytes((150, 0, 0))
    assert max(page.crop((60, 140, 61, 141)).tobytes()[1:]) < 100


def test_a_page_of_a_kilometre_costs_no_more_than_another():
    document = Pdf.new()
    document.add_blank_page(page_size=(14_400, 3))
    page = Image.open(BytesIO(preview_of(samples.bytes_of(document), FileKind.PDF)))
    assert page.size == (LONGEST_SIDE, 1)


@pytest.mark.parametrize("kind", [FileKind.TEXT, FileKind.DOCX, FileKind.PDF, FileKind.JPEG])
def test_where_there_is_nothing_to_see_there_is_none(kind):
    assert preview_of("没有图".encode(), kind) == b""
