"""What staff wrote down about a bulletin in bulletin.yml: contacts and their status, open items, places, leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from bulletin.document import Bulletin, ContactKind
from bulletin.notes import Verdict
from bulletin.parser import parse, read
from bulletin.unreadable import Misshapen, readable

FILE = "bulletin.yml"


@dataclass(frozen=True)
class PublishedContact:
    """A contact detail as printed; only a verified value may be given as an instruction (domain.md 7)."""

    kind: ContactKind
    published_value: str
    verified_value: str | None
    status: Literal["unverified", "verified", "disputed", "retired"]
    verified_on: date | None
    source_line: int
    note: str


@dataclass(frozen=True)
class OpenItem:
    """Something the bulletin itself leaves unfinished; `quote` is verbatim from the section."""

    section: str
    quote: str
    note: str


@dataclass(frozen=True)
class Place:
    """A place the bulletin names; `names` are its other names, `street` the street a village belongs to."""

    kind: Literal["street", "village", "area"]
    name: str
    names: tuple[str, ...]
    street: str | None


@dataclass(frozen=True)
class Lead:
    """A department answering for an item, or for the `scope` of it; basis: stated, inferred or none named."""

    section: str
    department: str
    basis: Literal["S", "I", "N"]
    scope: str | None = None


@dataclass(frozen=True)
class Term:
    """A figure (or a name, which counts one) of a sum, verbatim; `each` is what one of them comes to: 每人500元."""

    section: str
    quote: str
    each: str | None = None
    minus: bool = False


@dataclass(frozen=True)
class Sum:
    """A figure whose relation to others is recomputed on every reading (bulletin/sums.py); `id` as in domain.md 7.2."""

    id: str
    relation: str
    section: str
    quote: str
    expected: Verdict
    note: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A bulletin.yml; `aliases` leads from other names of a body to its name, `keywords` from an item to words."""

    id: str
    file: str
    title: str | None
    year: int
    publisher: str
    receiver: str
    contacts: tuple[PublishedContact, ...]
    open_items: tuple[OpenItem, ...]
    places: tuple[Place, ...]
    aliases: Mapping[str, str]
    leads: tuple[Lead, ...]
    neighbours: tuple[str, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sums: tuple[Sum, ...] = ()
    area_code: str | None = None  # before 12388 for those who call from elsewhere
    example_question: str = ""  # shown to those who do not know what to ask
    doubts_seen: bool = False  # staff saw what could not be read for certain, and took it


def load(folder: Path) -> tuple[Bulletin, Profile]:
    """The bulletin in a folder and its profile; UnreadableBulletin."""
    with readable(folder / FILE):
        profile = described(yaml.load((folder / FILE).read_text("utf-8"), yaml.CSafeLoader))
    with readable(folder / profile.file):
        # bytes, because reading as text would turn CRLF into LF and move every offset
        text = (folder / profile.file).read_bytes().decode("utf-8")
        return (read if profile.doubts_seen else parse)(text, profile.id), profile


def described(record: dict[str, Any]) -> Profile:
    """The profile that a bulletin.yml describes; KeyError, Misshapen, TypeError where it describes none."""
    lists = {
        "contacts": _rows(record, "contacts", lambda row: PublishedContact(**row)),
        "open_items": _rows(record, "open_items", lambda row: OpenItem(**row)),
        "places": _rows(record, "places", lambda row: Place(**{**row, "names": tuple(row["names"])})),
        "aliases": {alias: name for name, others in record["aliases"].items() for alias in others},
        "leads": _rows(record, "leads", lambda row: Lead(**row)),
        "neighbours": tuple(record.get("neighbours") or ()),
        "keywords": {item: tuple(words) for item, words in (record.get("keywords") or {}).items()},
        "sums": _rows({"sums": (), **record}, "sums", _sum),
    }
    return Profile(**{**record, **lists})


def _rows[Row](record: dict[str, Any], key: str, make: Callable[[dict[str, Any]], Row]) -> tuple[Row, ...]:
    rows, made = record[key], list[Row]()
    for number, row in enumerate(rows or ()):
        try:
            made.append(make(row))
        except (TypeError, KeyError, AttributeError):
            raise Misshapen(key, number) from None
    return tuple(made)


def _sum(row: dict[str, Any]) -> Sum:
    return Sum(**{**row, "terms": tuple(Term(**term) for term in row.get("terms") or ())})
