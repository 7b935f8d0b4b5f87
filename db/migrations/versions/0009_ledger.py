"""Tables of the rectification ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = (
    "ledger_suggestions",
    "ledger_changes",
    "ledger_promises",
    "ledger_measures",
    "ledger_leads",
    "ledger_items",
)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    create_items()
    create_leads()
    create_measures()
    create_promises()
    create_changes()
    create_suggestions()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def create_items() -> None:
    """One row per item of a bulletin."""
    op.create_table(
        "ledger_items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("bulletin", sa.String(64), nullable=False),
        sa.Column("section", sa.String(64), nullable=False),
        sa.Column("slug", sa.String(32), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("leader", sa.String(64)),
        sa.Column("due_on", sa.Date),
        sa.Column("open_words", sa.Text),
        sa.Column("proposed_by", sa.String(64)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_items"),
        sa.UniqueConstraint("bulletin", "section", name="uq_ledger_items_bulletin_section"),
    )


def create_leads() -> None:
    """Departments that answer for an item."""
    op.create_table(
        "ledger_leads",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("department", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(120)),
        sa.Column("assisting", sa.Boolean, nullable=False),
        sa.Column("confirmed_by", sa.String(64)),
        sa.Column("confirmed_at", TIME),
        sa.Column("removed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_leads"),
        sa.ForeignKeyConstraint(["item_id"], ["ledger_items.id"], name="fk_ledger_leads_item_id"),
    )
    op.create_index("ix_ledger_leads_item_id", "ledger_leads", ["item_id"])


def create_measures() -> None:
    """What is to be done about an item."""
    op.create_table(
        "ledger_measures",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("done_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_measures"),
        sa.ForeignKeyConstraint(["item_id"], ["ledger_items.id"], name="fk_ledger_measures_item_id"),
    )
    op.create_index("ix_ledger_measures_item_id", "ledger_measures", ["item_id"])


def create_promises() -> None:
    """Dated commitments."""
    op.create_table(
        "ledger_promises",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("met_on", sa.Date),
        sa.Column("evidence", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_promises"),
        sa.ForeignKeyConstraint(["item_id"], ["ledger_items.id"], name="fk_ledger_promises_item_id"),
    )
    op.create_index("ix_ledger_promises_item_id", "ledger_promises", ["item_id"])


def create_changes() -> None:
    """The history of an item."""
    op.create_table(
        "ledger_changes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("old", sa.String(120)),
        sa.Column("new", sa.String(120)),
        sa.Column("reason", sa.Text),
        sa.Column("evidence", sa.Text),
        sa.Column("told_public", sa.Boolean, nullable=False),
        sa.Column("public_words", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_changes"),
        sa.ForeignKeyConstraint(["item_id"], ["ledger_items.id"], name="fk_ledger_changes_item_id"),
    )
    op.create_index("ix_ledger_changes_item_id_id", "ledger_changes", ["item_id", "id"])
    op.create_index("ix_ledger_changes_at", "ledger_changes", ["at"])


def create_suggestions() -> None:
    """Cases of open kinds attached to an item."""
    op.create_table(
        "ledger_suggestions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("attached_by", sa.String(64), nullable=False),
        sa.Column("attached_at", TIME, nullable=False),
        sa.Column("decision", sa.String(32)),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", TIME),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_suggestions"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_ledger_suggestions_case_id"),
        sa.ForeignKeyConstraint(["item_id"], ["ledger_items.id"], name="fk_ledger_suggestions_item_id"),
        sa.UniqueConstraint("case_id", "item_id", name="uq_ledger_suggestions_case_id_item_id"),
    )
    op.create_index("ix_ledger_suggestions_item_id", "ledger_suggestions", ["item_id"])
