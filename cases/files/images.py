"""Images, drawn again: only what can be seen is left."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from cases.files.cleaned import Cleaned, Uncleanable, Why
from cases.files.file_kind import FileKind

MOST_PIXELS = 50_000_000  # of all frames together: the largest photos that phones take by themselves
MOST_FRAMES = 500
FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP", FileKind.GIF: "GIF"}
MODES = {
    FileKind.JPEG: ("L", "RGB"),
    FileKind.PNG: ("1", "L", "I;16", "RGB", "RGBA"),
    FileKind.WEBP: ("RGB", "RGBA"),
    FileKind.GIF: ("L", "RGB", "RGBA"),
}
SAVING: dict[FileKind, dict[str, Any]] = {
    FileKind.JPEG: {"quality": 92},
    FileKind.WEBP: {"quality": 92, "method": 2},
    FileKind.PNG: {"compress_level": 4},
}
BESIDE = {"exif", "icc_profile", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "mp", "dpi"}
GPS = 0x8825
USUAL_PAUSE = 100  # milliseconds
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, ZeroDivisionError)


def clean_image(data: bytes, kind: FileKind) -> Cleaned:
    """The same picture the right way up, with no EXIF, GPS, XMP, comment, profile or thumbnail (INV-C14)."""
    with open_image(data, kind) as image:
        try:
            removed = _said_beside(image)
            frames = _frames(image, kind)
            pauses = [frame.info.get("duration", USUAL_PAUSE) for frame in frames]
            moving = {"duration": pauses, "loop": image.info.get("loop", 0)}
            return Cleaned(_saved([_redrawn(frame, kind) for frame in frames], kind, moving), kind, removed)
        except Image.DecompressionBombError:  # a frame that outgrows the first
            raise Uncleanable(Why.TOO_LARGE) from None
        except BROKEN:
            raise Uncleanable(Why.DAMAGED) from None


def open_image(data: bytes, kind: FileKind) -> Image.Image:
    """The image, not yet unpacked, once its header has shown a bearable size."""
    try:
        image = Image.open(BytesIO(data), formats=[FORMATS[kind]])
        frames = _count(image, kind)
    except Image.DecompressionBombError:
        raise Uncleanable(Why.TOO_LARGE) from None
    except BROKEN:
        raise Uncleanable(Why.DAMAGED) from None
    if image.width * image.height * frames > MOST_PIXELS or frames > MOST_FRAMES:
        raise Uncleanable(Why.TOO_LARGE)
    return image


def upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says, if that can be read: a broken note must not cost the picture."""
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:
        image.load()
        return image


def _count(image: Image.Image, kind: FileKind) -> int:
    """A JPEG's further images are made by the camera: depth, preview, a hidden clip."""
    return 1 if kind is FileKind.JPEG else getattr(image, "n_frames", 1)


def _frames(image: Image.Image, kind: FileKind) -> list[Image.Image]:
    if _count(image, kind) == 1:
        return [image]
    return [frame.copy() for frame in ImageSequence.Iterator(image)]


def _redrawn(frame: Image.Image, kind: FileKind) -> Image.Image:
    picture = upright(frame)
    if picture.has_transparency_data and "RGBA" in MODES[kind]:
        picture = picture.convert("RGBA")
    elif picture.mode not in MODES[kind]:
        picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _saved(frames: list[Image.Image], kind: FileKind, moving: dict[str, Any]) -> bytes:
    out, how = BytesIO(), SAVING.get(kind, {})
    if len(frames) > 1:
        how = how | moving | {"save_all": True, "append_images": frames[1:]}
    frames[0].save(out, FORMATS[kind], **how)
    return out.getvalue()


def _said_beside(image: Image.Image) -> tuple[str, ...]:
    """The names of what the file says beside the picture; never what it says."""
    said = BESIDE & {str(name) for name in image.info}
    if _says_where(image):
        said.add("gps")
    if getattr(image, "text", None):
        said.add("text")
    return tuple(sorted(said))


def _says_where(image: Image.Image) -> bool:
    try:
        return GPS in image.getexif()
    except BROKEN:
        return False
