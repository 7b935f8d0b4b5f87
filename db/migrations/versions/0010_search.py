"""Finding open cases by words and by likeness, words that may be shown to others, and faster lists."""

import sqlite3

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0010"
down_revision = "0009"

TABLES = ("published_texts", "case_shingles", "case_words")
TIME = sa.DateTime(timezone=True)
OPEN = sa.text("closed_at IS NULL")
VIEWS = {"quality": "quality_since IS NOT NULL", "unclaimed": "closed_at IS NULL AND holder_id IS NULL"}
OPEN_BY = ("queue", "kind", "section", "subdistrict", "urgent")


def upgrade() -> None:
    """Make the tables and the index of words; what there is already is taken in by the program (catch_up)."""
    create_words()
    create_shingles()
    create_published()
    create_indexes()
    if op.get_bind().dialect.name == "sqlite":
        for statement in fts5():
            op.execute(statement)
    else:
        op.create_index("ix_case_words_words", "case_words", ["words"], postgresql_using="gin")


def downgrade() -> None:
    """Drop them."""
    for view in VIEWS:
        op.drop_index(f"ix_cases_{view}", "cases")
        op.drop_index(f"ix_cases_{view}_received", "cases")
    by_holder = ["holder_id", "due_on", "id"]
    op.create_index("ix_cases_open_holder", "cases", by_holder, sqlite_where=OPEN, postgresql_where=OPEN)
    for name in ("ix_cases_open_received", *map(by_receipt, OPEN_BY), "ix_cases_holder_received"):
        op.drop_index(name, "cases")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_words_fts")
    for table in TABLES:
        op.drop_table(table)


def create_words() -> None:
    """The 2-grams of each open case."""
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_words"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_words_case_id"),
    )


def create_shingles() -> None:
    """From a hash to the cases that have it."""
    op.create_table(
        "case_shingles",
        sa.Column("shingle", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("case_id", sa.Integer, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("shingle", "case_id", name="pk_case_shingles"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_shingles_case_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_shingles_case_id", "case_shingles", ["case_id"])


def create_published() -> None:
    """Words with consent, redacted."""
    op.create_table(
        "published_texts",
        sa.Column("case_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("agreed_at", TIME, nullable=False),
        sa.Column("redacted", sa.Text),
        sa.Column("by", sa.String(64)),
        sa.Column("at", TIME),
        sa.PrimaryKeyConstraint("case_id", name="pk_published_texts"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_published_texts_case_id"),
    )


def create_indexes() -> None:
    """Lists of open cases by the day they came, and of those to be looked at again."""
    op.drop_index("ix_cases_open_holder", "cases")
    for view, condition in VIEWS.items():
        only = sa.text(condition)
        for name, key in ((view, "due_on"), (f"{view}_received", "received_at")):
            op.create_index(f"ix_cases_{name}", "cases", [key, "id"], sqlite_where=only, postgresql_where=only)
    op.create_index("ix_cases_holder_received", "cases", ["holder_id", "received_at", "id"])
    op.create_index("ix_cases_open_received", "cases", ["received_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    for column in OPEN_BY:
        by_day = [column, "received_at", "id"]
        op.create_index(by_receipt(column), "cases", by_day, sqlite_where=OPEN, postgresql_where=OPEN)


def by_receipt(column: str) -> str:
    """The name of the open cases' index by this column and the day."""
    return f"ix_cases_open_{column}_received"


def fts5() -> tuple[str, ...]:
    """As in cases.search_index."""
    forgets = sqlite3.sqlite_version_info >= (3, 42)
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
