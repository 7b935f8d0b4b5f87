"""Whether a contact detail that the bulletin prints is right: one officer finds out, another confirms (domain.md 7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import access
from cases.errors import ReasonNeeded, SamePerson, Stale
from cases.kinds import Labelled, Role
from cases.models import Base
from cases.staff.officer import Officer
from cases.transitions import LEADERS

LONGEST = 300
MAY_CHECK = (Role.INTAKE_CLERK, Role.TRIAGE_OFFICER, *LEADERS)


class ContactKind(Labelled):
    """What a bulletin prints for people to turn to."""

    PHONE = "phone", "电话"
    POSTAL_ADDRESS = "postal_address", "通信地址"
    EMAIL = "email", "电子邮箱"
    ENVELOPE = "envelope", "信封上要写的字"


class ContactStatus(Labelled):
    """What is known of a contact detail."""

    UNVERIFIED = "unverified", "未核实"
    VERIFIED = "verified", "已核实"
    DISPUTED = "disputed", "有疑问"
    RETIRED = "retired", "已停用"


class Stage(Labelled):
    """How far it has come."""

    PROPOSED = "proposed", "等另一人确认"
    CONFIRMED = "confirmed", "已确认"
    TURNED_DOWN = "turned_down", "没有通过"


class ContactCheck(Base):
    """What one officer found of `published`, and what another said to it; `value` is how it should be given."""

    __tablename__ = "contact_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin: Mapped[str] = mapped_column(sa.String(64), index=True)
    published: Mapped[str] = mapped_column(sa.String(LONGEST))
    status: Mapped[ContactStatus]
    value: Mapped[str | None] = mapped_column(sa.String(LONGEST))
    how: Mapped[str] = mapped_column(sa.Text)
    proposed_by: Mapped[str] = mapped_column(sa.String(64))
    proposed_at: Mapped[datetime]
    stage: Mapped[Stage] = mapped_column(default=Stage.PROPOSED)
    decided_by: Mapped[str | None] = mapped_column(sa.String(64))
    decided_at: Mapped[datetime | None]


def propose(
    session: Session,
    officer: Officer,
    bulletin: str,
    published: str,
    status: ContactStatus,
    value: str,
    how: str,
    now: datetime,
) -> ContactCheck:
    """What somebody found out, and how; it counts for nothing until another has confirmed it."""
    access.require_role(officer, *MAY_CHECK)
    found = value.strip()[:LONGEST] if status is ContactStatus.VERIFIED else ""
    if not how.strip() or (status is ContactStatus.VERIFIED and not found):
        raise ReasonNeeded
    row = ContactCheck(bulletin=bulletin, published=published, status=status, value=found or None, how=how.strip())
    row.proposed_by, row.proposed_at, row.stage = officer.name, now, Stage.PROPOSED
    session.add(row)
    session.flush()
    return row


def decide(session: Session, officer: Officer, check_id: int, now: datetime, *, confirmed: bool) -> ContactCheck:
    """By somebody else than who found it out; Stale when it was decided meanwhile."""
    access.require_role(officer, *MAY_CHECK)
    row = session.get(ContactCheck, check_id, with_for_update=True)
    if row is None or row.stage is not Stage.PROPOSED:
        raise Stale
    if confirmed and row.proposed_by == officer.name:
        raise SamePerson(access.labels(MAY_CHECK))
    row.stage = Stage.CONFIRMED if confirmed else Stage.TURNED_DOWN
    row.decided_by, row.decided_at = officer.name, now
    session.flush()
    return row


def of(session: Session, bulletin: str) -> Sequence[ContactCheck]:
    """All of a bulletin, newest first."""
    wanted = sa.select(ContactCheck).where(ContactCheck.bulletin == bulletin)
    return session.scalars(wanted.order_by(ContactCheck.id.desc())).all()


def confirmed(session: Session, bulletin: str) -> Mapping[str, ContactCheck]:
    """The one that counts, by the published value."""
    return {row.published: row for row in reversed(of(session, bulletin)) if row.stage is Stage.CONFIRMED}


def how_many(session: Session) -> int:
    """Confirmed ones: it grows when there is something new to tell."""
    return session.scalar(sa.select(sa.func.count(ContactCheck.id)).where(ContactCheck.stage == Stage.CONFIRMED)) or 0
