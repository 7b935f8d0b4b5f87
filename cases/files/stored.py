"""What the bytes of a file are called on disk: the original, the copy for handlers, the small picture."""

from cases.files.states import CopyState

COPY, VIEW = ".copy", ".view"


def names_of(stored_name: str) -> tuple[str, str, str]:
    """All that may be there; they are kept and erased together."""
    return stored_name, stored_name + COPY, stored_name + VIEW


def kept_of(stored_name: str, copy: CopyState) -> tuple[str, ...]:
    """Those that must be there once the file is stored: with a copy goes a picture, empty where nothing is seen."""
    return names_of(stored_name) if copy is CopyState.MADE else (stored_name,)


def original_of(name: str) -> str:
    """The stored name that one of them belongs to."""
    return name.partition(".")[0]
