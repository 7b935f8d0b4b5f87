"""What staff are told: rows for a person or a role, without any word of a citizen; the case is named by its number."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from cases import access
from cases.kinds import Labelled, Queue, Role
from cases.models import Base, Case
from cases.sealing.readers import OF_QUEUE
from cases.staff.officer import Officer

PAGE = 100
READERS = {**access.READABLE, **OF_QUEUE}  # of what is sealed, those who are given its key
UNSEEN = sa.text("seen_at IS NULL")


class Notice(Labelled):
    """What is to be looked at."""

    NEW_CASE = "new_case", "新件"
    URGENT = "urgent", "紧急件"
    DEADLINE_70 = "deadline_70", "期限已过七成"
    DEADLINE_90 = "deadline_90", "期限已过九成"
    OVERDUE = "overdue", "已超期"
    DUE_MOVED = "due_moved", "到期日已按放假安排重新计算"
    IDENTITY = "identity", "身份已获准查看"
    RECUSAL = "recusal", "回避情形待决定"
    PROTECTION = "protection", "反映人申请保护"
    PRINT = "print", "申请打印密件待决定"
    ADDED = "added", "反映人有补充"
    CONTESTED = "contested", "反映人对结果不认可"
    PUBLISHABLE = "publishable", "反映人同意公开，可以编写公开的话"
    UNDELIVERABLE = "undeliverable", "给反映人的提醒无法送达"
    CHAIN_BROKEN = "chain_broken", "审计链核对不符"


FOR_LIAISON = (Notice.PROTECTION, Notice.RECUSAL)
FOR_AUDITORS = (Notice.IDENTITY, Notice.CHAIN_BROKEN)


class StaffNotice(Base):
    """One thing to look at, for a person or for whoever has a role; `about` is the deadline that it warns of."""

    __tablename__ = "staff_notices"
    __table_args__ = (
        sa.Index("ix_staff_notices_role", "role", "id", sqlite_where=UNSEEN, postgresql_where=UNSEEN),
        sa.Index("ix_staff_notices_staff_id", "staff_id", "id", sqlite_where=UNSEEN, postgresql_where=UNSEEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    what: Mapped[Notice]
    about: Mapped[str | None] = mapped_column(sa.String(8))
    role: Mapped[Role | None]
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")

    @property
    def number(self) -> str:
        """That of its case; "" where it is about none."""
        return self.case.number if self.case else ""


def announce(session: Session, case: Case, now: datetime) -> None:
    """A case has come; an urgent one is for the deputy leader, too (domain.md 3.5)."""
    what = Notice.URGENT if case.urgent else Notice.NEW_CASE
    roles = dict.fromkeys(audience(case.queue, Role.INTAKE_CLERK))
    if case.urgent:
        roles |= dict.fromkeys(audience(case.queue, Role.DEPUTY_LEADER))
    for role in roles:
        tell(session, case, what, now, role=role)


def tell_role(
    session: Session, case: Case, what: Notice, role: Role, now: datetime, *, about: str | None = None
) -> None:
    """Tell who has the role or, where they may not know of the case, who may."""
    for allowed in audience(case.queue, role):
        tell(session, case, what, now, role=allowed, about=about)


def tell_roles(session: Session, case: Case, what: Notice, roles: Collection[Role], now: datetime) -> None:
    """As tell_role, each of those who may know of it once."""
    for allowed in dict.fromkeys(one for role in roles for one in audience(case.queue, role)):
        tell(session, case, what, now, role=allowed)


def tell(
    session: Session,
    case: Case,
    what: Notice,
    now: datetime,
    *,
    role: Role | None = None,
    staff_id: int | None = None,
    about: str | None = None,
) -> StaffNotice:
    """Leave a notice for a person or a role."""
    row = StaffNotice(case=case, what=what, about=about, role=role, staff_id=staff_id, at=case.clock(now))
    session.add(row)
    session.flush()
    return row


def alarm(session: Session, what: Notice, now: datetime, *, about: str) -> None:
    """Tell the auditors something that is about no case, once until they have looked."""
    waiting = (StaffNotice.what == what) & StaffNotice.seen_at.is_(None)
    if session.scalar(select(StaffNotice.id).where(waiting).limit(1)) is None:
        session.add(StaffNotice(what=what, about=about, role=Role.AUDITOR, at=now))
        session.flush()


def tell_holder(session: Session, case: Case, what: Notice, now: datetime) -> None:
    """Who has it in hand, else those who register it."""
    if case.holder_id is not None:
        tell(session, case, what, now, staff_id=case.holder_id)
    else:
        tell_role(session, case, what, Role.INTAKE_CLERK, now)


def withdraw(session: Session, case: Case, what: Notice) -> None:
    """There is nothing to look at any more; who has looked keeps what they saw."""
    unseen = (StaffNotice.case_id == case.id) & StaffNotice.seen_at.is_(None)
    session.execute(sa.delete(StaffNotice).where(unseen, StaffNotice.what == what))


def audience(queue: Queue, role: Role) -> tuple[Role, ...]:
    """Of a sealed queue all who may know of it stand in for who may not, so that nobody alone can let it lie."""
    readers = READERS.get(queue, (role,))
    if role in readers:
        return (role,)
    return readers if queue.sealed else (Role.TRIAGE_OFFICER,)


def unseen_for(session: Session, officer: Officer) -> Sequence[StaffNotice]:
    """What they have to look at, oldest first, of cases that they may see; each with its case."""
    return session.scalars(_for(officer).options(joinedload(StaffNotice.case)).limit(PAGE)).all()


def unseen_count(session: Session, officer: Officer) -> int:
    """How many they have to look at, exactly up to 100; 101 means more."""
    some = _for(officer).with_only_columns(StaffNotice.id).limit(PAGE + 1).subquery()
    return session.scalar(select(sa.func.count()).select_from(some)) or 0


def newer_for(session: Session, officer: Officer, number: int) -> Sequence[StaffNotice]:
    """What has come for them since the notice of this number."""
    wanted = _for(officer).where(StaffNotice.id > number).options(joinedload(StaffNotice.case))
    return session.scalars(wanted.limit(PAGE)).all()


def newest(session: Session) -> int:
    """The number of the last notice of all."""
    return session.scalar(select(sa.func.max(StaffNotice.id))) or 0


def mark_seen(session: Session, officer: Officer, ids: Collection[int], now: datetime) -> None:
    """They have looked; what was for a role is then seen for all who have it."""
    wanted = _for(officer).where(StaffNotice.id.in_(ids)).options(joinedload(StaffNotice.case))
    for row in session.scalars(wanted):
        row.seen_at = row.case.clock(now) if row.case else now
    session.flush()


def _for(officer: Officer) -> Select[tuple[StaffNotice]]:
    mine = select(StaffNotice).outerjoin(Case).where(StaffNotice.seen_at.is_(None), _addressed_to(officer))
    told_anyway: ColumnElement[bool] = StaffNotice.what.in_(FOR_AUDITORS)  # who see no case, but its number (INV-C2)
    if officer.roles == {Role.SUPERIOR_LIAISON}:  # past an accused leader, whatever queue the case is in (INV-P1, R5)
        told_anyway |= StaffNotice.what.in_(FOR_LIAISON)
    told_anyway &= ~access.recused(officer)  # INV-R1
    return mine.where(access.visible_to(officer) | told_anyway).order_by(StaffNotice.id)


def _addressed_to(officer: Officer) -> ColumnElement[bool]:
    return (StaffNotice.staff_id == officer.staff_id) | StaffNotice.role.in_(officer.roles)
