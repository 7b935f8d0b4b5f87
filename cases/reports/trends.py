"""How the numbers go over time, and how they spread over kinds, items and streets."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from cases.kinds import Kind
from cases.reports import periods, stories, tables
from cases.reports.cells import Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.counting import Edition
from cases.reports.making import About
from cases.reports.measures import row
from cases.reports.periods import Period
from cases.reports.stories import Story

MOST = 12
OVER_TIME = (
    Column.RECEIVED,
    Column.COMPLETED,
    Column.OPEN,
    Column.OVERDUE,
    Column.RESPONSE_RATE,
    Column.ON_TIME_RATE,
    Column.SATISFACTION_RATE,
    Column.FIRST_REPLY_DAYS,
)
REMARKS = (Words.SEEN_ONLY, Words.RATES, Words.OVERDUE_BY_TABLE, Words.FIRST_REPLY)


def last(one: Callable[[date], Period], today: date, count: int = MOST) -> list[Period]:
    """That many days, weeks or months up to the present one, the oldest first."""
    found = [one(today)]
    while len(found) < count:
        found.insert(0, one(found[0].first - timedelta(days=1)))
    return found


def make(session: Session, spans: Sequence[Period], edition: Edition, about: About, now: datetime) -> Report:
    """A line for each of `spans`, then all of them by kind, item and street."""
    whole = Period(spans[0].first, spans[-1].last)
    counted = stories.load(session, whole, edition.in_rows)
    lines = tuple((str(span), *row(OVER_TIME, counted, span)) for span in spans)
    over_time = Sheet(
        Title.OVER_TIME, (Column.PERIOD, *OVER_TIME), lines, (Words.TOTAL, *row(OVER_TIME, counted, whole)), REMARKS
    )
    return Report(whole, now, (over_time, *_spread(counted, whole, about)))


def _spread(counted: Sequence[Story], whole: Period, about: About) -> list[Sheet]:
    spread: list[tuple[Title, Column, Callable[[Story], tables.Key], Sequence[tables.Key]]] = [
        (Title.BY_KIND, Column.KIND, lambda story: story.kind, list(Kind)),
        (Title.BY_SECTION, Column.SECTION, tables.section_of, [*about.sections, Words.NOT_SAID]),
        (Title.BY_STREET, Column.STREET, tables.street_of, [*about.streets, Words.NOT_SAID]),
    ]
    return [
        tables.cross_table(title, of, OVER_TIME, counted, whole, key, keys, REMARKS) for title, of, key, keys in spread
    ]


def week_or_month(by: str) -> Callable[[date], Period]:
    """What one line speaks of."""
    return {"day": periods.day, "month": periods.month}.get(by, periods.week)
