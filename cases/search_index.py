"""The words of open cases, for searching: on SQLite beside an FTS5 index, on PostgreSQL a tsvector under GIN."""

import sqlite3
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import access
from cases.kinds import State
from cases.likeness import published, sketches
from cases.models import Base, Case, Message
from cases.search_terms import terms

GONE = (State.WITHDRAWN, State.PURGED)
FORGETS_AT_ONCE = (3, 42)  # the SQLite whose FTS5 has secure-delete; an older one has to write its index anew
STEP = 500
SLICE = 1 << 14  # cases that have one word of PostgreSQL's index in common, so that it finds the newest by themselves
SLICED = f"(words || array_to_tsvector(ARRAY['#' || CAST(case_id / {SLICE} AS text)]))"


class CaseWords(Base):
    """The 2-grams of one open case; a confidential, withdrawn or purged one has no row."""

    __tablename__ = "case_words"
    __table_args__ = (
        sa.Index("ix_case_words_words", sa.text(SLICED), postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(sa.Text().with_variant(TSVECTOR(), "postgresql"))


def fts5(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> tuple[str, ...]:
    """The index of SQLite with its triggers, as in migration 0010; what is deleted leaves no trace in it."""
    forgets = version >= FORGETS_AT_ONCE
    taken_out = "INSERT INTO case_words_fts (case_words_fts, rowid, words) VALUES ('delete', old.case_id, old.words); "
    put_in = "INSERT INTO case_words_fts (rowid, words) VALUES (new.case_id, new.words); "
    written_anew = "" if forgets else "INSERT INTO case_words_fts (case_words_fts) VALUES ('optimize'); "
    return (
        "CREATE VIRTUAL TABLE case_words_fts USING fts5(words, content='case_words', content_rowid='case_id', "
        "detail='none', columnsize=0, tokenize='ascii')",
        *["INSERT INTO case_words_fts (case_words_fts, rank) VALUES ('secure-delete', 1)"] * forgets,
        f"CREATE TRIGGER case_words_in AFTER INSERT ON case_words BEGIN {put_in}END",
        f"CREATE TRIGGER case_words_changed AFTER UPDATE ON case_words BEGIN {taken_out}{put_in}END",
        f"CREATE TRIGGER case_words_out AFTER DELETE ON case_words BEGIN {taken_out}{written_anew}END",
    )


for _statement in fts5():
    event.listen(CaseWords.__table__, "after_create", sa.DDL(_statement).execute_if(dialect="sqlite"))
event.listen(
    CaseWords.__table__, "after_drop", sa.DDL("DROP TABLE IF EXISTS case_words_fts").execute_if(dialect="sqlite")
)


def refresh(session: Session, case: Case) -> None:
    """What can be found by words and by likeness is what the case says now (domain.md 2.8: nothing of a sealed one)."""
    session.flush()
    said = [] if case.confidential or case.state in GONE else _said(session, case)
    row = session.get(CaseWords, case.id)
    words = " ".join(terms("\n".join(said)))
    if row and not words:
        session.delete(row)
    elif row:
        row.words = words
    elif words:
        session.add(CaseWords(case_id=case.id, words=words))
    sketches.keep(session, case.id, said[0] if said else "", anew=row is None)
    if not said:
        published.disagree(session, case)
    session.flush()


def catch_up(session: Session, after: int = 0) -> int | None:
    """Take in the next open cases that were there before the index; where to go on, None at the end."""
    rows = sa.select(Case).where(Case.id > after, ~access.confidential()).order_by(Case.id).limit(STEP)
    cases = session.scalars(rows).all()
    for case in cases:
        refresh(session, case)
    return cases[-1].id if cases else None


def _said(session: Session, case: Case) -> Sequence[str]:
    """What counts, the citizen's first words first; what was worded anew is not found by its old words."""
    rows = sa.select(Message.content).where(Message.case_id == case.id, Message.revision_of.is_(None))
    return [content.decode("utf-8", "replace") for content in session.scalars(rows.order_by(Message.id))]
