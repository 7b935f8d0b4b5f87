"""A checked edit becomes files and rows, both or neither; every row can be read as a diff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from faq import diffs
from faq.findings import Finding
from faq.models import Change
from faq.offices import EditRefused, read, write

Texts = Mapping[str, tuple[str | None, str | None]]  # of each file before and after
LONGEST_AUTHOR, LONGEST_REASON = 64, 500

UNSIGNED = "请写明改动的人（不超过64字）和理由（不超过500字）。"
MEANWHILE = "{file} 刚才被别人改过，这次没有保存，请再来一次。"


@dataclass(frozen=True)
class Checked:
    """An edit that leaves the data right; `folder` is the office's."""

    folder: Path
    changed: Texts
    doubts: tuple[Finding, ...] = ()  # what somebody should look at in the data as they would be

    def save(self, session: Session, author: str, reason: str, now: datetime) -> list[Change]:
        """Write the files and add their rows; if the session is rolled back the files are as they were."""
        for file, (before, _) in self.changed.items():
            if read(self.folder / file) != before:
                raise EditRefused(MEANWHILE.format(file=file))
        rows = [record(session, file, *texts, author, reason, now) for file, texts in self.changed.items()]
        session.flush()
        _restored_on_rollback(session, self.folder, self.changed)
        for file, (_, after) in self.changed.items():
            write(self.folder / file, after)
        return rows


def record(
    session: Session, file: str, before: str | None, after: str | None, author: str, reason: str, now: datetime
) -> Change:
    """The row of one changed file (its name is below the office's folder); unsigned changes are refused."""
    author, reason = signed(author, reason)
    change = Change(at=now, author=author, reason=reason, file=file, diff=diffs.between(file, before, after))
    session.add(change)
    return change


def signed(author: str, reason: str) -> tuple[str, str]:
    """Who and why, trimmed; refused when one is missing or too long."""
    author, reason = author.strip(), reason.strip()
    if not (0 < len(author) <= LONGEST_AUTHOR and 0 < len(reason) <= LONGEST_REASON):
        raise EditRefused(UNSIGNED)
    return author, reason


def _restored_on_rollback(session: Session, folder: Path, changed: Texts) -> None:
    pending = dict(changed)

    def restore(_session: Session) -> None:
        for file, (before, _) in pending.items():
            write(folder / file, before)
        pending.clear()

    event.listen(session, "after_commit", lambda _session: pending.clear())
    event.listen(session, "after_rollback", restore)
