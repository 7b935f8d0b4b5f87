"""Of files what a scan has said; notices to citizens, requests for protection, chats of staff."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

COLUMNS = (
    sa.Column("copy_state", sa.String(32), nullable=False, server_default="none"),
    sa.Column("scan", sa.String(32), nullable=False, server_default="not_scanned"),
)


TABLES = ("staff_link_words", "staff_chats", "protection_requests", "citizen_notices")


def upgrade() -> None:
    """Add the columns; of files that are there already nothing is known, of chats that no bucket."""
    for column in COLUMNS:
        op.add_column("attachments", column.copy())
    op.add_column("chat_links", sa.Column("bucket", sa.Integer))
    op.create_index("ix_chat_links_bucket", "chat_links", ["bucket"])
    create_citizen_notices()
    create_protection_requests()
    create_staff_chats()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_chat_links_bucket", "chat_links")
    op.drop_column("chat_links", "bucket")
    for column in COLUMNS:
        op.drop_column("attachments", column.name)


def create_citizen_notices() -> None:
    """What a citizen's chat was told, and whether it got there."""
    op.create_table(
        "citizen_notices",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_citizen_notices"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_citizen_notices_case_id"),
    )
    op.create_index("ix_citizen_notices_case_id", "citizen_notices", ["case_id"])


def create_protection_requests() -> None:
    """Who asks for protection, and who has taken it up."""
    op.create_table(
        "protection_requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("upward", sa.Boolean, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(64)),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_protection_requests"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_protection_requests_case_id"),
    )
    op.create_index("ix_protection_requests_case_id", "protection_requests", ["case_id"])


def create_staff_chats() -> None:
    """Chats of staff, and the words that link them."""
    op.create_table(
        "staff_chats",
        sa.Column("staff_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_chats"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_chats_staff_id"),
    )
    op.create_table(
        "staff_link_words",
        sa.Column("staff_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("word_key", sa.String(64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_link_words"),
        sa.UniqueConstraint("word_key", name="uq_staff_link_words_word_key"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_link_words_staff_id"),
    )
