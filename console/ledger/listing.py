"""All items by the parts of the bulletin: their states, who leads them, what is due, and what changed last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from starlette.responses import Response

from bulletin.document import Bulletin
from cases.audit.deeds import Action
from cases.kinds import Labelled
from cases.ledger import overview
from cases.ledger.models import LedgerItem, LedgerLead, LedgerPromise
from cases.ledger.states import ItemState
from cases.times import local_date
from console.ledger.desk import LedgerDesk
from console.refused import NotFound
from console.visit import Visit

PATH = "/ledger"


class Only(Labelled):
    """What else can be asked for beside a state."""

    LATE = "late", "有逾期的"
    DOUBTFUL = "doubtful", "部门待确认的"
    LACKING = "lacking", "还缺东西的"
    PROMISED = "promised", "有承诺没兑现的"


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; nothing given is everything."""

    state: ItemState | None = None
    only: Only | None = None
    lead: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        """NotFound for an address that no page of ours has."""
        try:
            state = ItemState(query["state"]) if query.get("state") else None
            only = Only(query["only"]) if query.get("only") else None
        except ValueError:
            raise NotFound from None
        return cls(state, only, query.get("lead", ""))

    def fits(self, row: "Row") -> bool:
        """Whether this item was asked for."""
        leads = {lead.department for lead in row.leads}
        return (
            self.state in (None, row.item.state)
            and (not self.lead or self.lead in leads)
            and (self.only is None or row.has(self.only))
        )


@dataclass(frozen=True)
class Row:
    """An item as the list shows it."""

    item: LedgerItem
    today: date
    changed: datetime | None

    @property
    def leads(self) -> Sequence[LedgerLead]:
        """The departments that answer for it, without those that only help."""
        return [lead for lead in overview.leads(self.item) if not lead.assisting]

    @property
    def late(self) -> bool:
        """Whether a day of it has passed."""
        return overview.overdue(self.item, self.today)

    @property
    def promises(self) -> Sequence[LedgerPromise]:
        """Those that nobody has shown to be met, the earliest first."""
        return sorted((one for one in self.item.promises if one.met_on is None), key=lambda one: one.due_on)

    @property
    def gaps(self) -> Sequence[str]:
        """What it lacks, by name."""
        return overview.gaps(self.item)

    def has(self, only: Only) -> bool:
        """Whether it belongs to these."""
        match only:
            case Only.LATE:
                return self.late
            case Only.DOUBTFUL:
                return any(lead.doubtful for lead in self.leads)
            case Only.LACKING:
                return bool(self.gaps)
            case Only.PROMISED:
                return bool(self.promises)


@dataclass(frozen=True)
class Part:
    """A part of the bulletin with what was asked for of it; `signed_off` and `total` count all of it."""

    label: str
    heading: str
    rows: Sequence[Row]
    signed_off: int
    total: int


def show(visit: Visit) -> Response:
    """The whole ledger, or what was asked for."""
    wanted, (bulletin, _) = Wanted.read(visit.query), desk_of(visit).about()
    with visit.office.read() as session:
        changed, today = overview.last_changes(session, bulletin.id), local_date(visit.now)
        rows = [Row(item, today, changed.get(item.id)) for item in overview.items(session, bulletin.id)]
    shown: dict[str, Any] = {"wanted": wanted, "states": ItemState, "onlys": Only, "total": len(rows)}
    shown["counted"] = {only: sum(row.has(only) for row in rows) for only in Only}
    shown["departments"] = sorted({lead.department for row in rows for lead in row.leads})
    return visit.page("ledger.html", parts=_parts(bulletin, rows, wanted), **shown)


def seed(visit: Visit) -> Response:
    """What the live bulletin has and the ledger does not."""
    desk = desk_of(visit)
    with visit.change(Action.LEDGER, subject="seed") as session:
        added = desk.seed(session, *desk.about(), visit.now)
    return visit.to(PATH, visit.say("console.ledger.seeded", added=added))


def desk_of(visit: Visit) -> LedgerDesk:
    """What the pages work with; without it there are none."""
    if visit.office.ledger is None:
        raise NotFound
    return visit.office.ledger


def _parts(bulletin: Bulletin, rows: Sequence[Row], wanted: Wanted) -> Sequence[Part]:
    """Those in which there is something to show."""
    parts = []
    for part in bulletin.parts:
        labels = {section.label for section in part.items}
        of_part = [row for row in rows if row.item.section in labels]
        signed_off = sum(row.item.state in overview.CLOSED for row in of_part)
        fitting = [row for row in of_part if wanted.fits(row)]
        parts.append(Part(part.label, part.heading, fitting, signed_off, len(of_part)))
    return [part for part in parts if part.rows]
