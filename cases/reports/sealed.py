"""Sealed and own-team matters: only how many, and only in the leader's edition (domain.md part 5)."""

from sqlalchemy.orm import Session

from cases.reports import tables
from cases.reports.cells import Sheet
from cases.reports.columns import Column, Title
from cases.reports.counting import Edition
from cases.reports.measures import of
from cases.reports.periods import Period
from cases.reports.tables import Table

COLUMNS = (Column.RECEIVED, Column.REFERRED, Column.OPEN, Column.OVERDUE)


def sheets(session: Session, period: Period, edition: Edition) -> tuple[Sheet, ...]:
    """One sheet of one line for the leader; none for anybody else."""
    if edition.in_totals is None:
        return ()
    found = Table(of(COLUMNS), period)
    tables.read(session, period, edition.in_totals, found)
    return (Sheet(Title.SEALED, (Column.TRACK, *COLUMNS), ((Column.SEALED_TOTAL, *found.total),)),)
