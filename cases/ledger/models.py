"""The tables of the ledger. No citizen's words: what is attached is the case's id, and staff write the rest."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.ledger.states import Adoption, Basis, ItemState, Step
from cases.models import Base


class LedgerItem(Base):
    """A problem of a bulletin; `section` is its label as cases name it (三(三)), `slug` the same in digits (3.3)."""

    __tablename__ = "ledger_items"
    __table_args__ = (sa.UniqueConstraint("bulletin", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin: Mapped[str] = mapped_column(sa.String(64))
    section: Mapped[str] = mapped_column(sa.String(64))
    slug: Mapped[str] = mapped_column(sa.String(32))
    title: Mapped[str] = mapped_column(sa.String(300))
    position: Mapped[int]
    state: Mapped[ItemState]
    leader: Mapped[str | None] = mapped_column(sa.String(64))
    due_on: Mapped[date | None]
    open_words: Mapped[str | None] = mapped_column(sa.Text)
    proposed_by: Mapped[str | None] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column(default=1)
    leads: Mapped[list["LedgerLead"]] = relationship(order_by="LedgerLead.id", lazy="selectin")
    measures: Mapped[list["LedgerMeasure"]] = relationship(order_by="LedgerMeasure.id", lazy="selectin")
    promises: Mapped[list["LedgerPromise"]] = relationship(order_by="LedgerPromise.id", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way


class LedgerLead(Base):
    """A department that answers for an item, or for the `scope` of it; `assisting` (配合单位) only helps."""

    __tablename__ = "ledger_leads"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_items.id"), index=True)
    department: Mapped[str] = mapped_column(sa.String(64))
    basis: Mapped[Basis]
    scope: Mapped[str | None] = mapped_column(sa.String(120))
    assisting: Mapped[bool] = mapped_column(default=False)
    confirmed_by: Mapped[str | None] = mapped_column(sa.String(64))
    confirmed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    @property
    def doubtful(self) -> bool:
        """Inferred, and nobody has confirmed it (domain.md 4.4)."""
        return self.basis.doubtful and self.confirmed_by is None


class LedgerMeasure(Base):
    """What is to be done about an item, by whom, until when."""

    __tablename__ = "ledger_measures"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_items.id"), index=True)
    words: Mapped[str] = mapped_column(sa.Text)
    owner: Mapped[str] = mapped_column(sa.String(64))
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class LedgerPromise(Base):
    """Something the bulletin or staff said would be there by a day (F13)."""

    __tablename__ = "ledger_promises"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_items.id"), index=True)
    quote: Mapped[str] = mapped_column(sa.Text)
    due_on: Mapped[date]
    met_on: Mapped[date | None]
    evidence: Mapped[str | None] = mapped_column(sa.Text)


class LedgerChange(Base):
    """One line of an item's history; never changed. `public_words` are for citizens where `told_public`."""

    __tablename__ = "ledger_changes"
    __table_args__ = (sa.Index(None, "item_id", "id"), sa.Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_items.id"))
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(sa.String(64))
    what: Mapped[Step]
    old: Mapped[str | None] = mapped_column(sa.String(120))
    new: Mapped[str | None] = mapped_column(sa.String(120))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    evidence: Mapped[str | None] = mapped_column(sa.Text)
    told_public: Mapped[bool] = mapped_column(default=False)
    public_words: Mapped[str | None] = mapped_column(sa.Text)


class LedgerSuggestion(Base):
    """A case of an open kind that speaks of an item, and what was decided about it (F15)."""

    __tablename__ = "ledger_suggestions"
    __table_args__ = (sa.UniqueConstraint("case_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_items.id"), index=True)
    attached_by: Mapped[str] = mapped_column(sa.String(64))
    attached_at: Mapped[datetime]
    decision: Mapped[Adoption | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(64))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(sa.Text)
