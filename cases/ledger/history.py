"""The history of an item: every change leaves one line, and no line is ever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.ledger.models import LedgerChange, LedgerItem
from cases.ledger.states import Step


@dataclass(frozen=True)
class Note:
    """Why, on what evidence, and in which words the public is told; without such words it is not."""

    reason: str | None = None
    evidence: str | None = None
    public: str | None = None


SILENT = Note()


def record(
    session: Session,
    item: LedgerItem,
    what: Step,
    who: str,
    now: datetime,
    *,
    old: str | None = None,
    new: str | None = None,
    note: Note = SILENT,
    told: bool = True,
) -> LedgerChange:
    """Add a line; without `told` its words for the public are a draft."""
    line = LedgerChange(item_id=item.id, at=now, who=who, what=what, old=old, new=new)
    line.reason, line.evidence, line.public_words = note.reason, note.evidence, note.public
    line.told_public = told and note.public is not None
    session.add(line)
    session.flush()
    return line


def of(session: Session, item: LedgerItem) -> Sequence[LedgerChange]:
    """All lines, oldest first."""
    return session.scalars(select(LedgerChange).where(LedgerChange.item_id == item.id).order_by(LedgerChange.id)).all()
