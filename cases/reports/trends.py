"""How the numbers go over time, and how they spread over kinds, items and streets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from cases.kinds import Kind
from cases.reports import periods, tables
from cases.reports.cells import Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.counting import Edition
from cases.reports.making import About
from cases.reports.measures import of
from cases.reports.periods import Period
from cases.reports.stories import Story
from cases.reports.tables import Key, Table

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
SPREAD: Mapping[Title, tuple[Column, Callable[[Story], Key]]] = {
    Title.BY_KIND: (Column.KIND, lambda story: story.kind),
    Title.BY_SECTION: (Column.SECTION, tables.section_of),
    Title.BY_STREET: (Column.STREET, tables.street_of),
}
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
    lines = [Table(of(OVER_TIME), span) for span in spans]
    spread = {title: Table(of(OVER_TIME), whole, key) for title, (_, key) in SPREAD.items()}
    tables.read(session, whole, edition.in_rows, *lines, *spread.values())
    rows = tuple((str(span), *line.total) for span, line in zip(spans, lines, strict=True))
    totals = (Words.TOTAL, *spread[Title.BY_KIND].total)
    over_time = Sheet(Title.OVER_TIME, (Column.PERIOD, *OVER_TIME), rows, totals, REMARKS)
    return Report(whole, now, (over_time, *_spread(spread, about)))


def _spread(spread: Mapping[Title, Table], about: About) -> Iterator[Sheet]:
    known: dict[Title, Sequence[Key]] = {
        Title.BY_KIND: list(Kind),
        Title.BY_SECTION: [*about.sections, Words.NOT_SAID],
        Title.BY_STREET: [*about.streets, Words.NOT_SAID],
    }
    for title, (column, _) in SPREAD.items():
        yield tables.cross_sheet(title, (column, *OVER_TIME), spread[title], known[title], REMARKS)


def week_or_month(by: str) -> Callable[[date], Period]:
    """What one line speaks of."""
    return {"day": periods.day, "month": periods.month}.get(by, periods.week)
