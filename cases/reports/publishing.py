"""What leaves the team (INV-C12): no count below 3, nothing that gives one away, no list of cases."""

from collections.abc import Iterable
from dataclasses import replace

from cases.reports.cells import Cell, Mean, Most, Rate, Report, Sheet
from cases.reports.columns import Column, Title, Words

LEAST = 3
INTERNAL = (Title.SEALED, Title.WEEKLY_OVERDUE, Title.WEEKLY_SUPERVISION, Title.QUARTERLY)
# with any of these hidden, the others and a sum that is shown would tell it
TELLING = (
    (Column.REAL_NAME, Column.CLAIMED_NAME, Column.ANONYMOUS),  # of RECEIVED
    (
        Column.RECEIVED_A,
        Column.RECEIVED_B,
        Column.RECEIVED_C,
        Column.RECEIVED_D,
        Column.RECEIVED_E,
        Column.RECEIVED_F,
    ),  # of REGISTERED
    (Column.ON_TIME, Column.ON_TIME_RATE),
)
HIDDEN = (Words.FEW, Words.WITHHELD)


def published(report: Report) -> Report:
    """The same report as anybody may read it."""
    masked = [_rows_masked(sheet) for sheet in report.sheets if sheet.title not in INTERNAL]
    telling = {column for sheet in masked for column in _with_hidden(sheet)}
    return replace(report, sheets=tuple(_totals_masked(sheet, telling) for sheet in masked), published=True)


def masked(cell: Cell) -> Cell:
    """The cell, or that it is below 3; of a share also its smaller side, of an average how many it is of."""
    match cell:
        case Rate(part, whole):
            return cell if min(part, whole) >= LEAST and not 0 < whole - part < LEAST else Words.FEW
        case Mean(_, number) | Most(_, number):
            return cell if number >= LEAST else Words.FEW
        case int():
            return cell if cell >= LEAST else Words.FEW
    return cell


def _rows_masked(sheet: Sheet) -> Sheet:
    rows = [_row_masked(sheet.columns, row) for row in sheet.rows]
    columns = [_column_masked(cells) for cells in zip(*rows, strict=True)]
    together = tuple(zip(*columns, strict=True)) if columns else ()
    return replace(sheet, rows=together, remarks=(*sheet.remarks, Words.PUBLISHED))


def _row_masked(columns: tuple[Column, ...], row: Iterable[Cell]) -> tuple[Cell, ...]:
    shown = dict(zip(columns, map(masked, row), strict=True))
    for parts in TELLING:
        if any(shown.get(part) in HIDDEN for part in parts):
            shown |= {part: Words.WITHHELD for part in parts if part in shown and shown[part] not in HIDDEN}
    return tuple(shown.values())


def _column_masked(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A single hidden cell is what is left of a total known from elsewhere: the smallest other one goes with it."""
    numbers = [cell for cell in cells if isinstance(cell, int)]
    if sum(cell in HIDDEN for cell in cells) != 1 or not numbers:
        return cells
    smallest = cells.index(min(numbers))
    return tuple(Words.WITHHELD if place == smallest else cell for place, cell in enumerate(cells))


def _with_hidden(sheet: Sheet) -> set[Column]:
    return {column for column in sheet.columns if any(cell in HIDDEN for cell in sheet.column(column))}


def _totals_masked(sheet: Sheet, telling: set[Column]) -> Sheet:
    """A total less what is shown would give what is hidden, in this table or in another."""
    if sheet.totals is None:
        return sheet
    cells = zip(sheet.columns, _row_masked(sheet.columns, sheet.totals), strict=True)
    return replace(sheet, totals=tuple(_withheld(cell) if column in telling else cell for column, cell in cells))


def _withheld(cell: Cell) -> Cell:
    return Words.WITHHELD if isinstance(cell, int | Rate | Mean | Most) else cell
