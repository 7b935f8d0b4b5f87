"""The pages on how the rectification stands, each made once for as long as nothing changes."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from threading import Lock
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cases.ledger.states import Adoption, ItemState
from public import charts
from public.chat import Office
from public.pages import HERE, STATIC
from public.progress_record import ItemStanding, Keeper, Record, Standing
from web.charts import bars
from web.kept_files import version

HOME, SUGGESTIONS = "/progress", "/progress/suggestions"
NEWEST = 5
VERIFIED, DISPUTED = "verified", "disputed"


@dataclass(frozen=True)
class Page:
    """As it is sent, and its mark, by which a browser asks whether it is still the same."""

    html: bytes
    packed: bytes
    mark: str


class ProgressPages:
    """Fills the templates; synchronous, for a thread."""

    def __init__(self, office: Office, record: Record) -> None:
        self._say, self._address = office.say, record.address.rstrip("/")
        self._keeper, self._lock = Keeper(record, office.clock), Lock()
        self._made: dict[tuple[str, bool], Page | None] = {}
        self._of: Standing | None = None
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.globals |= {"say": office.say, "version": version(STATIC)}
        self._templates.globals |= {"named": self._named, "mark": self._mark, "meaning": self._meaning}

    def page(self, path: str, *, large: bool) -> Page | None:
        """None where there is no such page."""
        with self._lock:
            standing = self._keeper.standing()
            if standing is not self._of:
                self._of, self._made = standing, {}
            if (path, large) not in self._made:
                self._keep(path, large, self._filled(standing, path, large))
            return self._made.get((path, large))

    def missing(self, *, large: bool) -> str:
        """For an address that leads nowhere."""
        return self._templates.get_template("progress_missing.html").render(large=large, path=HOME)

    def _keep(self, path: str, large: bool, text: str | None) -> None:
        """Only what there is: else anybody could fill the memory with wrong addresses."""
        if text is not None:
            html = text.encode()
            self._made[path, large] = Page(html, gzip.compress(html, mtime=0), sha256(html).hexdigest()[:24])

    def _filled(self, standing: Standing, path: str, large: bool) -> str | None:
        fill = self._filler(standing, path)
        return fill(self._given(standing, path) | {"large": large}) if fill else None

    def _filler(self, standing: Standing, path: str) -> Callable[[dict[str, Any]], str] | None:
        """None where there is no such page: an address that anybody makes up may be too long for a code."""
        if path == HOME:
            return partial(self._whole, standing)
        if path == SUGGESTIONS:
            return partial(self._suggestions, standing)
        place = next((n for n, item in enumerate(standing.items) if path == f"{HOME}/{item.slug}"), None)
        return None if place is None else partial(self._item, standing, place)

    def _given(self, standing: Standing, path: str) -> dict[str, Any]:
        """What every page speaks of."""
        address = self._address + path
        code = segno.make(address, error="m").svg_inline(border=2, omitsize=True, svgclass="code", lineclass=None)
        statuses = {contact.status for contact in standing.profile.contacts}
        doubts = {"unverified": statuses != {VERIFIED}, "disputed": DISPUTED in statuses}
        known = {"standing": standing, "profile": standing.profile, "contact": standing.bulletin.contact}
        return known | doubts | {"path": path, "address": address, "code": Markup(code)}

    def _whole(self, standing: Standing, given: dict[str, Any]) -> str:
        told = [(change, item) for item in standing.items for change in item.changes]
        newest = sorted(told, key=lambda pair: pair[0].on, reverse=True)[:NEWEST]
        grid = charts.grid(standing.parts)
        counted = bars([(self._named(state), count) for state, count in grid.counted])
        rows = [(part, dict(charts.by_state(item.state for item in part.items))) for part in standing.parts]
        shown = {"grid": grid, "bars_drawn": counted, "rows": rows, "newest": newest}
        return self._templates.get_template("progress.html").render(given | shown)

    def _item(self, standing: Standing, place: int, given: dict[str, Any]) -> str:
        items, item = standing.items, standing.items[place]
        part = next(part for part in standing.parts if part.label == item.part)
        around = {"before": items[place - 1] if place else None, "after": dict(enumerate(items)).get(place + 1)}
        return self._templates.get_template("progress_item.html").render(given | around | {"item": item, "part": part})

    def _suggestions(self, standing: Standing, given: dict[str, Any]) -> str:
        heard, items = standing.heard, {item.label: item for item in standing.items}
        told = [(item, item.heard) for item in standing.items if item.heard]
        decided = [(self._decision(decision), count) for decision, count in heard.by_decision.items()]
        shown = {
            "by_item": told,
            "item_bars": bars([(_titled(item), count) for item, count in told]),
            "few": len(items) - len(told),
            "by_decision": decided,
            "decision_bars": bars(decided),
            "by_kind": [(kind.label, count) for kind, count in heard.by_kind.items()],
            "adopted": [(adopted, items[adopted.section]) for adopted in heard.adopted],
        }
        return self._templates.get_template("progress_suggestions.html").render(given | shown)

    def _named(self, state: ItemState | None) -> str:
        return state.label if state else self._say("progress.no_ledger")

    def _mark(self, state: ItemState | None) -> str:
        return self._say(f"progress.mark_{state or 'none'}")

    def _meaning(self, state: ItemState | None) -> str:
        return self._say(f"progress.meaning_{state or 'none'}")

    def _decision(self, decision: Adoption | None) -> str:
        return decision.label if decision else self._say("progress.undecided")


def _titled(item: ItemStanding) -> str:
    return f"{item.label} {item.title}"
