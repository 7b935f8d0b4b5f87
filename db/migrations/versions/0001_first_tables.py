"""First tables: cases and what belongs to them, chats, drafts, outbox, jobs."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OPEN_DRAFT = sa.text("dropped_at IS NULL AND submitted_at IS NULL")
INDEXES = (
    "cases.queue.id messages.case_id case_events.case_id chats.touched_at chats.tidy_at seen_deliveries.seen_at "
    "drafts.chat_id attachments.case_id attachments.draft_id outbox.case_id outbox.created_at "
    "outbox.state.channel.chat_key.id jobs.state.run_at"
)
TABLES = (
    "jobs outbox attachments drafts seen_deliveries chats code_lookups answer_ratings case_events chat_links "
    "identities messages cases"
)


def upgrade() -> None:
    """Make the tables, the indexes last."""
    create_cases()
    create_messages()
    create_tables_beside_a_case()
    create_chats()
    create_drafts()
    create_outbox()
    create_jobs()
    create_counts()
    for table, *columns in (index.split(".") for index in INDEXES.split()):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    """Drop every table, those that refer to others first; indexes go with them."""
    for table in TABLES.split():
        op.drop_table(table)


def create_cases() -> None:
    """The case itself."""
    op.create_table(
        "cases",
        number("id"),
        text("number", 8),
        text("kind"),
        text("state"),
        text("section", 64, nullable=True),
        text("subdistrict", nullable=True),
        text("queue"),
        text("routing_reason"),
        sa.Column("urgent", sa.Boolean, nullable=False),
        text("identity_mode"),
        text("receipt_hash", 64),
        data("citizen_key"),
        moment("received_at"),
        moment("closed_at", nullable=True),
        moment("withdrawn_at", nullable=True),
        text("rating", nullable=True),
        number("version"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.UniqueConstraint("receipt_hash", name="uq_cases_receipt_hash"),
    )


def create_messages() -> None:
    """What was said in a case."""
    op.create_table(
        "messages",
        number("id"),
        number("case_id"),
        text("author"),
        text("visibility"),
        data("content"),
        moment("created_at"),
        number("revision_of", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_messages_case_id"),
        sa.ForeignKeyConstraint(["revision_of"], ["messages.id"], name="fk_messages_revision_of"),
    )


def create_tables_beside_a_case() -> None:
    """Who the citizen is, where he is reached, what became of the case."""
    op.create_table(
        "identities",
        sa.Column("case_id", sa.Integer, nullable=False, autoincrement=False),
        data("body"),
        sa.PrimaryKeyConstraint("case_id", name="pk_identities"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_identities_case_id"),
    )
    op.create_table(
        "chat_links",
        sa.Column("case_id", sa.Integer, nullable=False, autoincrement=False),
        text("channel"),
        data("address"),
        sa.PrimaryKeyConstraint("case_id", name="pk_chat_links"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_chat_links_case_id"),
    )
    op.create_table(
        "case_events",
        number("id"),
        number("case_id"),
        moment("at"),
        text("actor", 64),
        text("what"),
        text("old", 64, nullable=True),
        text("new", 64, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id"),
    )


def create_chats() -> None:
    """Chats and the deliveries already handled."""
    op.create_table(
        "chats",
        number("id"),
        text("channel"),
        text("chat_key", 64),
        data("context"),
        moment("touched_at"),
        moment("tidy_at", nullable=True),
        number("version"),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("channel", "chat_key", name="uq_chats_channel_chat_key"),
    )
    op.create_table(
        "seen_deliveries",
        text("key", 64),
        moment("seen_at"),
        sa.PrimaryKeyConstraint("key", name="pk_seen_deliveries"),
    )


def create_drafts() -> None:
    """Drafts, one open in a chat, and the files of drafts and cases."""
    op.create_table(
        "drafts",
        number("id"),
        number("chat_id"),
        data("body"),
        text("nonce"),
        *(moment(name) for name in ("created_at", "touched_at")),
        *(moment(name, nullable=True) for name in ("reminded_at", "dropped_at", "submitted_at")),
        number("version"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("nonce", name="uq_drafts_nonce"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_drafts_chat_id"),
    )
    op.create_index(
        "uq_drafts_one_open", "drafts", ["chat_id"], unique=True, sqlite_where=OPEN_DRAFT, postgresql_where=OPEN_DRAFT
    )
    op.create_table(
        "attachments",
        number("id"),
        number("case_id", nullable=True),
        number("draft_id", nullable=True),
        text("kind"),
        text("stored_name", 64),
        data("body"),
        text("state"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.UniqueConstraint("stored_name", name="uq_attachments_stored_name"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_attachments_case_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_attachments_draft_id"),
    )


def create_outbox() -> None:
    """Replies on their way."""
    op.create_table(
        "outbox",
        number("id"),
        text("channel"),
        text("chat_key", 64),
        data("address"),
        data("payload"),
        text("state"),
        moment("not_before"),
        number("attempts"),
        moment("created_at"),
        moment("claimed_at", nullable=True),
        moment("sent_at", nullable=True),
        text("reason", 64, nullable=True),
        sa.Column("message_ids", sa.JSON, nullable=False),
        number("case_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_outbox_case_id"),
    )


def create_jobs() -> None:
    """Work to be done at its time."""
    op.create_table(
        "jobs",
        number("id"),
        text("kind"),
        text("subject", 128),
        moment("run_at"),
        moment("claimed_at", nullable=True),
        number("attempts"),
        text("state"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )


def create_counts() -> None:
    """What is only counted."""
    op.create_table(
        "code_lookups",
        moment("minute"),
        number("tries"),
        sa.PrimaryKeyConstraint("minute", name="pk_code_lookups"),
    )
    op.create_table(
        "answer_ratings",
        number("id"),
        text("answer", 64),
        number("stars"),
        sa.Column("day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_ratings"),
    )


def number(name: str, nullable: bool = False) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer, nullable=nullable)


def text(name: str, length: int = 32, nullable: bool = False) -> sa.Column[str]:
    """A column of short words."""
    return sa.Column(name, sa.String(length), nullable=nullable)


def data(name: str) -> sa.Column[bytes]:
    """A column of bytes."""
    return sa.Column(name, sa.LargeBinary, nullable=False)


def moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    """A column of points in time."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
