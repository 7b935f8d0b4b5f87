"""一周一汇: the week by track, what is overdue, what people ask about, and the ledger (domain.md 5.2)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from cases.kinds import Track
from cases.reports import ledger_counts, sealed, tables
from cases.reports.cells import Rate, Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.counting import Edition
from cases.reports.measures import of, overdue_days
from cases.reports.periods import Period
from cases.reports.stories import Story
from cases.reports.tables import Table
from cases.times import local_date

COLUMNS = (
    Column.CARRIED,
    Column.RECEIVED,
    Column.ACCEPTED,
    Column.NOT_ACCEPTED,
    Column.REFERRED,
    Column.COMPLETED,
    Column.COMPLETION_RATE,
    Column.ON_TIME_RATE,
    Column.OVERDUE,
    Column.EXTENDED,
    Column.REWORKED,
    Column.SATISFACTION_RATE,
    Column.DUE_NEXT,
)
REMARKS = (Words.SEEN_ONLY, Words.RATES, Words.OVERDUE_BY_TABLE)
TOP = 5


@dataclass
class Lists:
    """What the lists under the table are made of: of cases only those that are late."""

    period: Period
    late: list[tuple[int, str, str]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    open_kinds: int = 0

    def count(self, some: Sequence[Story]) -> None:
        """What tip-offs are about is nobody's hot topic."""
        for story in some:
            if days := overdue_days(story, self.period):
                self.late.append((days, story.number, story.department or Words.NOT_SAID))
            if story.received_on in self.period and not story.kind.sealed:
                self.open_kinds += 1
                self.asked.update([story.section] if story.section else [])

    def overdue(self) -> Sheet:
        """Number, unit, days; the reason is free text and stays in the case."""
        worst_first = sorted(self.late, key=lambda one: (-one[0], one[1]))
        rows = tuple((number, department, days) for days, number, department in worst_first)
        return Sheet(Title.WEEKLY_OVERDUE, (Column.NUMBER, Column.DEPARTMENT, Column.DAYS_LATE), rows)

    def sections(self) -> Sheet:
        """What most spoke of."""
        rows = tuple((section, Rate(number, self.open_kinds)) for section, number in _most_first(self.asked)[:TOP])
        return Sheet(Title.WEEKLY_SECTIONS, (Column.SECTION, Column.RECEIVED), rows)

    def supervision(self) -> Sheet:
        """Whom to remind: the units that have something overdue, worst first."""
        rows = tuple(_most_first(Counter(department for _, _, department in self.late)))
        return Sheet(Title.WEEKLY_SUPERVISION, (Column.DEPARTMENT, Column.OVERDUE), rows)


def make(session: Session, period: Period, edition: Edition, bulletin: str, now: datetime) -> Report:
    """One sheet for the tracks, then the lists."""
    tracks, lists = Table(of(COLUMNS), period, lambda story: story.kind.track), Lists(period)
    tables.read(session, period, edition.in_rows, tracks, lists)
    by_track = tables.cross_sheet(Title.WEEKLY, (Column.TRACK, *COLUMNS), tracks, list(Track), REMARKS)
    ledger = _ledger(session, bulletin, period, now)
    told = (by_track, lists.overdue(), lists.sections(), lists.supervision(), ledger)
    return Report(period, now, (*told, *sealed.sheets(session, period, edition)))


def _most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _ledger(session: Session, bulletin: str, period: Period, now: datetime) -> Sheet:
    week = ledger_counts.of_day(session, bulletin, period)
    present = ledger_counts.standing(session, bulletin, local_date(now))
    columns = (Column.LEDGER_PROGRESS, Column.LEDGER_SIGNED_OFF, Column.LEDGER_OPEN, Column.LEDGER_OVERDUE)
    numbers = sum(week.progress.values()), sum(week.signed_off.values())
    shares = Rate(present.open, present.items), Rate(present.overdue, present.open)
    return Sheet(Title.WEEKLY_LEDGER, columns, ((*numbers, *shares),))
