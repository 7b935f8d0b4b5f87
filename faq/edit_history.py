"""The changes that were made to the training data, and taking one back."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq import diffs
from faq.edits import Edit
from faq.models import Change
from faq.offices import EditRefused

UNKNOWN = "没有第{number}号改动，请用 ./huiyin answers changes 查看编号。"
CHANGED_SINCE = "第{number}号改动不能撤销：{file} 后来又改过。请先撤销后来的，或直接改这个文件。"


def changes(session: Session, limit: int) -> list[Change]:
    """The newest first."""
    return list(session.scalars(select(Change).order_by(Change.id.desc()).limit(limit)))


def made_with(session: Session, number: int) -> list[Change]:
    """The rows of one edit: this one, and those of the other files it changed."""
    change = session.get(Change, number)
    if change is None:
        raise EditRefused(UNKNOWN.format(number=number))
    alike = (Change.at == change.at) & (Change.author == change.author) & (Change.reason == change.reason)
    return list(session.scalars(select(Change).where(alike).order_by(Change.id)))


def undo(edit: Edit, rows: Sequence[Change]) -> list[str]:
    """Prepare that every file of these rows is as it was; refused when one has changed since."""
    for row in reversed(rows):
        try:
            edit.put(row.file, diffs.taken_back(row.diff, edit.text(row.file)))
        except diffs.ChangedSince:
            raise EditRefused(CHANGED_SINCE.format(number=row.id, file=row.file)) from None
    return [row.file for row in rows]
