"""A report as a spreadsheet: one sheet a table, its period and when it was made on each."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cases.reports.cells import Cell, Report, Sheet, in_words
from cases.reports.columns import Words
from cases.times import LOCAL

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to reckon
HEAD = 3
WIDTH = 13
WRAPPED = Alignment(wrap_text=True, vertical="top")
BOLD = Font(bold=True)


def write(report: Report, file: Path | BinaryIO) -> None:
    """Into a new file, or over one that is there: the caller asks first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in report.sheets:
        _fill(book.create_sheet(sheet.title.label), sheet, report)
    book.save(file)


def _fill(page: Worksheet, sheet: Sheet, report: Report) -> None:
    made_at = report.made_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    _line(page, 1, (Words.OF_PERIOD, str(report.period), Words.MADE_AT, made_at))
    _line(page, HEAD, sheet.columns, bold=True)
    for number, row in enumerate(sheet.rows, HEAD + 1):
        _line(page, number, row)
    if sheet.totals:
        _line(page, page.max_row + 1, sheet.totals, bold=True)
    for number, remark in enumerate(sheet.remarks, page.max_row + 2):
        _put(page, number, 1, remark)
    for column in range(1, len(sheet.columns) + 1):
        page.column_dimensions[get_column_letter(column)].width = WIDTH
    page.freeze_panes = f"B{HEAD + 1}"


def _line(page: Worksheet, number: int, cells: tuple[Cell, ...], *, bold: bool = False) -> None:
    for column, cell in enumerate(cells, 1):
        _put(page, number, column, cell)
        place = page.cell(number, column)
        place.alignment = WRAPPED
        if bold:
            place.font = BOLD


def _put(page: Worksheet, number: int, column: int, cell: Cell) -> None:
    """Numbers and days as such; all else is text, also where it looks like a formula."""
    if cell is None or isinstance(cell, int | date):
        page.cell(number, column, cell)
        return
    words = in_words(cell)
    place = page.cell(number, column, words)
    place.data_type, place.number_format = "s", "@"
    if words.startswith(FORMULA):
        place.quotePrefix = True
