"""The tables of deadlines: one row per case, rule and round, and what stops the clocks of a case."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.deadlines.rule import RuleId, Standstill
from cases.deadlines.working_days import Pause
from cases.models import Base, Case

OPEN = sa.text("met_on IS NULL AND ended_on IS NULL")


class Deadline(Base):
    """A duty with its last day. Overdue is computed, never stored; `warn_on` is when somebody is told next."""

    __tablename__ = "deadlines"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "rule", "round"),
        sa.Index("ix_deadlines_open", "due_on", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_deadlines_warn_on", "warn_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    rule: Mapped[RuleId]
    round: Mapped[int]
    started_on: Mapped[date]
    due_on: Mapped[date]
    provisional: Mapped[bool]
    paused_on: Mapped[date | None]
    pauses: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list)
    extended_days: Mapped[int] = mapped_column(default=0)
    met_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None] = mapped_column(sa.String(32))
    warned: Mapped[int] = mapped_column(default=0)
    warn_on: Mapped[date | None]
    case: Mapped[Case] = relationship(lazy="raise_on_sql")

    @property
    def open(self) -> bool:
        """Whether the duty is still owed, with a running clock or one that stands still."""
        return self.met_on is None and self.ended_on is None

    @property
    def running(self) -> bool:
        """Whether its days are being counted."""
        return self.open and self.paused_on is None

    @property
    def past_pauses(self) -> list[Pause]:
        """Those that are over, oldest first."""
        return [Pause(date.fromisoformat(stopped), date.fromisoformat(resumed)) for stopped, resumed in self.pauses]

    @property
    def span(self) -> timedelta:
        """The days from the start to the last day, without those on which the count stood still."""
        stood = sum((pause.resumed - pause.stopped for pause in self.past_pauses), timedelta())
        return self.due_on - self.started_on - stood

    def late(self, today: date) -> bool:
        """Whether the duty was or is done after its last day; a clock that stands still is never late."""
        if self.paused_on or self.ended_on:
            return False
        return self.due_on < (self.met_on or today)


class StoppedClock(Base):
    """A reason for which the clocks of a case stand still."""

    __tablename__ = "stopped_clocks"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    why: Mapped[Standstill] = mapped_column(primary_key=True)
