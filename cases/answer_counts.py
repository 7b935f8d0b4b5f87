"""How many questions of a day got what: a number a day and a kind of answer, without chat, words or hour."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.models import AnswerRating, Base

ANSWERED = ("answer", "overview", "contact")
ASKED_BACK, DECLINED = "clarify", "decline"
COUNTED = frozenset({*ANSWERED, ASKED_BACK, DECLINED})  # whoever reports something is not counted here
GOOD = 4  # stars, and more


class AnswerCount(Base):
    """A day and an act of COUNTED."""

    __tablename__ = "answer_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    count: Mapped[int]


def _one_more(insert: Callable[..., Any]) -> Any:
    row = insert(AnswerCount).values(day=sa.bindparam("day"), act=sa.bindparam("act"), count=1)
    return row.on_conflict_do_update(index_elements=["day", "act"], set_={"count": AnswerCount.count + 1})


# put together once, for every answer is counted
ONE_MORE = {"sqlite": _one_more(sqlite.insert), "postgresql": _one_more(postgresql.insert)}


def note(session: Session, act: str, day: date) -> None:
    """One more; call it last, for on PostgreSQL the next one waits for this transaction."""
    if act in COUNTED:
        connection = session.connection()
        connection.execute(ONE_MORE[connection.dialect.name], {"day": day, "act": act})


def between(session: Session, first: date, last: date) -> Sequence[AnswerCount]:
    """All of these days."""
    return session.scalars(_of_days(AnswerCount, first, last)).all()


def ratings(session: Session, first: date, last: date) -> Sequence[AnswerRating]:
    """What people thought of answers on these days."""
    return session.scalars(_of_days(AnswerRating, first, last)).all()


def _of_days[Row: (AnswerCount, AnswerRating)](table: type[Row], first: date, last: date) -> sa.Select[tuple[Row]]:
    """The rows of some days, both included."""
    return sa.select(table).where(table.day.between(first, last)).order_by(table.day)
