"""Answers that the office has written for itself: no row is changed, the newest of a name counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import access
from cases.errors import ReasonNeeded
from cases.kinds import Kind
from cases.models import Base
from cases.staff.officer import Officer
from cases.transitions import LEADERS

LONGEST_TITLE = 60
MAY_WRITE = LEADERS


class CannedAnswer(Base):
    """One version of it; without a text it is taken away, also one that is shipped under this name."""

    __tablename__ = "canned_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(32), index=True)
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(sa.Text)
    verbs: Mapped[list[Any]] = mapped_column(sa.JSON)
    kinds: Mapped[list[Any]] = mapped_column(sa.JSON)
    written_by: Mapped[str] = mapped_column(sa.String(64))
    written_at: Mapped[datetime]


def newest(session: Session) -> Sequence[CannedAnswer]:
    """The last version of each, those that were taken away included."""
    last = sa.select(sa.func.max(CannedAnswer.id)).group_by(CannedAnswer.name)
    return session.scalars(sa.select(CannedAnswer).where(CannedAnswer.id.in_(last)).order_by(CannedAnswer.id)).all()


def write(
    session: Session,
    officer: Officer,
    name: str,
    title: str,
    text: str,
    verbs: Sequence[str],
    kinds: Sequence[Kind],
    now: datetime,
) -> CannedAnswer:
    """A new version."""
    if not (title.strip() and text.strip()):
        raise ReasonNeeded
    return _put(session, officer, name, (title.strip()[:LONGEST_TITLE], text.strip()), (verbs, kinds), now)


def take_away(session: Session, officer: Officer, name: str, now: datetime) -> None:
    """Nobody is offered it any more."""
    _put(session, officer, name, ("", ""), ((), ()), now)


def _put(
    session: Session,
    officer: Officer,
    name: str,
    words: tuple[str, str],
    wanted: tuple[Sequence[str], Sequence[Kind]],
    now: datetime,
) -> CannedAnswer:
    access.require_role(officer, *MAY_WRITE)
    row = CannedAnswer(name=name, title=words[0], text=words[1], written_by=officer.name, written_at=now)
    row.verbs, row.kinds = list(wanted[0]), [kind.value for kind in wanted[1]]
    session.add(row)
    session.flush()
    return row
