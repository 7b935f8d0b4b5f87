"""Fewer and wider indexes for lists of cases, and words of PostgreSQL that are found newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

Index = tuple[tuple[str, ...], str]
OPEN = "closed_at IS NULL"
HELD = "holder_id IS NOT NULL"
UNCLAIMED = "closed_at IS NULL AND holder_id IS NULL"
SEALED = (
    "closed_at IS NULL AND (kind IN ('tip_off', 'appeal') "
    "OR queue IN ('q_sealed_superior', 'q_sealed_own_team', 'q_sealed_team_leader'))"
)
TO_ARCHIVE = (
    "state IN ('completed', 'duplicate_merged', 'feedback_given', 'not_accepted', "
    "'rated', 'referred', 'terminated', 'withdrawn')"
)
BESIDE = ("state", "kind", "queue", "section", "subdistrict", "department", "urgent", "holder_id", "closed_at")
BY_DUE, BY_RECEIPT = ("due_on", "id"), ("received_at", "id")
NEW: dict[str, Index] = {
    "all": ((*BY_DUE, *BESIDE), ""),
    "all_received": ((*BY_RECEIPT, *BESIDE, "due_on"), ""),
    "open": ((*BY_DUE, *BESIDE), OPEN),
    "open_received": ((*BY_RECEIPT, *BESIDE, "due_on"), OPEN),
    "holder": (("holder_id", *BY_DUE, "department", "closed_at"), HELD),
    "holder_received": (("holder_id", *BY_RECEIPT, "department", "closed_at"), HELD),
    "to_archive": ((*BY_DUE, "department"), TO_ARCHIVE),
    "to_archive_received": ((*BY_RECEIPT, "department"), TO_ARCHIVE),
    "sealed": (BY_DUE, SEALED),
    "sealed_received": (BY_RECEIPT, SEALED),
    "duplicate_of": (("duplicate_of",), "duplicate_of IS NOT NULL"),
    "split_from": (("split_from",), "split_from IS NOT NULL"),
}
OLD: dict[str, Index] = {
    "queue_id": (("queue", "id"), ""),
    "due_on": (BY_DUE, ""),
    "received_at": (BY_RECEIPT, ""),
    "open": (BY_DUE, OPEN),
    "open_received": (BY_RECEIPT, OPEN),
    "holder_id": (("holder_id", *BY_DUE), ""),
    "holder_received": (("holder_id", *BY_RECEIPT), ""),
    "to_archive": (BY_DUE, TO_ARCHIVE),
    "to_archive_received": (BY_RECEIPT, TO_ARCHIVE),
    "unclaimed": (BY_DUE, UNCLAIMED),
    "unclaimed_received": (BY_RECEIPT, UNCLAIMED),
    "quality_since": (("quality_since",), ""),
    "duplicate_of": (("duplicate_of",), ""),
    **{
        f"open_{column}{suffix}": ((column, *keys), OPEN)
        for column in ("queue", "kind", "urgent", "holder_id")
        for suffix, keys in (("", BY_DUE), ("_received", BY_RECEIPT))
    },
}


def upgrade() -> None:
    """Only indexes: no row is changed."""
    replace(OLD, NEW)
    replace_words("(words || array_to_tsvector(ARRAY['#' || CAST(case_id / 16384 AS text)]))")


def downgrade() -> None:
    """Those of before."""
    replace(NEW, OLD)
    replace_words("words")


def replace_words(expression: str) -> None:
    """SQLite has an index of words of its own kind."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_case_words_words", "case_words")
        op.create_index("ix_case_words_words", "case_words", [sa.text(expression)], postgresql_using="gin")


def replace(gone: dict[str, Index], made: dict[str, Index]) -> None:
    """Drop some and create others, by their names behind `ix_cases_`."""
    for name in gone:
        op.drop_index(f"ix_cases_{name}", "cases")
    for name, (columns, condition) in made.items():
        only = sa.text(condition) if condition else None
        op.create_index(f"ix_cases_{name}", "cases", list(columns), sqlite_where=only, postgresql_where=only)
