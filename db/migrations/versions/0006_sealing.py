"""Keys of cases, their wraps, requests to learn a name, and what staff wrote of a sealed case."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = ("identity_requests", "case_key_wraps", "case_keys")


def upgrade() -> None:
    """Make the tables."""
    create_keys()
    create_wraps()
    create_requests()
    op.add_column("case_events", sa.Column("sealed_reason", sa.LargeBinary))


def downgrade() -> None:
    """Drop them: what was sealed stays sealed, and nobody can open it any more."""
    with op.batch_alter_table("case_events") as events:
        events.drop_column("sealed_reason")
    for table in TABLES:
        op.drop_table(table)


def create_keys() -> None:
    """The public half of each pair."""
    op.create_table(
        "case_keys",
        sa.Column("case_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("public", sa.LargeBinary, nullable=False),
        sa.Column("exclusions", sa.LargeBinary),
        sa.PrimaryKeyConstraint("case_id", "purpose", name="pk_case_keys"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_keys_case_id"),
    )


def create_wraps() -> None:
    """The private half, once for each holder."""
    op.create_table(
        "case_key_wraps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.Integer),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_key_wraps"),
        sa.UniqueConstraint("staff_id", "case_id", "purpose", name="uq_case_key_wraps_staff_id_case_id_purpose"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_key_wraps_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_case_key_wraps_staff_id"),
    )
    op.create_index("ix_case_key_wraps_case_id", "case_key_wraps", ["case_id"])


def create_requests() -> None:
    """Who wants to know a name, why, and who allowed it."""
    op.create_table(
        "identity_requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("asked_by", sa.Integer, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_identity_requests"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_identity_requests_case_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_identity_requests_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name="fk_identity_requests_decided_by"),
    )
    op.create_index("ix_identity_requests_case_id", "identity_requests", ["case_id"])
