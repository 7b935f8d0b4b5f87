"""Sealed and own-team matters: only how many, and only in the leader's edition (domain.md part 5)."""

from sqlalchemy.orm import Session

from cases.reports import stories
from cases.reports.cells import Sheet
from cases.reports.columns import Column, Title
from cases.reports.counting import Edition
from cases.reports.measures import row
from cases.reports.periods import Period

COLUMNS = (Column.RECEIVED, Column.REFERRED, Column.OPEN, Column.OVERDUE)


def sheets(session: Session, period: Period, edition: Edition) -> tuple[Sheet, ...]:
    """One sheet of one line for the leader; none for anybody else."""
    if edition.in_totals is None:
        return ()
    found = stories.load(session, period, edition.in_totals)
    line = (Column.SEALED_TOTAL, *row(COLUMNS, found, period))
    return (Sheet(Title.SEALED, (Column.TRACK, *COLUMNS), (line,)),)
