"""What a file is, by its content and not by its name."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import filetype

from cases.files.file_kind import FileKind

HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = "[Content_Types].xml"
LONGEST_CONTENT_TYPES = 1_000_000  # bytes, unpacked

BY_MEDIA_TYPE = {
    "image/jpeg": FileKind.JPEG,
    "image/png": FileKind.PNG,
    "image/apng": FileKind.PNG,
    "image/webp": FileKind.WEBP,
    "image/gif": FileKind.GIF,
    "image/heic": FileKind.HEIC,
    "application/pdf": FileKind.PDF,
    "application/rtf": FileKind.OTHER_OFFICE,
    "audio/mpeg": FileKind.MP3,
    "audio/mp4": FileKind.M4A,
    "audio/ogg": FileKind.OGG,
    "audio/amr": FileKind.AMR,
    "audio/x-wav": FileKind.WAV,
    "video/mp4": FileKind.MP4,
    "video/x-m4v": FileKind.MP4,
    "video/quicktime": FileKind.MOV,
    "video/webm": FileKind.WEBM,
    "application/x-msdownload": FileKind.PROGRAM,
    "application/x-executable": FileKind.PROGRAM,
    "application/x-shockwave-flash": FileKind.PROGRAM,
    "application/x-google-chrome-extension": FileKind.PROGRAM,
    "application/x-deb": FileKind.PROGRAM,
    "application/x-rpm": FileKind.PROGRAM,
    "application/wasm": FileKind.PROGRAM,
    "application/x-rar-compressed": FileKind.ARCHIVE,
    "application/x-7z-compressed": FileKind.ARCHIVE,
    "application/gzip": FileKind.ARCHIVE,
    "application/x-tar": FileKind.ARCHIVE,
    "application/x-bzip2": FileKind.ARCHIVE,
    "application/x-xz": FileKind.ARCHIVE,
    "application/zstd": FileKind.ARCHIVE,
}
BY_MAIN_PART = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
    b"presentationml.presentation.main+xml": FileKind.PPTX,
}
OTHER_PACKAGES = (b"macroEnabled", b"template.main+xml", b"slideshow.main+xml", b"sheet.binary")
MACH_O = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_HTML = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|script|iframe|object|embed|meta|style|link|form|img)[\s>/]", re.I
)
_SVG = re.compile(rb"<\s*(\w+:)?svg[\s>/]", re.I)
_NOT_OF_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def recognise(data: bytes) -> FileKind:
    """What these bytes are; what is no known kind and no text is UNKNOWN."""
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if data.startswith(OLE):
        return FileKind.OTHER_OFFICE
    if data.startswith((*MACH_O, b"#!/", b"#! /", b"MZ")):
        return FileKind.PROGRAM
    if data[4:10] == b"ftyp3g":
        return FileKind.THREE_GP
    found = filetype.guess_mime(data[:HEAD]) if data else None
    return BY_MEDIA_TYPE.get(found, FileKind.UNKNOWN) if found else _of_text(data)


def text_of(data: bytes) -> str | None:
    """The words of a text in the encodings that people here use; None when it is none."""
    for encoding in _encodings(data):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _NOT_OF_TEXT.search(words) else words
    return None


def _encodings(data: bytes) -> tuple[str, ...]:
    return ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")


def _of_text(data: bytes) -> FileKind:
    words = text_of(data)
    if words is None:
        return FileKind.UNKNOWN
    markup = words.encode()  # whatever the encoding hid
    if _SVG.search(markup):
        return FileKind.SVG
    return FileKind.HTML if _HTML.search(markup) else FileKind.TEXT


def _in_zip(data: bytes) -> FileKind:
    """An office package says in its list of content types what its main part is."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            listed = _start_of(archive, CONTENT_TYPES) if CONTENT_TYPES in names else b""
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error):
        return FileKind.ARCHIVE
    if names & {"AndroidManifest.xml", "META-INF/MANIFEST.MF"}:
        return FileKind.PROGRAM
    if "mimetype" in names or any(word in listed for word in OTHER_PACKAGES):
        return FileKind.OTHER_OFFICE
    return next((kind for part, kind in BY_MAIN_PART.items() if part in listed), FileKind.ARCHIVE)


def _start_of(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(LONGEST_CONTENT_TYPES)
