"""The small forms of a page: one for each verb, what it asks for, and what was filled in already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Field:
    """One thing to fill in; `options` are values with what stands for them."""

    name: str
    label: str
    sort: str
    needed: bool
    value: str = ""
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Opened:
    """The form that stands open when the page comes: as it was filled in, with what is to be said about it."""

    verb: str
    values: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""


@dataclass(frozen=True)
class Form[Open: Opened]:
    """A verb that can be used now; `opened` where it is the one that stands open."""

    verb: str
    label: str
    hint: str
    fields: Sequence[Field]
    opened: Open | None


def of_verb[Open: Opened](opened: Open | None, verb: str) -> Open | None:
    """What stands open, where it is the form of this verb."""
    return opened if opened and opened.verb == verb else None


def typed_into(opened: Opened | None, name: str) -> str:
    """What a field was filled in with."""
    return opened.values.get(name, "") if opened else ""
