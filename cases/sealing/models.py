"""The tables of keys: one pair a case and purpose, its private half wrapped for each who may read."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cases.kinds import Labelled
from cases.models import Base


class Purpose(Labelled):
    """What a pair of a case opens."""

    CASE = "case", "内容"
    IDENTITY = "identity", "身份"


class Holder(Labelled):
    """Whom a private half is wrapped for."""

    STAFF = "staff", "工作人员"
    CITIZEN = "citizen", "反映人"
    RECOVERY = "recovery", "恢复密钥"
    LOST = "lost", "已失效"  # a key that staff had given up: nothing is wrapped, but a right can be given again


class RequestState(Labelled):
    """Where a request to learn a name stands."""

    PENDING = "pending", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"


class CaseKey(Base):
    """The public half; `exclusions` is a sealed list of the staff who must never be given the private one."""

    __tablename__ = "case_keys"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    purpose: Mapped[Purpose] = mapped_column(primary_key=True)
    public: Mapped[bytes]
    exclusions: Mapped[bytes | None]


class CaseKeyWrap(Base):
    """The private half for one holder; a right is this row, and gone with it."""

    __tablename__ = "case_key_wraps"
    __table_args__ = (sa.UniqueConstraint("staff_id", "case_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    purpose: Mapped[Purpose]
    holder: Mapped[Holder]
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    wrapped: Mapped[bytes]
    by: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]


class IdentityRequest(Base):
    """A written reason to learn who the citizen is, and what a second person said to it (domain.md INV-C2)."""

    __tablename__ = "identity_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    asked_by: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    reason: Mapped[bytes]
    state: Mapped[RequestState] = mapped_column(default=RequestState.PENDING)
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
