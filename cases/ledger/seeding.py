"""The ledger as a bulletin begins it; what staff wrote since is never touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cases.history import SYSTEM
from cases.ledger import history
from cases.ledger.models import LedgerItem, LedgerLead, LedgerPromise
from cases.ledger.states import Basis, ItemState, Step


@dataclass(frozen=True)
class SeedItem:
    """An item of a bulletin."""

    section: str
    slug: str
    title: str


@dataclass(frozen=True)
class SeedLead:
    """Who may answer for it, and how sure that is: S, I or N."""

    section: str
    department: str
    basis: str
    scope: str | None = None


@dataclass(frozen=True)
class SeedPromise:
    """What the bulletin says will be there by a day."""

    section: str
    quote: str
    due_on: date


def seed(
    session: Session,
    bulletin: str,
    items: Sequence[SeedItem],
    leads: Iterable[SeedLead],
    open_items: Iterable[tuple[str, str]],
    promises: Iterable[SeedPromise],
    now: datetime,
) -> int:
    """How many items are new.

    What the bulletin leaves open (section, quote) starts as 持续推进, all else as 整改中: the bulletin says that it
    was done, but no two people have signed that off here on evidence, so nothing starts as 已销号 (domain.md 7.3, F4).
    A dated promise is unmet until somebody shows evidence. Of an item that is there already only the title follows
    the bulletin; leads and promises that it does not have yet are added.
    """
    present = {item.section: item for item in session.scalars(_items_of(bulletin))}
    unfinished = _joined(open_items)
    added = [entry for entry in items if entry.section not in present]
    for position, entry in enumerate(items, 1):
        item = present.get(entry.section)
        if item is None:
            item = present[entry.section] = _add(session, bulletin, entry, unfinished.get(entry.section), now)
        item.title, item.position = entry.title, position
    _add_leads(present, leads)
    _add_promises(present, promises)
    session.flush()
    return len(added)


def seeded(session: Session, bulletin: str) -> bool:
    """Whether this bulletin has a ledger."""
    return session.scalar(select(LedgerItem.id).where(LedgerItem.bulletin == bulletin).limit(1)) is not None


def _items_of(bulletin: str) -> Select[tuple[LedgerItem]]:
    return select(LedgerItem).where(LedgerItem.bulletin == bulletin)


def _joined(open_items: Iterable[tuple[str, str]]) -> dict[str, str]:
    words: dict[str, str] = {}
    for section, quote in open_items:
        words[section] = f"{words[section]}\n{quote}" if section in words else quote
    return words


def _add(session: Session, bulletin: str, entry: SeedItem, unfinished: str | None, now: datetime) -> LedgerItem:
    state = ItemState.CONTINUING if unfinished else ItemState.IN_PROGRESS
    item = LedgerItem(bulletin=bulletin, section=entry.section, slug=entry.slug, title=entry.title, position=0)
    item.state, item.open_words = state, unfinished
    item.leads, item.measures, item.promises = [], [], []
    session.add(item)
    session.flush()
    history.record(session, item, Step.SEEDED, SYSTEM, now, new=state)
    return item


def _add_leads(present: dict[str, LedgerItem], leads: Iterable[SeedLead]) -> None:
    for lead in leads:
        item = present.get(lead.section)
        if item and (lead.department, lead.scope) not in {(known.department, known.scope) for known in item.leads}:
            item.leads.append(LedgerLead(department=lead.department, basis=Basis(lead.basis), scope=lead.scope))


def _add_promises(present: dict[str, LedgerItem], promises: Iterable[SeedPromise]) -> None:
    for promise in promises:
        item = present.get(promise.section)
        if item and promise.quote not in {known.quote for known in item.promises}:
            item.promises.append(LedgerPromise(quote=promise.quote, due_on=promise.due_on))
