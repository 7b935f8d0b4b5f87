"""A report as a spreadsheet, read back."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cases.reports import periods, workbook
from cases.reports.cells import Cell, Rate, Report, Sheet
from cases.reports.columns import Column, Title, Words

MADE_AT = datetime(2026, 5, 11, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
WEEK = periods.week(date(2026, 5, 6))


def report(*rows: tuple[Cell, ...], totals: tuple[Cell, ...] | None = None) -> Report:
    sheet = Sheet(Title.WEEKLY, (Column.TRACK, Column.RECEIVED), rows, totals, (Words.RATES,))
    return Report(WEEK, MADE_AT, (sheet, Sheet(Title.WEEKLY_LEDGER, (Column.LEDGER_OPEN,), ())))


def read_back(folder: Path, written: Report) -> list[tuple[object, ...]]:
    workbook.write(written, folder / "a.xlsx")
    return list(load_workbook(folder / "a.xlsx").worksheets[0].iter_rows(values_only=True))


def test_each_sheet_says_its_period_and_when_it_was_made(tmp_path: Path) -> None:
    workbook.write(report(), tmp_path / "a.xlsx")
    for sheet in load_workbook(tmp_path / "a.xlsx").worksheets:
        head = [cell.value for cell in sheet[1]][:4]
        assert head == ["统计期", "2026-05-04 – 2026-05-10", "生成时间", "2026-05-11 09:30"]


def test_rows_totals_and_remarks_stand_in_order(tmp_path: Path) -> None:
    rows = read_back(tmp_path, report(("三(三)", 3), ("未注明", Rate(1, 2)), totals=(Words.TOTAL, 5)))
    assert [row[:2] for row in rows[2:6]] == [
        ("类别", "收件总数"),
        ("三(三)", 3),
        ("未注明", "1/2 50.0% 样本不足10"),
        ("合计", 5),
    ]
    assert rows[-1][0] == Words.RATES.label


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1"])
def test_nothing_in_a_cell_is_a_formula(tmp_path: Path, words: str) -> None:
    workbook.write(report((words, 1)), tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx").worksheets[0].cell(4, 1)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", words, True)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_every_day_is_in_its_day_week_month_and_quarter(of: date) -> None:
    for make in (periods.day, periods.week, periods.month, periods.quarter):
        period = make(of)
        assert of in period
        assert make(period.first) == make(period.last) == period
    assert periods.week(of).first.weekday() == 0
    assert periods.quarter(of).first.month in (1, 4, 7, 10)
