"""Taking away for good what a case held, and looking afterwards whether it is gone."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from cases.chat_models import Attachment
from cases.models import Base, Case, CaseEvent

# what stays: the register line, who did what when, who may not know of the case (without case_keys, everybody might)
REGISTER = frozenset(
    {
        "attestations",
        "case_events",
        "case_keys",
        "deadlines",
        "holdings",
        "ledger_suggestions",
        "legal_holds",
        "recusals",
        "stopped_clocks",
    }
)
BODY = frozenset({"messages", "attachments", "case_words", "case_shingles", "published_texts"})
CASES = "cases"
STEP = 1 << 20


def tables(*, whole: bool) -> list[Table]:
    """Those whose rows go, children first: everything that belongs to a case and is not named above."""
    ordered = Base.metadata.sorted_tables
    doomed = {table.name for table in ordered if table.name in BODY or (whole and _belongs_to_a_case(table))}
    doomed |= {table.name for table in ordered if _parents(table) & doomed and table.name not in REGISTER}
    return [table for table in reversed(ordered) if table.name in doomed]


def file_names(session: Session, case: Case) -> list[str]:
    """The names under which the files of a case are stored; cleaned copies begin with the same name."""
    return list(session.scalars(select(Attachment.stored_name).where(Attachment.case_id == case.id)))


def erase(session: Session, case: Case, *, whole: bool) -> None:
    """Delete the rows, and of the history the words, which may tell what it was about."""
    for table in tables(whole=whole):
        session.execute(delete(table).where(_of_case(table, case.id)))
    if whole:
        session.execute(update(CaseEvent).where(CaseEvent.case_id == case.id).values(reason=None, sealed_reason=None))
    session.expire_all()


def leftovers(session: Session, case_id: int, *, whole: bool) -> list[str]:
    """The tables in which there is still something of it."""
    return [table.name for table in tables(whole=whole) if _count(session, table, case_id)]


def remove_files(folder: Path, names: Iterable[str]) -> list[str]:
    """Overwrite and unlink; what is still there afterwards. A name goes first, so that no copy begins in between."""
    doomed = [path for name in names for path in folder.glob(f"{name}*")]
    for path in doomed:
        with suppress(FileNotFoundError):  # the sweeper was quicker
            _remove(path.rename(path.with_name(f"tmp-gone-{secrets.token_hex(8)}")))
    return [path.name for path in doomed if path.exists()]


def _remove(path: Path) -> None:
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(secrets.token_bytes(min(STEP, left)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _belongs_to_a_case(table: Table) -> bool:
    return table.name not in REGISTER | {CASES} and CASES in _parents(table)


def _parents(table: Table) -> set[str]:
    return {key.column.table.name for key in table.foreign_keys} - {table.name}


def _of_case(table: Table, case_id: int) -> ColumnElement[bool]:
    """Rows that point to the case, or to a row of another table here that does."""
    ways: list[ColumnElement[bool]] = []
    for key in table.foreign_keys:
        parent = key.column.table
        if parent.name == CASES:
            ways.append(key.parent == case_id)
        elif parent is not table and (_belongs_to_a_case(parent) or parent.name in BODY):
            ways.append(key.parent.in_(select(key.column).where(_of_case(parent, case_id))))
    return or_(*ways)


def _count(session: Session, table: Table, case_id: int) -> int:
    return session.scalar(select(func.count()).select_from(table).where(_of_case(table, case_id))) or 0
