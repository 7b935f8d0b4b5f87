"""What an office keeps for itself: answers counted by the day, canned answers, contacts that two people checked."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Three tables that stand alone."""
    op.create_table(
        "answer_counts",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "act", name="pk_answer_counts"),
    )
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("verbs", sa.JSON, nullable=False),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.Column("written_by", sa.String(64), nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canned_answers"),
    )
    op.create_index("ix_canned_answers_name", "canned_answers", ["name"])
    create_contact_checks()


def create_contact_checks() -> None:
    """Who found out what of a contact detail, and who confirmed it."""
    op.create_table(
        "contact_checks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("bulletin", sa.String(64), nullable=False),
        sa.Column("published", sa.String(300), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("value", sa.String(300)),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", TIME, nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_contact_checks"),
    )
    op.create_index("ix_contact_checks_bulletin", "contact_checks", ["bulletin"])


def downgrade() -> None:
    """Take them away."""
    for table in ("contact_checks", "canned_answers", "answer_counts"):
        op.drop_table(table)
