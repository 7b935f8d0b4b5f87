"""The ledger as it is read: its items, what is overdue, and what is still missing."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.ledger.errors import NoSuchItem
from cases.ledger.models import LedgerChange, LedgerItem, LedgerLead
from cases.ledger.states import ItemState

CLOSED = (ItemState.SIGNED_OFF, ItemState.LOOK_BACK)


def items(session: Session, bulletin: str, state: ItemState | None = None) -> Sequence[LedgerItem]:
    """In the order of the bulletin."""
    wanted = select(LedgerItem).where(LedgerItem.bulletin == bulletin).order_by(LedgerItem.position)
    return session.scalars(wanted if state is None else wanted.where(LedgerItem.state == state)).all()


def find(session: Session, bulletin: str, name: str) -> LedgerItem:
    """The item called 三(三), 三（三） or 3.3; NoSuchItem where there is none."""
    wanted = "".join(unicodedata.normalize("NFKC", name).split())
    named = (LedgerItem.section == wanted) | (LedgerItem.slug == wanted)
    item = session.scalar(select(LedgerItem).where(LedgerItem.bulletin == bulletin, named))
    if item is None:
        raise NoSuchItem
    return item


def last_changes(session: Session, bulletin: str) -> dict[int, datetime]:
    """When something was last done to each item, by its id."""
    newest = select(LedgerItem.id, func.max(LedgerChange.at)).join(LedgerChange, LedgerChange.item_id == LedgerItem.id)
    rows = session.execute(newest.where(LedgerItem.bulletin == bulletin).group_by(LedgerItem.id))
    return dict(rows.tuples().all())


def overdue(item: LedgerItem, today: date) -> bool:
    """逾期: a day has passed of the item, of a measure that is not done, or of a promise that is not met."""
    if item.state in CLOSED:
        return False
    return any(day < today for day in _days(item))


def gaps(item: LedgerItem) -> list[str]:
    """What the coverage check misses, by name: a leader, a measure, a department, or its confirmation (F2)."""
    present = leads(item)
    missing = {
        "leader": item.leader is None,
        "measure": not item.measures,
        "lead": not [lead for lead in present if not lead.assisting],
        "lead_doubtful": any(lead.doubtful for lead in present),
    }
    return [name for name, is_missing in missing.items() if is_missing]


def leads(item: LedgerItem) -> list[LedgerLead]:
    """The departments that answer for it now."""
    return [lead for lead in item.leads if lead.removed_at is None]


def _days(item: LedgerItem) -> Iterator[date]:
    if item.due_on:
        yield item.due_on
    yield from (measure.due_on for measure in item.measures if measure.done_on is None)
    yield from (promise.due_on for promise in item.promises if promise.met_on is None)
