"""The one way to a copy that names nobody, whatever kind of file it is."""

from cases.files.cleaned import Cleaned, Uncleanable, Why
from cases.files.file_kind import FileKind
from cases.files.images import clean_image
from cases.files.office import clean_office
from cases.files.pdf import clean_pdf
from cases.files.recognise import text_of
from cases.files.sound import clean_sound


def clean(data: bytes, kind: FileKind) -> Cleaned:
    """A copy for handlers (domain.md 2.8 INV-C14); Uncleanable says why there is none."""
    if kind.image:
        return clean_image(data, kind)
    if kind.office:
        return clean_office(data, kind)
    if kind.sound:
        return clean_sound(data, kind)
    if kind is FileKind.PDF:
        return clean_pdf(data)
    if kind is FileKind.TEXT:
        return _clean_text(data)
    raise Uncleanable(Why.DANGEROUS if kind.dangerous else Why.UNSUPPORTED)


def _clean_text(data: bytes) -> Cleaned:
    """A text has nothing beside its words; every reader gets them in one encoding."""
    words = text_of(data)
    if words is None:
        raise Uncleanable(Why.DAMAGED)
    return Cleaned(words.encode(), FileKind.TEXT)
