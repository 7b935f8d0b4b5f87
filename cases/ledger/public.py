"""What citizens are told of an item, apart from the bulletin's words: what staff released, and did not take back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.ledger import history
from cases.ledger.errors import NoSuchItem
from cases.ledger.history import Note
from cases.ledger.models import LedgerChange, LedgerItem
from cases.ledger.rights import may_check, required
from cases.ledger.states import Step
from cases.staff.officer import Officer
from cases.times import local_date


@dataclass(frozen=True)
class PublicChange:
    """The day, and the words."""

    on: date
    section: str
    words: str


def changes_since(session: Session, bulletin: str, section: str, day: date | None = None) -> list[PublicChange]:
    """What changed since the bulletin (or since `day`) and may be told, oldest first; never a word of the bulletin."""
    wanted = (
        select(LedgerChange, LedgerItem.section)
        .join(LedgerItem, LedgerItem.id == LedgerChange.item_id)
        .where(LedgerItem.bulletin == bulletin, LedgerItem.section == section)
    )
    lines = session.execute(wanted.order_by(LedgerChange.id)).tuples().all()
    taken_back = {line.old for line, _ in lines if line.what is Step.TAKEN_BACK}
    told = [
        PublicChange(local_date(line.at), label, line.public_words or "")
        for line, label in lines
        if line.told_public and str(line.id) not in taken_back
    ]
    return [change for change in told if day is None or change.on >= day]


def take_back(
    session: Session, officer: Officer, item: LedgerItem, change_id: int, now: datetime, *, reason: str
) -> None:
    """The public is told this no longer; that it was told stays in the history."""
    may_check(officer)
    line = session.get(LedgerChange, change_id)
    if line is None or line.item_id != item.id or not line.told_public:
        raise NoSuchItem
    note = Note(reason=required(reason))
    history.record(session, item, Step.TAKEN_BACK, officer.name, now, old=str(change_id), note=note)
