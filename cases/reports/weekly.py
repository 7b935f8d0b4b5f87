"""一周一汇: the week by track, what is overdue, what people ask about, and the ledger (domain.md 5.2)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cases.kinds import Track
from cases.reports import ledger_counts, sealed, stories, tables
from cases.reports.cells import Rate, Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.counting import Edition
from cases.reports.measures import overdue_days
from cases.reports.periods import Period
from cases.reports.stories import Story
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


def make(session: Session, period: Period, edition: Edition, bulletin: str, now: datetime) -> Report:
    """One sheet for the tracks, then the lists."""
    counted = stories.load(session, period, edition.in_rows)
    by_track = tables.cross_table(
        Title.WEEKLY, Column.TRACK, COLUMNS, counted, period, lambda story: story.kind.track, list(Track), REMARKS
    )
    lists = (_overdue(counted, period), _sections(counted, period), _supervision(counted, period))
    ledger = _ledger(session, bulletin, period, now)
    return Report(period, now, (by_track, *lists, ledger, *sealed.sheets(session, period, edition)))


def _overdue(counted: Sequence[Story], period: Period) -> Sheet:
    """Number, unit, days; the reason is free text and stays in the case."""
    late = sorted(
        ((overdue_days(story, period), story) for story in counted), key=lambda pair: (-pair[0], pair[1].number)
    )
    rows = tuple((story.number, story.department or Words.NOT_SAID, days) for days, story in late if days)
    return Sheet(Title.WEEKLY_OVERDUE, (Column.NUMBER, Column.DEPARTMENT, Column.DAYS_LATE), rows)


def _sections(counted: Sequence[Story], period: Period) -> Sheet:
    """Of open kinds only: what tip-offs are about is nobody's hot topic."""
    open_kinds = [story for story in counted if story.received_on in period and not story.kind.sealed]
    asked = Counter(story.section for story in open_kinds if story.section)
    top = sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))[:TOP]
    rows = tuple((section, Rate(number, len(open_kinds))) for section, number in top)
    return Sheet(Title.WEEKLY_SECTIONS, (Column.SECTION, Column.RECEIVED), rows)


def _supervision(counted: Sequence[Story], period: Period) -> Sheet:
    """Whom to remind: the units that have something overdue, worst first."""
    late = Counter(story.department or Words.NOT_SAID for story in counted if overdue_days(story, period))
    rows = tuple(sorted(late.items(), key=lambda pair: (-pair[1], pair[0])))
    return Sheet(Title.WEEKLY_SUPERVISION, (Column.DEPARTMENT, Column.OVERDUE), rows)


def _ledger(session: Session, bulletin: str, period: Period, now: datetime) -> Sheet:
    week = ledger_counts.of_day(session, bulletin, period)
    present = ledger_counts.standing(session, bulletin, local_date(now))
    columns = (Column.LEDGER_PROGRESS, Column.LEDGER_SIGNED_OFF, Column.LEDGER_OPEN, Column.LEDGER_OVERDUE)
    numbers = sum(week.progress.values()), sum(week.signed_off.values())
    shares = Rate(present.open, present.items), Rate(present.overdue, present.open)
    return Sheet(Title.WEEKLY_LEDGER, columns, ((*numbers, *shares),))
