"""一日一报: what came and what moved in a day, by item and street (domain.md 5.1)."""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from cases.reports import ledger_counts, sealed, tables
from cases.reports.cells import Cell, Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.counting import Edition
from cases.reports.ledger_counts import LedgerDay
from cases.reports.measures import of
from cases.reports.periods import Period
from cases.reports.tables import Key, Table, section_of, street_of

COUNTED = (
    Column.RECEIVED_A,
    Column.RECEIVED_B,
    Column.RECEIVED_C,
    Column.RECEIVED_D,
    Column.RECEIVED_E,
    Column.RECEIVED_F,
    Column.REGISTERED,
    Column.ACCEPTED,
    Column.REFERRED,
    Column.COMPLETED,
    Column.OPEN,
    Column.DUE,
    Column.OVERDUE,
    Column.URGENT,
)
LEDGER = (Column.LEDGER_PROGRESS, Column.LEDGER_SIGNED_OFF)
BY_HAND = (Column.TO_COORDINATE, Column.FILLED_BY, Column.CHECKED_BY)
COLUMNS = (Column.DATE, Column.SECTION, Column.STREET, *COUNTED, *LEDGER, *BY_HAND)
REMARKS = (Words.SEEN_ONLY, Words.OVERDUE_BY_TABLE, Words.BY_HAND)


def make(session: Session, period: Period, edition: Edition, bulletin: str, now: datetime) -> Report:
    """A line for each pair of item and street that has a number; the ledger stands with the item's first line."""
    counted = Table(of(COUNTED), period, lambda story: (section_of(story), street_of(story)))
    tables.read(session, period, edition.in_rows, counted)
    ledger = ledger_counts.of_day(session, bulletin, period)
    lines, totals = tuple(_lines(counted, ledger, period)), _totals(counted, ledger, period)
    sheet = Sheet(Title.DAILY, COLUMNS, lines, totals, REMARKS)
    return Report(period, now, (sheet, *sealed.sheets(session, period, edition)))


def _lines(counted: Table, ledger: LedgerDay, period: Period) -> list[tuple[Cell, ...]]:
    lines, told = [], set()
    for section, street in sorted({*counted.rows, *_of_ledger_alone(counted, ledger)}):
        numbers = counted.row((section, street))
        of_ledger = (0, 0) if section in told else ledger.of(str(section))
        told.add(section)
        if any((*numbers, *of_ledger)):
            lines.append((period.last, section, street, *numbers, *of_ledger, *[None] * len(BY_HAND)))
    return lines


def _of_ledger_alone(counted: Table, ledger: LedgerDay) -> set[tuple[Key, Key]]:
    known = {section for section, _ in counted.rows}
    return {(section, Words.NOT_SAID) for section in (*ledger.progress, *ledger.signed_off) if section not in known}


def _totals(counted: Table, ledger: LedgerDay, period: Period) -> tuple[Cell, ...]:
    sums = Counter(ledger.progress).total(), Counter(ledger.signed_off).total()
    return (period.last, Words.TOTAL, None, *counted.total, *sums, *[None] * len(BY_HAND))
