"""The tables of a conversation: chats, deliveries seen, drafts and their files, what is to be sent and to be done."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cases.files.states import CopyState, ScanState
from cases.kinds import Labelled
from cases.models import Base


class SendState(Labelled):
    """Where a row of the outbox stands."""

    WAITING = "waiting", "待发送"
    CLAIMED = "claimed", "发送中"
    SENT = "sent", "已发送"
    UNDELIVERABLE = "undeliverable", "无法送达"
    EXPIRED = "expired", "已过期"


class JobState(Labelled):
    """Where a job stands."""

    WAITING = "waiting", "待执行"
    CLAIMED = "claimed", "执行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class Chat(Base):
    """A chat's small context, sealed; its times are whole hours, so that no case is told by them."""

    __tablename__ = "chats"
    __table_args__ = (sa.UniqueConstraint("channel", "chat_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(32))
    chat_key: Mapped[str] = mapped_column(sa.String(64))
    context: Mapped[bytes]
    touched_at: Mapped[datetime] = mapped_column(index=True)
    tidy_at: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)


class CodeLookups(Base):
    """How many receipt codes were tried in a minute."""

    __tablename__ = "code_lookups"

    minute: Mapped[datetime] = mapped_column(primary_key=True)
    tries: Mapped[int]


class SeenDelivery(Base):
    """A delivery that was handled, so that its repetition is not."""

    __tablename__ = "seen_deliveries"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


_OPEN = sa.text("dropped_at IS NULL AND submitted_at IS NULL")


class Draft(Base):
    """What a citizen is writing; once submitted, `body` only says which case it became, for a day."""

    __tablename__ = "drafts"
    __table_args__ = (
        sa.Index("uq_drafts_one_open", "chat_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(sa.ForeignKey("chats.id"), index=True)
    body: Mapped[bytes]
    nonce: Mapped[str] = mapped_column(sa.String(32), unique=True)
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Attachment(Base):
    """A file of a draft or of a case; `body` holds its name, size and hash, and what it was found to be."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(sa.ForeignKey("drafts.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    stored_name: Mapped[str] = mapped_column(sa.String(64), unique=True)
    body: Mapped[bytes]
    state: Mapped[str] = mapped_column(sa.String(32))
    copy_state: Mapped[CopyState] = mapped_column(default=CopyState.NONE)
    scan: Mapped[ScanState] = mapped_column(default=ScanState.NOT_SCANNED)


class OutboxItem(Base):
    """A reply on its way to a chat."""

    __tablename__ = "outbox"
    __table_args__ = (sa.Index(None, "state", "channel", "chat_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(32))
    chat_key: Mapped[str] = mapped_column(sa.String(64))
    address: Mapped[bytes]
    payload: Mapped[bytes]
    state: Mapped[SendState] = mapped_column(default=SendState.WAITING)
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(sa.String(64))
    message_ids: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"), index=True)


class Job(Base):
    """Work to be done at its time."""

    __tablename__ = "jobs"
    __table_args__ = (sa.Index(None, "state", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[str] = mapped_column(sa.String(128))
    run_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
