"""The id of a row as an address or a form names it."""

from desk.lists import ROW


def id_of(typed: str) -> int | None:
    """None for what no database has for an id."""
    return int(typed) if ROW.fullmatch(typed) else None
