"""What a bulletin is made of. Every start and end is an offset into the original text."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from bulletin.spans import half_width

ContactKind = Literal["phone", "postal_address", "email", "envelope"]


class NotABulletin(ValueError):
    """The text cannot be read as a bulletin; the message (Chinese) tells an office clerk what to correct."""


@dataclass(frozen=True)
class Doubt:
    """Something in a line (counted from 1) that may have been read wrongly; `serious`: the numbering is in question."""

    line: int
    words: str
    serious: bool = False

    def __str__(self) -> str:
        return f"第{self.line}行：{self.words}"


@dataclass(frozen=True)
class Figure:
    """A number with its unit; `value` is in the base unit, None for a date (whose unit is "date")."""

    text: str
    value: Decimal | None
    unit: str
    start: int
    end: int


@dataclass(frozen=True)
class NamedDocument:
    """A document named in the text; the span is that of the title, inside its 《》."""

    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence with its full stop, without the number of its item."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Section:
    """Anything that can be quoted: an item, the preface, the closing, the contact paragraph.

    `heading` is always words of `text`: "" where the section has no heading of its own.
    """

    id: str
    label: str
    heading: str
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    documents: tuple[NamedDocument, ...]


@dataclass(frozen=True)
class Part:
    """A problem the inspection named; `heading` is the problem as quoted, `title` the whole heading line.

    `intro` is what stands between the heading and the first item. A part whose heading line is lost has neither words.
    """

    number: int
    label: str
    heading: str
    title: str
    start: int
    end: int
    items: tuple[Section, ...]
    intro: Section | None = None


@dataclass(frozen=True)
class Contact:
    """One contact detail exactly as printed."""

    kind: ContactKind
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Bulletin:
    """A parsed bulletin; preface, closing and contact are None where the text has none."""

    id: str
    text: str
    preface: Section | None
    parts: tuple[Part, ...]
    closing: Section | None
    contact: Section | None
    contacts: tuple[Contact, ...]
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def items(self) -> tuple[Section, ...]:
        """All items in the order of the text."""
        return tuple(item for part in self.parts for item in part.items)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Everything that can be quoted, in the order of the text."""
        parts = (section for part in self.parts for section in (part.intro, *part.items))
        around = (self.preface, *parts, self.closing, self.contact)
        return tuple(section for section in around if section is not None)

    def section(self, label: str) -> Section | None:
        """The section called 三(三), 三（三）, 3.3, 前言, or by its id."""
        return self._named.get("".join(half_width(label).split()))

    def part(self, label: str) -> Part | None:
        """The part called 三, or 3."""
        wanted = half_width(label).strip()
        return next((part for part in self.parts if wanted in (part.label, str(part.number))), None)

    @cached_property
    def _named(self) -> dict[str, Section]:
        """Each section under all its names; of two with one name the first."""
        named: dict[str, Section] = {}
        for section in self.sections:
            for name in (section.label, section.id, section.id.removeprefix(f"{self.id}/")):
                named.setdefault(name, section)
        return named
