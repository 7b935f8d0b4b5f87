"""月度统计: three cross tables with the same measures (domain.md 5.3)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cases.kinds import Track
from cases.reports import sealed, tables
from cases.reports.cells import Report
from cases.reports.columns import Column, Title, Words
from cases.reports.counting import Edition
from cases.reports.measures import of
from cases.reports.periods import Period
from cases.reports.stories import Story
from cases.reports.tables import Key, Table

COLUMNS = (
    Column.RECEIVED,
    Column.REAL_NAME,
    Column.CLAIMED_NAME,
    Column.ANONYMOUS,
    Column.DUPLICATES,
    Column.ACCEPTED,
    Column.NOT_ACCEPTED,
    Column.REFERRED,
    Column.WITHDRAWN,
    Column.OPEN,
    Column.COMPLETED,
    Column.COMPLETION_RATE,
    Column.ON_TIME,
    Column.ON_TIME_RATE,
    Column.OVERDUE,
    Column.MEAN_DAYS,
    Column.LONGEST_DAYS,
    Column.EXTENDED,
    Column.REVIEWS,
    Column.RECHECKS,
    Column.REWORKED,
    Column.RATINGS,
    Column.RESPONSE_RATE,
    Column.SOLVED_RATE,
    Column.SATISFACTION_RATE,
    Column.ADOPTED,
    Column.PARTLY_ADOPTED,
)
BY: Mapping[Title, tuple[Column, Callable[[Story], Key]]] = {
    Title.MONTHLY_SECTIONS: (Column.SECTION, tables.section_of),
    Title.MONTHLY_STREETS: (Column.STREET, tables.street_of),
    Title.MONTHLY_TRACKS: (Column.TRACK, lambda story: story.kind.track),
}
REMARKS = (Words.SEEN_ONLY, Words.RATES, Words.OVERDUE_BY_TABLE, Words.DAYS_FROM_RECEIPT, Words.NOT_SOLVED)


def make(
    session: Session,
    period: Period,
    edition: Edition,
    sections: Sequence[str],
    streets: Sequence[str],
    now: datetime,
) -> Report:
    """Every item of the bulletin and every street has its row, also where nothing came."""
    shown = {title: Table(of(COLUMNS), period, key) for title, (_, key) in BY.items()}
    tables.read(session, period, edition.in_rows, *shown.values())
    known: dict[Title, Sequence[Key]] = {
        Title.MONTHLY_SECTIONS: [*sections, Words.NOT_SAID],
        Title.MONTHLY_STREETS: [*streets, Words.NOT_SAID],
        Title.MONTHLY_TRACKS: list(Track),
    }
    sheets = [
        tables.cross_sheet(title, (column, *COLUMNS), shown[title], known[title], REMARKS)
        for title, (column, _) in BY.items()
    ]
    return Report(period, now, (*sheets, *sealed.sheets(session, period, edition)))
