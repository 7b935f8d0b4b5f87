"""The tables of recusal: declared interests, who is kept out of a case, attestations, requests of citizens."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cases.kinds import Labelled
from cases.models import Base


class Relation(Labelled):
    """What a staff member has to do with a name or a unit that they declared."""

    OWN = "own", "本人"
    RELATIVE = "relative", "近亲属"
    FORMER_UNIT = "former_unit", "原工作单位"
    INTEREST = "interest", "其他利害关系"


class Why(Labelled):
    """Why somebody keeps out of a case."""

    NAMED = "named", "反映内容中提到本人"
    REPORTER = "reporter", "本人是反映人"
    RELATIVE = "relative", "涉及近亲属"
    INTEREST = "interest", "涉及申报的利害关系"
    OWN_DEPARTMENT = "own_department", "反映本部门或者本街道"
    DECLARED = "declared", "本人申请回避"
    REQUESTED = "requested", "反映人申请回避"


class RequestState(Labelled):
    """What became of a request."""

    PENDING = "pending", "待决定"
    GRANTED = "granted", "同意回避"
    REFUSED = "refused", "不予回避"


class Interest(Base):
    """A name, telephone or unit of which a staff member must not see anything."""

    __tablename__ = "interests"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    relation: Mapped[Relation]
    subject: Mapped[str] = mapped_column(sa.String(64))
    declared_at: Mapped[datetime]


class Recusal(Base):
    """This person may not know of this case; as long as it is not `decided`, it is a suspicion."""

    __tablename__ = "recusals"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True, autoincrement=False, index=True)
    why: Mapped[Why]
    decided: Mapped[bool]
    by: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]


class Attestation(Base):
    """This person has said that they have no conflict of interest in this case."""

    __tablename__ = "attestations"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class RecusalRequest(Base):
    """Somebody wants an officer to step aside; `words` are sealed where those of the case are."""

    __tablename__ = "recusal_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    by: Mapped[str] = mapped_column(sa.String(64))
    words: Mapped[bytes]
    upward: Mapped[bool]  # against the leader: the dispatching organ decides
    state: Mapped[RequestState]
    asked_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(sa.String(64))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(sa.Text)
