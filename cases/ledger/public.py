"""What citizens are told of an item, apart from the bulletin's words: what staff released, and did not take back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cases.ledger import history
from cases.ledger.errors import NoSuchItem
from cases.ledger.history import SILENT, Note
from cases.ledger.models import LedgerChange, LedgerItem
from cases.ledger.rights import may_check, may_work, required
from cases.ledger.states import Step
from cases.staff.officer import Officer
from cases.times import local_date

ANYTHING_TOLD = (
    select(LedgerChange.id)
    .join(LedgerItem, LedgerItem.id == LedgerChange.item_id)
    .where(LedgerItem.bulletin == bindparam("of"), LedgerItem.section == bindparam("at"), LedgerChange.told_public)
    .limit(1)
)


@dataclass(frozen=True)
class PublicChange:
    """The day, and the words."""

    on: date
    section: str
    words: str


def changes_since(session: Session, bulletin: str, section: str, day: date | None = None) -> list[PublicChange]:
    """What changed since the bulletin (or since `day`) and may be told, oldest first; never a word of the bulletin."""
    if session.scalar(ANYTHING_TOLD, {"of": bulletin, "at": section}) is None:  # of most, and every answer asks
        return []
    named = LedgerItem.bulletin == bulletin, LedgerItem.section == section
    item = session.scalar(select(LedgerItem).where(*named))
    lines = told(session, item) if item else []
    changes = [PublicChange(local_date(line.at), section, line.public_words or "") for line in lines]
    return [change for change in changes if day is None or change.on >= day]


def draft(session: Session, officer: Officer, item: LedgerItem, words: str, now: datetime) -> LedgerChange:
    """What the public might be told; nobody is, until a checker releases it."""
    may_work(officer, item, SILENT)
    note = Note(public=required(words))
    return history.record(session, item, Step.DRAFTED, officer.name, now, note=note, told=False)


def drafts(session: Session, item: LedgerItem) -> list[LedgerChange]:
    """Those that nobody has released or dropped, oldest first."""
    lines = history.of(session, item)
    settled = {line.old for line in lines if line.what in (Step.RELEASED, Step.TAKEN_BACK)}
    return [line for line in lines if line.what is Step.DRAFTED and str(line.id) not in settled]


def release(session: Session, officer: Officer, item: LedgerItem, change_id: int, now: datetime) -> None:
    """From now on everybody is told the words of a draft."""
    may_check(officer)
    session.refresh(item, with_for_update=True)  # or two who release it at once would tell the public twice
    drafted = next((line for line in drafts(session, item) if line.id == change_id), None)
    if drafted is None:
        raise NoSuchItem
    note = Note(public=drafted.public_words)
    history.record(session, item, Step.RELEASED, officer.name, now, old=str(change_id), note=note)


def told(session: Session, item: LedgerItem) -> list[LedgerChange]:
    """The lines that everybody is told now, oldest first."""
    lines = history.of(session, item)
    taken_back = {line.old for line in lines if line.what is Step.TAKEN_BACK}
    return [line for line in lines if line.told_public and str(line.id) not in taken_back]


def take_back(
    session: Session, officer: Officer, item: LedgerItem, change_id: int, now: datetime, *, reason: str
) -> None:
    """The public is told this no longer, or a draft never; that it was there stays in the history."""
    may_check(officer)
    if change_id not in {line.id for line in (*told(session, item), *drafts(session, item))}:
        raise NoSuchItem
    note = Note(reason=required(reason))
    history.record(session, item, Step.TAKEN_BACK, officer.name, now, old=str(change_id), note=note)
