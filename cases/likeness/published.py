"""Words of citizens that others may read: with their consent, and only as an officer has redacted them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import access
from cases.errors import IllegalMove
from cases.kinds import Role
from cases.likeness.alike import ids_like
from cases.masking import mask
from cases.models import Base, Case
from cases.staff.officer import Officer
from cases.transitions import INTAKE, LEADERS

PUBLISHING = (*INTAKE, Role.HANDLER, *LEADERS)


class PublishedText(Base):
    """The citizen has agreed (`agreed_at`); from `at` on others are shown `redacted`, never the citizen's own words."""

    __tablename__ = "published_texts"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    agreed_at: Mapped[datetime]
    redacted: Mapped[str | None] = mapped_column(sa.Text)
    by: Mapped[str | None] = mapped_column(sa.String(64))
    at: Mapped[datetime | None]


def agree(session: Session, case: Case, now: datetime) -> None:
    """The citizen lets others read it, redacted; of a confidential case nobody can (domain.md 3.2)."""
    if case.confidential:
        raise IllegalMove
    if session.get(PublishedText, case.id) is None:
        session.add(PublishedText(case_id=case.id, agreed_at=now))
        session.flush()


def disagree(session: Session, case: Case) -> None:
    """The citizen takes it back, or the case may not be read any more: nothing of it is left."""
    session.execute(sa.delete(PublishedText).where(PublishedText.case_id == case.id))


def publish(session: Session, officer: Officer, case: Case, redacted: str, now: datetime) -> None:
    """Show it to who says something like it; IllegalMove without the citizen's consent."""
    access.require(session, officer, case)
    access.require_role(officer, *PUBLISHING)
    row = session.get(PublishedText, case.id)
    if row is None or case.confidential or not redacted.strip():
        raise IllegalMove
    row.redacted, row.by, row.at = mask(redacted.strip())[0], officer.name, now
    session.flush()


def like(session: Session, text: str, limit: int = 3) -> Sequence[str]:
    """What others said to the same, as far as it is published; the likest first."""
    ids = ids_like(session, text)
    shown = PublishedText.case_id.in_(ids) & PublishedText.redacted.is_not(None)
    rows = session.scalars(sa.select(PublishedText).where(shown)).all()
    return [row.redacted or "" for row in sorted(rows, key=lambda row: ids.index(row.case_id))[:limit]]
