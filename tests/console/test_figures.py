"""The figures of the office: who counts what, and that every chart stands with its numbers."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from openpyxl import load_workbook

from cases import answer_counts
from cases.audit.models import AuditEntry
from cases.kinds import Kind, Role
from cases.reports import stories
from cases.times import local_date
from db.session import read_scope, write_scope
from faq import misses
from faq.models import Base as DeskBase
from tests.builders import NOW, make_bare_case, make_case
from tests.consoles import Browser, Console
from tests.upkeep import with_upkeep

REPORTS = ("daily", "weekly", "monthly")


@pytest.fixture
def figures(console: Console, tmp_path: Path) -> Console:
    """Four open cases of this week."""
    DeskBase.metadata.create_all(console.database)
    with_upkeep(console, tmp_path)
    with write_scope(console.database) as session:
        for section in ("三(三)", "三(三)", "三(三)", "九(四)"):
            make_bare_case(session, section=section, subdistrict="海城街道")
    return console


def received(browser: Browser) -> list[int]:
    """The numbers over the columns of the first chart."""
    first = re.search(r'<svg role="img" aria-labelledby="received-title.*?</svg>', browser.page.text, re.DOTALL)
    return [int(number) for number in re.findall(r'class="number">(\d+)<', first.group())]


async def test_an_officer_sees_how_many_came_over_twelve_weeks(figures: Console) -> None:
    browser = await figures.officer(Role.STATISTICIAN)
    await browser.open("/figures")
    assert received(browser) == [0] * 11 + [4]


async def test_who_may_not_know_of_a_tip_off_does_not_count_it(figures: Console) -> None:
    with write_scope(figures.database) as session:
        make_case(session, "某科长收了红包", Kind.TIP_OFF)
    browser = await figures.officer(Role.STATISTICIAN)
    await browser.open("/figures")
    kinds = re.search(r"<caption>按事项.*?</table>", browser.page.text, re.DOTALL).group()
    assert re.search(r"检举控告</th><td>(\d+)</td>", kinds).group(1) == "0"
    assert re.search(r"意见建议</th><td>(\d+)</td>", kinds).group(1) == "4"


@pytest.mark.parametrize(("by", "label"), [("day", "5/6"), ("week", "5/4"), ("month", "26-05")])
async def test_a_column_is_a_day_a_week_or_a_month(figures: Console, by: str, label: str) -> None:
    browser = await figures.officer(Role.TRIAGE_OFFICER)
    await browser.open(f"/figures?by={by}")
    assert f">{label}</text>" in browser.page.text


async def test_every_chart_has_a_name_a_description_and_its_numbers_in_a_table(figures: Console) -> None:
    browser = await figures.officer(Role.TRIAGE_OFFICER)
    page = (await browser.open("/figures")).text
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) > 5
    assert all('role="img"' in chart and "<title" in chart and "<desc" in chart for chart in charts)
    assert page.count("<caption>") == 4
    assert "style=" not in page


async def test_items_and_streets_are_counted_by_the_bulletin_that_is_served(figures: Console) -> None:
    browser = await figures.officer(Role.TRIAGE_OFFICER)
    page = (await browser.open("/figures")).text
    assert re.search(r"三\(三\)</th><td>(\d+)</td>", page).group(1) == "3"
    assert "一(一)</th>" in page
    assert re.search(r"海城街道</th><td>(\d+)</td>", page).group(1) == "4"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSADMIN, Role.SECURITY_ADMIN])
async def test_an_administrator_counts_no_cases(figures: Console, role: Role) -> None:
    browser = await figures.officer(role)
    assert (await browser.open("/figures")).status_code == 403
    assert (await browser.open("/figures/reports/daily")).status_code == 403


async def test_who_edits_answers_is_shown_the_questions_alone(figures: Console) -> None:
    with write_scope(figures.database) as session:
        for act in ("answer", "answer", "overview", "decline"):
            answer_counts.note(session, act, local_date(NOW))
        misses.note(session, "公交几点来", "declined", None, local_date(NOW))
    browser = await figures.officer(Role.FAQ_EDITOR)
    page = await browser.open("/figures")
    assert page.url.path == "/figures/bot"
    assert "3/4 75.0%" in browser.text
    assert "公交几点来" in browser.text
    assert (await browser.open("/figures/book")).status_code == 403


async def test_who_counts_reads_no_question_of_a_citizen(figures: Console) -> None:
    with write_scope(figures.database) as session:
        misses.note(session, "公交几点来", "declined", None, local_date(NOW))
    browser = await figures.officer(Role.STATISTICIAN)
    assert "公交几点来" not in (await browser.open("/figures/bot")).text


@pytest.mark.parametrize("which", REPORTS)
async def test_a_report_is_a_page_and_a_workbook_with_the_same_sheets(figures: Console, which: str) -> None:
    browser = await figures.officer(Role.TRIAGE_OFFICER)
    page = await browser.open(f"/figures/reports/{which}?on=2026-05-06")
    captions = re.findall(r"<caption>(.*?)</caption>", page.text)
    book = await browser.open(f"/figures/reports/{which}/book?on=2026-05-06")
    assert load_workbook(io.BytesIO(book.content)).sheetnames == captions
    assert book.headers["content-disposition"].startswith("attachment")


async def test_only_the_leader_is_offered_the_quarter_and_gets_it(figures: Console) -> None:
    triage = await figures.officer(Role.TRIAGE_OFFICER)
    assert "季度" not in (await triage.open("/figures/reports/daily")).text
    assert (await triage.open("/figures/reports/quarterly")).status_code == 403
    leader = await figures.officer(Role.TEAM_LEADER)
    assert (await leader.open("/figures/reports/quarterly")).status_code == 200


async def test_the_published_edition_hides_small_numbers_and_is_never_of_the_quarter(figures: Console) -> None:
    browser = await figures.officer(Role.TEAM_LEADER)
    await browser.open("/figures/reports/monthly?on=2026-05-06&published=1")
    assert "&lt;3" in browser.page.text
    assert "密件" not in "".join(re.findall(r"<caption>(.*?)</caption>", browser.page.text))
    assert (await browser.open("/figures/reports/quarterly?published=1")).status_code == 422


@pytest.mark.parametrize("day", ["gestern", "2026-13-01", "9999-12-31", "0001-01-01"])
async def test_a_day_that_is_none_gets_an_explanation(figures: Console, day: str) -> None:
    browser = await figures.officer(Role.TRIAGE_OFFICER)
    page = await browser.open(f"/figures/reports/weekly?on={day}")
    assert page.status_code == 422
    assert "日期不对" in page.text


@pytest.mark.parametrize(
    ("place", "action", "subject"),
    [
        ("/figures", "report", "走势 按周"),
        ("/figures?by=day", "report", "走势 按日"),
        ("/figures/bot", "report", "问答 按周"),
        ("/figures/book", "export", "走势 按周"),
        ("/figures/bot/book", "export", "问答 按周"),
        ("/figures/reports/daily/book?on=2026-05-06", "export", "daily 2026-05-06"),
    ],
)
async def test_who_looks_at_figures_or_takes_them_away_is_in_the_audit_log_before_they_are_counted(
    figures: Console, place: str, action: str, subject: str
) -> None:
    browser = await figures.officer(Role.TRIAGE_OFFICER)
    with counting_stopped():
        assert (await browser.open(place)).status_code == 503
    await browser.open(place)
    with read_scope(figures.database) as session:
        found = session.query(AuditEntry).filter_by(action=action).order_by(AuditEntry.id).all()
    assert [(entry.subject, entry.outcome) for entry in found] == [
        (subject, None),
        (None, "failed"),
        (subject, None),
        (None, "done"),
    ]


@contextmanager
def counting_stopped() -> Iterator[None]:
    """As when the database goes away after it was asked what may be counted."""
    with (
        patch.object(stories, "batches", side_effect=RuntimeError),
        patch.object(answer_counts, "between", side_effect=RuntimeError),
    ):
        yield
