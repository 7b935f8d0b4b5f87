"""A small picture of a file, made from its cleaned copy."""

from io import BytesIO

from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError

from cases.files.cleaned import Cleaned, Uncleanable
from cases.files.file_kind import FileKind
from cases.files.images import BROKEN, open_image

LONGEST_SIDE = 320  # pixels


def preview(copy: Cleaned) -> bytes | None:
    """A PNG of the image or of the first page; None where there is nothing to see or it costs too much."""
    try:
        if copy.kind.image:
            return _small(open_image(copy.data, copy.kind))
        return _small(_first_page(copy.data)) if copy.kind is FileKind.PDF else None
    except (*BROKEN, PdfiumError, Uncleanable, MemoryError):
        return None


def _first_page(data: bytes) -> Image.Image:
    """Drawn at once in the size that is wanted, so that a page of a kilometre costs no more than another."""
    with PdfDocument(data) as document:
        page = document[0]
        scale = LONGEST_SIDE / max(page.get_width(), page.get_height(), 1)
        return page.render(scale=scale).to_pil().copy()  # the bitmap's memory goes with the document


def _small(image: Image.Image) -> bytes:
    image.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
    picture = image.convert("RGBA" if image.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.info = {}
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
