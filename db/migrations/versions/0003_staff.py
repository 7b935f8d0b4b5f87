"""Tables of staff accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = ("sign_in_delays", "staff_events", "staff")


def upgrade() -> None:
    """Make the tables."""
    create_staff()
    create_events()
    create_delays()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def create_staff() -> None:
    """Accounts with their keys."""
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("display_name", sa.String(64), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("department", sa.String(64)),
        sa.Column("aliases", sa.JSON, nullable=False),
        sa.Column("public_key", sa.LargeBinary),
        sa.Column("private_key", sa.LargeBinary),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("memory_kib", sa.Integer),
        sa.Column("passes", sa.Integer),
        sa.Column("lanes", sa.Integer),
        sa.Column("one_time", sa.Boolean, nullable=False),
        sa.Column("totp_secret", sa.LargeBinary),
        sa.Column("totp_step", sa.BigInteger),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )


def create_events() -> None:
    """What was done to them."""
    op.create_table(
        "staff_events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("old", sa.Text),
        sa.Column("new", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_staff_events"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_events_staff_id"),
    )
    op.create_index("ix_staff_events_staff_id", "staff_events", ["staff_id"])


def create_delays() -> None:
    """Sign-ins that failed."""
    op.create_table(
        "sign_in_delays",
        sa.Column("name_key", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name_key", name="pk_sign_in_delays"),
    )
