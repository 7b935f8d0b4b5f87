"""Words of citizens that others may read: with their consent, and only as an officer has redacted them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import access, history, one_at_a_time, staff_notices
from cases.errors import IllegalMove, ReasonNeeded, SamePerson
from cases.history import CITIZEN, What
from cases.kinds import Kind, Role, State
from cases.likeness.alike import ids_like
from cases.masking import mask
from cases.models import Base, Case
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from cases.transitions import INTAKE, LEADERS, Part

SHOWN_FROM = 3  # fewer would speak of single persons
PUBLISHABLE_KINDS = (Kind.SUGGESTION,)
PUBLISHING = (*INTAKE, Role.HANDLER, *LEADERS)


class PublishedText(Base):
    """The citizen has agreed (`agreed_at`); from `at` on others are shown `redacted`, never the citizen's own words.

    What one officer has `proposed` another releases, or it is given up.
    """

    __tablename__ = "published_texts"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    agreed_at: Mapped[datetime]
    proposed: Mapped[str | None] = mapped_column(sa.Text)
    proposed_by: Mapped[str | None] = mapped_column(sa.String(64))
    redacted: Mapped[str | None] = mapped_column(sa.Text)
    by: Mapped[str | None] = mapped_column(sa.String(64))
    at: Mapped[datetime | None]


@dataclass(frozen=True)
class Others:
    """How many said something like it, 0 below three, and what some of them let others read."""

    count: int = 0
    texts: Sequence[str] = ()


def may_agree(case: Case) -> bool:
    """Only of a suggestion: of anything else nobody is asked, of a confidential case nobody can be (domain.md 3.2)."""
    is_gone = case.state in (State.WITHDRAWN, State.PURGED)
    return case.kind in PUBLISHABLE_KINDS and not case.confidential and not is_gone


def is_agreed(session: Session, case: Case) -> bool:
    """Whether the citizen lets others read it."""
    return session.get(PublishedText, case.id) is not None


def agree(session: Session, case: Case, now: datetime) -> None:
    """The citizen lets others read it, redacted; IllegalMove where nobody may."""
    one_at_a_time.lock(session, case)
    if not may_agree(case):
        raise IllegalMove
    if not is_agreed(session, case):
        session.add(PublishedText(case_id=case.id, agreed_at=now))
        history.record(session, case, What.PUBLISHING_AGREED, CITIZEN, now)
        staff_notices.tell_holder(session, case, Notice.PUBLISHABLE, now)


def take_back(session: Session, case: Case, now: datetime) -> None:
    """The citizen does not let others read it any more."""
    one_at_a_time.lock(session, case)
    if is_agreed(session, case):
        disagree(session, case)
        history.record(session, case, What.PUBLISHING_TAKEN_BACK, CITIZEN, now)


def disagree(session: Session, case: Case) -> None:
    """The citizen takes it back, or the case may not be read any more: nothing of it is left."""
    session.execute(sa.delete(PublishedText).where(PublishedText.case_id == case.id))
    staff_notices.withdraw(session, case, Notice.PUBLISHABLE)


def propose(session: Session, officer: Officer, case: Case, redacted: str, now: datetime) -> None:
    """Words in which nobody can be recognised, for a second officer to look at; IllegalMove without consent."""
    row = _agreed(session, officer, case)
    if not redacted.strip():
        raise ReasonNeeded
    row.proposed, row.proposed_by = mask(redacted.strip())[0], officer.name
    history.record(session, case, What.PUBLISHING_PROPOSED, officer.name, now)


def release(session: Session, officer: Officer, case: Case, now: datetime) -> None:
    """Show them to who says something like it; nobody releases what they redacted themselves."""
    row = _proposed(session, officer, case)
    row.redacted, row.by, row.at = row.proposed, officer.name, now
    row.proposed = row.proposed_by = None
    history.record(session, case, What.PUBLISHING_RELEASED, officer.name, now)


def refuse(session: Session, officer: Officer, case: Case, now: datetime) -> None:
    """Somebody could still be recognised in them, or they say something else; what was shown before stays."""
    row = _proposed(session, officer, case)
    row.proposed = row.proposed_by = None
    history.record(session, case, What.PUBLISHING_REFUSED, officer.name, now)


def text_of(session: Session, case: Case) -> PublishedText | None:
    """What was agreed to, proposed and shown of it."""
    return session.get(PublishedText, case.id)


def _agreed(session: Session, officer: Officer, case: Case) -> PublishedText:
    access.require(session, officer, case)
    access.require_role(officer, *PUBLISHING)
    one_at_a_time.lock(session, case)
    row = session.get(PublishedText, case.id)
    if row is None or case.confidential:
        raise IllegalMove
    return row


def _proposed(session: Session, officer: Officer, case: Case) -> PublishedText:
    row = _agreed(session, officer, case)
    if row.proposed is None:
        raise IllegalMove
    if row.proposed_by == officer.name:
        raise SamePerson(Part.PROPOSER.label)
    return row


def others(session: Session, text: str) -> Others:
    """What a citizen who is about to say this may know of those who said it before."""
    ids = ids_like(session, text)
    return Others(len(ids), _shown(session, ids)) if len(ids) >= SHOWN_FROM else Others()


def like(session: Session, text: str) -> Sequence[str]:
    """What others said to the same, as far as it is published; the likest first."""
    return _shown(session, ids_like(session, text))


def _shown(session: Session, ids: Sequence[int], limit: int = 2) -> Sequence[str]:
    shown = PublishedText.case_id.in_(ids) & PublishedText.redacted.is_not(None)
    rows = session.scalars(sa.select(PublishedText).where(shown)).all()
    return [row.redacted or "" for row in sorted(rows, key=lambda row: ids.index(row.case_id))[:limit]]
