"""The tables of a case: what was said, who said it, and what became of it, each apart."""

from datetime import date, datetime
from enum import Enum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from cases import list_indexes
from cases.kinds import Author, IdentityMode, Kind, Labelled, Queue, Rating, Source, State, Visibility
from cases.naming import CONSTRAINTS
from cases.times import UtcDateTime, to_the_day


def _values(words: type[Enum]) -> list[str]:
    return [word.value for word in words]


class Base(DeclarativeBase):
    """Metadata of all tables of `cases`."""

    metadata = sa.MetaData(naming_convention=CONSTRAINTS)
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        Enum: sa.Enum(Enum, native_enum=False, length=32, values_callable=_values),
    }


MOST_REWORK = 2  # after the second time somebody is asked how that came about


class Taking(Labelled):
    """How a case came into somebody's hands."""

    CLAIMED = "claimed", "认领"
    ASSIGNED = "assigned", "交办"
    TRANSFERRED = "transferred", "转办"


class Case(Base):
    """A matter in the queue. It has no name, telephone or chat: those are other tables."""

    __tablename__ = "cases"
    __table_args__ = tuple(list_indexes.of_cases())

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(8), unique=True)
    kind: Mapped[Kind]
    state: Mapped[State]
    section: Mapped[str | None] = mapped_column(sa.String(64))
    subdistrict: Mapped[str | None] = mapped_column(sa.String(32))
    queue: Mapped[Queue]
    routing_reason: Mapped[str] = mapped_column(sa.String(32))
    urgent: Mapped[bool]
    source: Mapped[Source] = mapped_column(default=Source.ONLINE)
    identity_mode: Mapped[IdentityMode]
    receipt_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    citizen_key: Mapped[bytes]
    received_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    rating: Mapped[Rating | None]
    state_since: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    department: Mapped[str | None] = mapped_column(sa.String(64))
    due_on: Mapped[date | None]
    due_provisional: Mapped[bool] = mapped_column(default=False)
    split_from: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))
    duplicate_of: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))
    rework_count: Mapped[int] = mapped_column(default=0)
    quality_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way

    @property
    def confidential(self) -> bool:
        """Content is for named readers only, because of its kind or of whom it is about."""
        return self.kind.sealed or self.queue.sealed

    @property
    def accountable(self) -> bool:
        """It was badly done so often that somebody has to answer for it."""
        return self.rework_count >= MOST_REWORK

    def clock(self, now: datetime) -> datetime:
        """`now` as exactly as this case may know it."""
        return to_the_day(now) if self.confidential else now


class Message(Base):
    """Something said in a case; `content` is written and read by cases.content alone."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    author: Mapped[Author]
    visibility: Mapped[Visibility]
    content: Mapped[bytes]
    created_at: Mapped[datetime]
    revision_of: Mapped[int | None] = mapped_column(sa.ForeignKey("messages.id"))
    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)


class Identity(Base):
    """Name and telephone of a citizen who gave them."""

    __tablename__ = "identities"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    body: Mapped[bytes]


class ChatLink(Base):
    """The chat of a citizen who agreed to be written to there; `bucket` helps to find it, unless it is confidential."""

    __tablename__ = "chat_links"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(sa.String(32))
    address: Mapped[bytes]
    bucket: Mapped[int | None] = mapped_column(index=True)


class AnswerRating(Base):
    """What somebody thought of an answer."""

    __tablename__ = "answer_ratings"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(64))
    stars: Mapped[int]
    day: Mapped[date]


class CaseEvent(Base):
    """One line of a case's history; never changed."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(sa.String(64))
    what: Mapped[str] = mapped_column(sa.String(32))
    old: Mapped[str | None] = mapped_column(sa.String(64))
    new: Mapped[str | None] = mapped_column(sa.String(64))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    sealed_reason: Mapped[bytes | None]


class Holding(Base):
    """Who had a case in hand, from when to when; never deleted."""

    __tablename__ = "holdings"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    how: Mapped[Taking]
    by: Mapped[str] = mapped_column(sa.String(64))
