"""Figures over time: the same measures as the reports, span by span."""

from datetime import date

from sqlalchemy.orm import Session

from cases import answer_counts, answer_ratings
from cases.history import What
from cases.kinds import Kind, State
from cases.reports import bot, counting, periods, trends
from cases.reports.cells import Cell, Mean, Rate, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.making import About
from cases.staff.officer import Officer
from tests.histories import MONDAY, at, event, make_history, on

ABOUT = About("zhenan-2018", ["三(三)", "九(四)"], ["海城街道"])
WEEKS = trends.last(periods.week, MONDAY, 3)


def sheets(session: Session, officer: Officer) -> dict[Title, Sheet]:
    session.flush()
    made = trends.make(session, WEEKS, counting.edition(officer, published=False), ABOUT, at(1))
    return {sheet.title: sheet for sheet in made.sheets}


def test_the_spans_follow_each_other_without_a_gap_and_end_today() -> None:
    months = trends.last(periods.month, date(2026, 1, 31), 3)
    assert [str(month.first) for month in months] == ["2025-11-01", "2025-12-01", "2026-01-01"]
    assert months[-1].last == date(2026, 1, 31)


def test_each_week_has_what_came_in_it_and_all_of_them_the_sum(session: Session, triage: Officer) -> None:
    for day in (-14, -7, -7, 0):
        make_history(session, day)
    over_time = sheets(session, triage)[Title.OVER_TIME]
    assert over_time.column(Column.RECEIVED) == [1, 2, 1]
    assert over_time.total(Column.RECEIVED) == 4


def test_the_first_reply_counts_from_receipt_and_in_its_own_week(session: Session, triage: Officer) -> None:
    replied = make_history(session, -9)
    for day in (-4, 0):
        event(session, replied, day, What.REPLIED)
    make_history(session, -3, (0, State.COMPLETED))
    make_history(session, -8)
    days = sheets(session, triage)[Title.OVER_TIME].column(Column.FIRST_REPLY_DAYS)
    assert days == [Mean(0, 0), Mean(5, 1), Mean(3, 1)]


def test_every_kind_item_and_street_has_its_line(session: Session, triage: Officer) -> None:
    make_history(session, 0, kind=Kind.COMPLAINT, section="三(三)")
    found = sheets(session, triage)
    assert dict(zip(*(found[Title.BY_KIND].column(c) for c in (Column.KIND, Column.RECEIVED)), strict=True)) == {
        kind: int(kind is Kind.COMPLAINT) for kind in Kind
    }
    assert found[Title.BY_SECTION].column(Column.SECTION) == ["三(三)", "九(四)", Words.NOT_SAID]
    assert found[Title.BY_STREET].column(Column.STREET) == ["海城街道", Words.NOT_SAID]


def test_the_bot_is_told_by_what_it_could_answer_with_both_numbers(session: Session) -> None:
    for act in ("answer", "overview", "contact", "clarify", "decline"):
        answer_counts.note(session, act, on(0))
    for stars in (5, 4, 1):
        answer_ratings.add(session, "ask/demolished", stars, on(0))
    sheet = bot.make(session, WEEKS, at(1)).sheets[0]
    line: tuple[Cell, ...] = (5, 3, 1, 1, Rate(3, 5), 3, Rate(2, 3))
    assert sheet.rows[-1][1:] == line
    assert sheet.totals == (Words.TOTAL, *line)
