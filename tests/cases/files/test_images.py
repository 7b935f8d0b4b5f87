"""A picture is kept, and nothing that was said beside it."""

from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from cases.files.cleaned import Uncleanable, Why
from cases.files.cleaning import clean
from cases.files.file_kind import FileKind
from tests.cases.files import samples
from tests.cases.files.samples import AUTHOR, BLUE, CAMERA, RED

PICTURES = {
    FileKind.JPEG: samples.jpeg,
    FileKind.PNG: samples.png,
    FileKind.WEBP: samples.webp,
    FileKind.GIF: samples.gif,
}


def near(pixel, colour):
    return all(abs(one - other) < 30 for one, other in zip(pixel[:3], colour, strict=True))


def test_the_samples_do_tell():
    assert dict(Image.open(BytesIO(samples.jpeg())).getexif().get_ifd(samples.GPS))
    assert all(make().find(CAMERA.encode()) > 0 for make in (samples.jpeg, samples.png, samples.webp))


@pytest.mark.parametrize("kind", PICTURES)
def test_inv_c14_place_camera_and_author_are_gone_from_pictures(kind):
    copy = clean(PICTURES[kind](), kind)
    picture = Image.open(BytesIO(copy.data))
    assert not picture.getexif()
    assert picture.info.keys() & {"exif", "xmp", "comment", "icc_profile", "Author", "XML:com.adobe.xmp"} == set()
    assert not any(word in copy.data for word in (CAMERA.encode(), AUTHOR.encode(), b"Exif", b"xmp"))


@pytest.mark.parametrize("kind", PICTURES)
def test_the_picture_stays(kind):
    picture = Image.open(BytesIO(clean(PICTURES[kind](), kind).data))
    assert picture.size == (40, 20)
    assert near(picture.convert("RGB").getpixel((5, 10)), RED)
    assert near(picture.convert("RGB").getpixel((35, 10)), BLUE)


def test_what_was_removed_is_named_but_not_told():
    assert clean(samples.jpeg(), FileKind.JPEG).removed == ("comment", "dpi", "exif", "gps")
    assert "text" in clean(samples.png(), FileKind.PNG).removed


@pytest.mark.parametrize(("orientation", "red_at"), [(1, (5, 10)), (3, (35, 10)), (6, (10, 5)), (8, (10, 35))])
def test_a_turned_photo_stands_upright_without_the_note(orientation, red_at):
    picture = Image.open(BytesIO(clean(samples.jpeg(orientation), FileKind.JPEG).data))
    assert picture.size == ((40, 20) if orientation in (1, 3) else (20, 40))
    assert near(picture.getpixel(red_at), RED)


def test_a_moving_picture_keeps_moving():
    picture = Image.open(BytesIO(clean(samples.gif(), FileKind.GIF).data))
    assert [frame.info["duration"] for frame in ImageSequence.Iterator(picture)] == [120, 340]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
@pytest.mark.parametrize("kind", [FileKind.PNG, FileKind.JPEG])
def test_every_colour_mode_can_be_drawn_again(mode, kind):
    form = kind.name
    try:
        data = samples.saved(Image.new(mode, (8, 8)), form)
    except OSError:
        pytest.skip(f"no {form} has {mode}")
    assert Image.open(BytesIO(clean(data, kind).data)).size == (8, 8)


def test_what_is_behind_the_picture_is_gone():
    assert b"<script>" not in clean(samples.jpeg() + b"<script>", FileKind.JPEG).data


def test_a_photo_in_several_layers_is_cleaned_to_the_one_that_is_seen():
    layers = samples.saved(samples.two_halves(), "MPO", save_all=True, append_images=[samples.two_halves((10, 10))])
    copy = clean(layers, FileKind.JPEG)
    assert "mp" in copy.removed
    assert Image.open(BytesIO(copy.data)).format == "JPEG"
    assert copy.data.count(b"\xff\xd8\xff") == 1


def test_a_frame_that_outgrows_the_first_is_refused():
    frame_at = samples.gif().rindex(b"\x2c\x00\x00\x00\x00")
    grown = bytearray(samples.gif())
    grown[frame_at + 5 : frame_at + 9] = b"\xff\x7f\xff\x7f"
    with pytest.raises(Uncleanable) as refusal:
        clean(bytes(grown), FileKind.GIF)
    assert refusal.value.why is Why.TOO_LARGE


def test_a_broken_orientation_does_not_cost_the_picture():
    data = samples.jpeg(6).replace(b"Exif\x00\x00MM", b"Exif\x00\x00XX")
    assert data != samples.jpeg(6)
    assert Image.open(BytesIO(clean(data, FileKind.JPEG).data)).size == (40, 20)


def test_a_picture_of_a_hundred_megapixels_is_refused_by_its_header():
    bomb = samples.saved(Image.new("1", (10_000, 10_000)), "PNG")
    assert len(bomb) < 20_000
    with pytest.raises(Uncleanable) as refusal:
        clean(bomb, FileKind.PNG)
    assert refusal.value.why is Why.TOO_LARGE


@pytest.mark.parametrize("kind", PICTURES)
def test_a_truncated_picture_is_called_damaged(kind):
    data = PICTURES[kind]()
    with pytest.raises(Uncleanable) as refusal:
        clean(data[: len(data) // 2], kind)
    assert refusal.value.why is Why.DAMAGED


def test_a_page_that_begins_like_a_gif_is_no_picture():
    with pytest.raises(Uncleanable):
        clean(b"GIF89a<html><script>alert(1)</script>", FileKind.GIF)
