"""The tables of the desk: trained models, which of them went live when, edits of training data, missed questions."""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from cases.naming import CONSTRAINTS
from cases.times import UtcDateTime


class Base(DeclarativeBase):
    """Metadata of the tables of `faq`; nothing in them leads to a citizen."""

    metadata = sa.MetaData(naming_convention=CONSTRAINTS)
    type_annotation_map: ClassVar = {datetime: UtcDateTime, dict[str, Any]: sa.JSON}


class Model(Base):
    """The manifest of a trained model: what it was made of and how it did on the golden questions."""

    __tablename__ = "models"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin: Mapped[str] = mapped_column(sa.String(64))
    bulletin_folder: Mapped[str] = mapped_column(sa.String(500))
    archive: Mapped[str] = mapped_column(sa.String(120), unique=True)  # file name in HUIYIN_HOME/models
    sha256: Mapped[str] = mapped_column(sa.String(64))
    data_hash: Mapped[str] = mapped_column(sa.String(64))
    scores: Mapped[dict[str, Any]]
    outcomes: Mapped[dict[str, Any]]  # golden question -> what became of it
    trained_at: Mapped[datetime]


class Publication(Base):
    """A model went live; the newest row says which one is."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(sa.ForeignKey("models.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(500))
    forced: Mapped[bool]


class Change(Base):
    """One edit of training data: who, when, why, and what it changed."""

    __tablename__ = "answer_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(500))
    file: Mapped[str] = mapped_column(sa.String(300))  # below HUIYIN_HOME/data
    diff: Mapped[str] = mapped_column(sa.Text)


class Miss(Base):
    """A question that was not answered well, without its chat; kept 90 days (faq/misses.py)."""

    __tablename__ = "misses"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(sa.String(60))
    why: Mapped[str] = mapped_column(sa.String(16))  # declined, asked, voted_down
    answer: Mapped[str | None] = mapped_column(sa.String(120))  # the nearest or the badly rated one
    day: Mapped[date] = mapped_column(index=True)
    settled_as: Mapped[str | None] = mapped_column(sa.String(16))  # phrasing, answer, out_of_scope, dismissed
    settled_on: Mapped[date | None]


class MissCount(Base):
    """How many questions of a day were not answered well, those that are not kept included."""

    __tablename__ = "miss_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    why: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    count: Mapped[int]
