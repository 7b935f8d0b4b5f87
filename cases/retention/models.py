"""The table of legal holds."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cases.models import Base

LONGEST_BASIS = 200


class LegalHold(Base):
    """Keeps a case from being purged; of a confidential one the history alone has the basis, sealed."""

    __tablename__ = "legal_holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    basis: Mapped[str] = mapped_column(sa.String(LONGEST_BASIS))
    placed_by: Mapped[str] = mapped_column(sa.String(64))
    placed_at: Mapped[datetime]
    until: Mapped[date | None]
    released_by: Mapped[str | None] = mapped_column(sa.String(64))
    released_at: Mapped[datetime | None]
