"""PDF documents without their author, their scripts, what is attached to them and what earlier versions said."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from cases.files.cleaned import Cleaned, Uncleanable, Why
from cases.files.file_kind import FileKind
from cases.files.pdf_images import clean_image_stream

MOST_OBJECTS = 500_000
ANYWHERE = {  # key of a dictionary: what is said to be removed
    "/Metadata": "xmp",
    "/PieceInfo": "private_data",
    "/CreatorInfo": "private_data",
    "/LastModified": "dates",
    "/Thumb": "thumbnail",
    "/AF": "embedded_files",
    "/EF": "embedded_files",
    "/EmbeddedFiles": "embedded_files",
    "/JavaScript": "actions",
    "/JS": "actions",
    "/AA": "actions",
    "/OpenAction": "actions",
    "/XFA": "actions",
}
OF_CATALOG = {
    "/Collection": "embedded_files",
    "/SpiderInfo": "private_data",
    "/Perms": "signatures",
    "/Legal": "signatures",
    "/DSS": "signatures",
}
OF_ANNOTATION = {"/T": "annotation_authors", "/CreationDate": "dates", "/M": "dates", "/NM": "annotation_ids"}
OF_ACTION = {"/F": "actions", "/Win": "actions", "/Unix": "actions", "/Mac": "actions"}
ACTS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/GoToE", "/GoToR", "/Rendition")
CARRIERS = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")
BROKEN = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)


def clean_pdf(data: bytes) -> Cleaned:
    """What its pages show, and nothing of who wrote it, when and with what (INV-C14)."""
    try:
        with Pdf.open(BytesIO(data)) as document:
            removed = _strip(document)
            out = BytesIO()
            document.save(out, deterministic_id=True, fix_metadata_version=False, preserve_pdfa=False)
            return Cleaned(out.getvalue(), FileKind.PDF, tuple(sorted(removed)))
    except pikepdf.PasswordError:
        raise Uncleanable(Why.LOCKED) from None
    except BROKEN:
        raise Uncleanable(Why.DAMAGED) from None


def _strip(document: Pdf) -> set[str]:
    if len(document.objects) > MOST_OBJECTS:
        raise Uncleanable(Why.TOO_LARGE)
    if len(document.pages) == 0:
        raise Uncleanable(Why.DAMAGED)
    removed = _without(document.trailer, {"/Info": "docinfo", "/ID": "document_id"})
    removed |= _without(document.Root, OF_CATALOG)
    for thing in document.objects:
        for part in _within(thing):
            removed |= _clean_part(document, part)
    return removed


def _within(thing: Object) -> Iterator[Object]:
    """The dictionaries in an object that are no objects of their own."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Array):
            waiting += [inner for inner in part.as_list() if _direct(inner)]
        elif isinstance(part, Dictionary | Stream):
            yield part
            waiting += [part[key] for key in part.keys() if _direct(part[key])]  # noqa: SIM118 - no mapping


def _direct(thing: object) -> bool:
    return isinstance(thing, Array | Dictionary) and not thing.is_indirect


def _clean_part(document: Pdf, part: Object) -> set[str]:
    removed = _without(part, ANYWHERE)
    subtype = part.get("/Subtype")
    if "/Rect" in part and subtype != Name.Widget:  # the /T of a widget is the name of its field
        removed |= _without(part, OF_ANNOTATION)
    if part.get("/FT") == Name.Sig:
        removed |= _without(part, {"/V": "signatures"})
    if part.get("/S") in ACTS:
        part["/S"] = Name.Named  # an action that names nothing does nothing
        removed |= {"actions"} | _without(part, OF_ACTION)
    if isinstance(part.get("/Annots"), Array):
        removed |= _drop_carriers(part)
    if isinstance(part, Stream) and clean_image_stream(document, part):
        removed.add("exif")
    return removed


def _drop_carriers(page: Object) -> set[str]:
    """Notes that are a file, a film or a sound."""
    notes = page["/Annots"].as_list()
    kept = [note for note in notes if not (isinstance(note, Dictionary) and note.get("/Subtype") in CARRIERS)]
    page["/Annots"] = Array(kept)
    return set() if len(kept) == len(notes) else {"embedded_files"}


def _without(part: Object, keys: dict[str, str]) -> set[str]:
    found = [key for key in keys if key in part]
    for key in found:
        del part[key]
    return {keys[key] for key in found}
