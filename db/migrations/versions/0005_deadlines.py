"""Deadlines of cases, why their clocks stand still, and what staff are told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = ("staff_notices", "stopped_clocks", "deadlines")
OPEN = sa.text("met_on IS NULL AND ended_on IS NULL")
UNSEEN = sa.text("seen_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    create_deadlines()
    create_stopped_clocks()
    create_staff_notices()


def downgrade() -> None:
    """Drop them, and the days that the cases carry because of them."""
    for table in TABLES:
        op.drop_table(table)
    op.execute(sa.text("UPDATE cases SET due_on = NULL, due_provisional = :no").bindparams(no=False))


def create_deadlines() -> None:
    """One row per case, rule and round."""
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("paused_on", sa.Date),
        sa.Column("pauses", sa.JSON, nullable=False),
        sa.Column("extended_days", sa.Integer, nullable=False),
        sa.Column("met_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.Column("ended_by", sa.String(32)),
        sa.Column("warned", sa.Integer, nullable=False),
        sa.Column("warn_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_deadlines"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_deadlines_case_id"),
        sa.UniqueConstraint("case_id", "rule", "round", name="uq_deadlines_case_id_rule_round"),
    )
    op.create_index("ix_deadlines_open", "deadlines", ["due_on", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_deadlines_warn_on", "deadlines", ["warn_on", "id"])


def create_stopped_clocks() -> None:
    """Reasons for which the clocks of a case stand still."""
    op.create_table(
        "stopped_clocks",
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("why", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "why", name="pk_stopped_clocks"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_stopped_clocks_case_id"),
    )


def create_staff_notices() -> None:
    """What is to be looked at, by a person or by a role."""
    op.create_table(
        "staff_notices",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("about", sa.String(8)),
        sa.Column("role", sa.String(32)),
        sa.Column("staff_id", sa.Integer),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_staff_notices"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_staff_notices_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_notices_staff_id"),
    )
    op.create_index("ix_staff_notices_case_id", "staff_notices", ["case_id"])
    for column in ("role", "staff_id"):
        name = f"ix_staff_notices_{column}"
        op.create_index(name, "staff_notices", [column, "id"], sqlite_where=UNSEEN, postgresql_where=UNSEEN)
