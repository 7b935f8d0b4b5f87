"""Photos in the pages of a PDF: each has an EXIF of its own."""

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from cases.files.cleaned import Uncleanable, Why
from cases.files.jpeg_segments import MalformedJpeg, without_notes

BOXES_OF_NOTES = (b"xml ", b"uuid")  # of a JPEG 2000


def clean_image_stream(document: Pdf, stream: Object) -> bool:
    """Take the notes out of a photo; True when there were any."""
    filters, parameters = _listed(stream.get("/Filter")), _listed(stream.get("/DecodeParms"))
    if not filters or filters[-1] not in (Name.DCTDecode, Name.JPXDecode):
        return False
    raw = _unwrapped(document, stream, filters[:-1], parameters[:-1])
    if filters[-1] == Name.JPXDecode:
        return _refuse_notes(raw)
    lean = _lean(raw)
    if len(lean) == len(raw):
        return False
    own = parameters[-1] if len(parameters) == len(filters) else None
    stream.write(lean, filter=Name.DCTDecode, decode_parms=own if isinstance(own, Dictionary) else None)
    return True


def _listed(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value.as_list()) if isinstance(value, Array) else [value]


def _unwrapped(document: Pdf, stream: Object, outer: list[Object], parameters: list[Object]) -> bytes:
    raw = stream.read_raw_bytes()
    if not outer:
        return raw
    wrapped = Stream(document, raw)
    wrapped["/Filter"] = Array(outer)
    if len(parameters) == len(outer):
        wrapped["/DecodeParms"] = Array(parameters)
    return wrapped.read_bytes()


def _refuse_notes(raw: bytes) -> bool:
    if any(box in raw for box in BOXES_OF_NOTES):
        raise Uncleanable(Why.UNSUPPORTED)
    return False


def _lean(raw: bytes) -> bytes:
    try:
        return without_notes(raw)
    except MalformedJpeg:
        raise Uncleanable(Why.DAMAGED) from None
