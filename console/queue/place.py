"""The address of a list: what is wanted, in which order, from where on. Keys alone, never a word of a citizen."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from cases.kinds import Kind, Labelled, Queue, State
from cases.queries import After, Filters, Sort, View
from desk.lists import read_after, section, written_after

LIST = "/queue"
LONGEST = 64
ENDED_TOO = (View.QUALITY, View.TO_ARCHIVE)  # what is looked for there has ended


class Which(Labelled):
    """Whether cases are wanted that have ended."""

    OPEN = "open", "未办结"
    ENDED = "ended", "已办结"
    ALL = "all", "全部"


@dataclass(frozen=True)
class Place:
    """A list and a place in it."""

    view: View | None = None
    kind: Kind | None = None
    state: State | None = None
    queue: Queue | None = None
    section: str | None = None
    street: str | None = None
    due: date | None = None
    which: Which | None = None
    sort: Sort = Sort.DUE
    after: After | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """What an address says; ValueError for an address that no page of ours has."""
        given = {name: read(query[name]) for name, read in READ.items() if query.get(name, "").strip()}
        place = cls(**given)
        if place.after and isinstance(place.after.key, datetime) is not (place.sort is Sort.RECEIVED):
            raise ValueError("this place is one of the other order")
        return place

    @classmethod
    def back(cls, query: str) -> Self:
        """The place that a form came from; the whole list for who changed it by hand."""
        try:
            return cls.read(dict(parse_qsl(query)))
        except ValueError:
            return cls()

    @property
    def filters(self) -> Filters:
        """For the query; what has ended is shown where it is wanted."""
        which = self.which or (Which.ALL if self.view in ENDED_TOO else Which.OPEN)
        is_open = None if which is Which.ALL else which is Which.OPEN
        return Filters(
            self.view, self.kind, self.state, self.queue, self.section, self.street, is_open=is_open, due_on=self.due
        )

    @property
    def query(self) -> str:
        """What stands behind the question mark."""
        said = {name: value for name, value in asdict(replace(self, after=None)).items() if value}
        if self.sort is Sort.DUE:
            said.pop("sort")
        return urlencode(said | ({"after": written_after(self.after)} if self.after else {}))

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"{LIST}?{self.query}" if self.query else LIST

    @property
    def by_due(self) -> "Place":
        """The same list, what is due first in front."""
        return self.at(sort=Sort.DUE)

    @property
    def by_receipt(self) -> "Place":
        """The same list, the newest in front."""
        return self.at(sort=Sort.RECEIVED)

    def at(self, **changes: Any) -> "Place":
        """The same list with something changed, from its beginning."""
        return replace(self, **({"after": None} | changes))


def _words(typed: str) -> str:
    words = typed.strip()
    if not words.isprintable() or len(words) > LONGEST:
        raise ValueError("no words of a list")
    return words


READ: dict[str, Callable[[str], Any]] = {
    "view": View,
    "kind": Kind,
    "state": State,
    "queue": Queue,
    "section": lambda typed: section(_words(typed)),
    "street": _words,
    "due": date.fromisoformat,
    "which": Which,
    "sort": Sort,
    "after": read_after,
}
