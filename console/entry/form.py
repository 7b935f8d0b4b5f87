"""What a clerk has filled in: read, checked field by field, and turned into what a citizen would have sent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.draft_body import LONGEST_CONTENT, DraftBody, DraftIdentity
from cases.drafts import new_nonce
from cases.entry import BY_HAND, Arrival
from cases.kinds import AboutWhom, IdentityMode, Kind, Source
from console.days import YEARS
from console.entry.desk import EntryDesk

FIELDS = (
    "source",
    "received",
    "kind",
    "about",
    "words",
    "urgent",
    "section",
    "street",
    "mode",
    "name",
    "phone",
    "address",
    "nonce",
)
LONGEST = {"name": 64, "phone": 32, "address": 200, "nonce": 32}
NAMED = IdentityMode.CLAIMED_NAME
MODES = (IdentityMode.ANONYMOUS, NAMED)


@dataclass(frozen=True)
class Places:
    """The items and the streets that there are to choose from."""

    sections: Mapping[str, str]
    streets: Sequence[str]

    @classmethod
    def of(cls, desk: EntryDesk) -> "Places":
        """Those of the live bulletin."""
        bulletin, profile = desk.about()
        sections = {item.label: item.heading or item.sentences[0].text for item in bulletin.items}
        return cls(sections, [place.name for place in profile.places if place.kind == "street"])


@dataclass(frozen=True, repr=False)
class Filled:
    """The fields as they were typed."""

    values: Mapping[str, str]

    @classmethod
    def empty(cls, today: date) -> "Filled":
        """For the next caller; the form has a name of its own, so that pressing twice enters once."""
        return cls(dict.fromkeys(FIELDS, "") | {"received": today.isoformat(), "nonce": new_nonce()})

    @classmethod
    def read(cls, field: Callable[[str], str]) -> "Filled":
        """What came with a form."""
        return cls({name: field(name) for name in FIELDS})

    def wrong(self, today: date, places: Places) -> dict[str, str]:
        """For each field that cannot be taken, which sentence says what to write."""
        return dict(self._wrong(today, places))

    def _wrong(self, today: date, places: Places) -> Iterator[tuple[str, str]]:
        values = self.values
        if values["source"] not in BY_HAND:
            yield "source", "choose"
        yield from self._wrong_day(today)
        if values["kind"] not in list(Kind):
            yield "kind", "choose"
        elif Kind(values["kind"]).sealed and values["about"] not in list(AboutWhom):
            yield "about", "choose_about"
        if not 0 < len(values["words"]) <= LONGEST_CONTENT:
            yield "words", "too_long" if values["words"] else "no_words"
        if values["section"] not in ("", *places.sections):
            yield "section", "choose"
        if values["street"] not in ("", *places.streets):
            yield "street", "choose"
        yield from self._wrong_name()
        yield from ((name, "too_long_name") for name, most in LONGEST.items() if len(values[name]) > most)

    def _wrong_day(self, today: date) -> Iterator[tuple[str, str]]:
        try:
            received = date.fromisoformat(self.values["received"])
        except ValueError:
            received = date.min
        if received.year not in YEARS:
            yield "received", "no_day"
        elif received > today:
            yield "received", "future"

    def _wrong_name(self) -> Iterator[tuple[str, str]]:
        given = any(self.values[name] for name in ("name", "phone", "address"))
        if self.values["mode"] not in MODES:
            yield "mode", "choose"
        elif self.values["mode"] == IdentityMode.ANONYMOUS and given:
            yield "mode", "anonymous_with_name"
        elif self.values["mode"] == NAMED and not self.values["name"]:
            yield "name", "no_name"

    @property
    def arrival(self) -> Arrival:
        """How and when it came, once nothing is wrong."""
        return Arrival(Source(self.values["source"]), date.fromisoformat(self.values["received"]))

    def body(self, accuses_team: Callable[[DraftBody], bool]) -> DraftBody:
        """As a citizen would have sent it, once nothing is wrong."""
        values = self.values
        body = DraftBody(kind_confirmed=Kind(values["kind"]), urgent=bool(values["urgent"]))
        if Kind(values["kind"]).sealed:
            body.about_whom = AboutWhom(values["about"])
        body.section, body.subdistrict = values["section"] or None, values["street"] or None
        body.add_text(values["words"])
        given = (values[name] or None for name in ("name", "phone", "address"))
        body.identity = DraftIdentity(IdentityMode(values["mode"]), *given)
        body.own_team = accuses_team(body)
        return body
