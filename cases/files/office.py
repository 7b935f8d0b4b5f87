"""Word, Excel and PowerPoint packages: each part is cleaned by what it is, and what is not known is emptied."""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from cases.files.cleaned import Cleaned, Uncleanable, Why
from cases.files.file_kind import FileKind
from cases.files.images import clean_image
from cases.files.office_xml import clean_properties, clean_relations, clean_xml
from cases.files.recognise import recognise

MOST_PARTS = 10_000
LARGEST_PART = 64_000_000  # bytes, unpacked
LARGEST_WHOLE = 200_000_000
DEEPEST = 2  # a document in a document, no further
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
FONTS = ("odttf", "fntdata")
OF_OWNER = re.compile(r"docProps/|customXml/item\d*\.xml$")
BROKEN = (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, KeyError, zlib.error)
type Part = tuple[bytes, set[str]]
BY_SUFFIX: dict[str, Callable[[bytes], Part]] = {"xml": clean_xml, "rels": clean_relations}


def clean_office(data: bytes, kind: FileKind, depth: int = 0) -> Cleaned:
    """The same document without authors, properties, macros, paths and the EXIF of its pictures (INV-C14)."""
    out, removed = BytesIO(), set[str]()
    try:
        with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
            for entry in _bearable(old):
                blob, said = _cleaned_part(entry.filename, old.read(entry), depth)
                new.writestr(_plain(entry.filename), blob)
                removed |= said
    except (*BROKEN, etree.XMLSyntaxError):
        raise Uncleanable(Why.DAMAGED) from None
    return Cleaned(out.getvalue(), kind, tuple(sorted(removed)))


def _bearable(archive: ZipFile) -> list[ZipInfo]:
    """Its entries, once they have declared a size that can be borne; more than that is never unpacked."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if any(entry.flag_bits & 1 for entry in entries):
        raise Uncleanable(Why.LOCKED)
    sizes = [entry.file_size for entry in entries]
    if len(sizes) > MOST_PARTS or sum(sizes) > LARGEST_WHOLE or max(sizes, default=0) > LARGEST_PART:
        raise Uncleanable(Why.TOO_LARGE)
    if len({entry.filename for entry in entries}) < len(entries):  # two readers could see two documents
        raise Uncleanable(Why.DAMAGED)
    return entries


def _plain(name: str) -> ZipInfo:
    entry = ZipInfo(name, FIRST_DAY)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _cleaned_part(name: str, blob: bytes, depth: int) -> Part:
    suffix = name.rpartition(".")[2].lower()
    if OF_OWNER.match(name):  # besides the words there is a picture of what the first page once was
        return clean_properties(blob) if suffix == "xml" else b"", {"properties"}
    if clean := BY_SUFFIX.get(suffix):
        return clean(blob)
    if suffix == "vml":
        return _cleaned_drawing(blob)
    return (blob, set()) if suffix in FONTS else _cleaned_insert(blob, depth)


def _cleaned_drawing(blob: bytes) -> Part:
    """Old programs write it as no parser wants it."""
    try:
        return clean_xml(blob)
    except etree.XMLSyntaxError:
        return b"", {"inserts"}


def _cleaned_insert(blob: bytes, depth: int) -> Part:
    """A picture or a document inside; whatever else there is may say anything, and is emptied."""
    kind = recognise(blob)
    try:
        if kind.image:
            return clean_image(blob, kind).data, {"pictures"}
        if kind.office and depth < DEEPEST:
            return clean_office(blob, kind, depth + 1).data, {"inner_documents"}
    except Uncleanable:
        pass
    return b"", {"inserts"}
