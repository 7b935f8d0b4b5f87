"""Who is told what: the leader's edition, the others', and what leaves the team."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cases.deadlines.rule import RuleId
from cases.errors import NotAllowed
from cases.history import What
from cases.kinds import IdentityMode, Kind, Queue, Role, State, Track
from cases.recusal.models import Recusal, Why
from cases.reports import counting, daily, monthly, periods, publishing, quarterly, weekly
from cases.reports.cells import Mean, Most, Rate, Report
from cases.reports.columns import Column, Title, Words
from cases.staff.officer import Officer
from tests.builders import make_officer
from tests.histories import MONDAY, at, event, make_history, owe
from tests.ledgers import BULLETIN

WEEK, MONTH, QUARTER = periods.week(MONDAY), periods.month(MONDAY), periods.quarter(MONDAY)
SEALED = (Queue.SEALED_SUPERIOR, Queue.SEALED_OWN_TEAM)


def of_week(session: Session, officer: Officer) -> Report:
    return weekly.make(session, WEEK, counting.edition(officer, published=False), BULLETIN, at(6))


def of_month(session: Session, officer: Officer, *, published: bool = False) -> Report:
    edition = counting.edition(officer, published=published)
    return monthly.make(session, MONTH, edition, ["三(三)"], ["海城街道"], at(20))


def titles(report: Report) -> list[Title]:
    return [sheet.title for sheet in report.sheets]


def test_sealed_matters_are_a_total_for_the_leader_and_in_no_row(session: Session, leader: Officer) -> None:
    for queue in SEALED:
        make_history(session, 0, kind=Kind.TIP_OFF, queue=queue, section="三(三)", state=State.SEALED)
    make_history(session, 0)
    report = of_month(session, leader)
    assert [sheet.total(Column.RECEIVED) for sheet in report.sheets[:3]] == [1, 1, 1]
    assert report.sheets[-1].title is Title.SEALED
    assert report.sheets[-1].column(Column.RECEIVED) == [2]


def test_nobody_else_is_told_that_there_are_sealed_matters(session: Session, triage: Officer) -> None:
    make_history(session, 0, kind=Kind.TIP_OFF, queue=Queue.SEALED_OWN_TEAM, state=State.SEALED)
    report = of_month(session, triage)
    assert Title.SEALED not in titles(report)
    assert report.sheets[0].total(Column.RECEIVED) == 0


def test_inv_r4_what_accuses_the_leader_is_in_no_number_of_the_leaders(session: Session, leader: Officer) -> None:
    make_history(session, 0, kind=Kind.TIP_OFF, queue=Queue.SEALED_TEAM_LEADER, state=State.SEALED)
    report = quarterly.make(session, QUARTER, counting.edition(leader, published=False), at(80))
    assert {report.sheets[0].rows[0][0], report.sheets[1].rows[0][1]} == {0}


@pytest.mark.parametrize("role", [Role.TRIAGE_OFFICER, Role.TEAM_LEADER, Role.STATISTICIAN])
def test_inv_r1_a_recused_officer_cannot_count_the_case(session: Session, role: Role) -> None:
    officer, case = make_officer(session, role), make_history(session, 0)
    assert of_month(session, officer).sheets[0].total(Column.RECEIVED) == 1
    row = Recusal(case_id=case.id, staff_id=officer.staff_id, why=Why.NAMED, decided=False, by="x", at=at(0))
    session.add(row)
    session.flush()
    assert of_month(session, officer).sheets[0].total(Column.RECEIVED) == 0


def test_a_statistician_counts_open_kinds_only(session: Session) -> None:
    for kind in Kind:
        make_history(session, 0, kind=kind)
    report = of_month(session, make_officer(session, Role.STATISTICIAN))
    tracks = dict(zip(report.sheets[2].column(Column.TRACK), report.sheets[2].column(Column.RECEIVED), strict=True))
    sealed = {Track.TIP_OFF: 0, Track.APPEAL: 0}
    assert tracks == {Track.PUBLIC: 2, Track.SUGGESTION: 2, Track.PETITION: 1, Track.RIGHTS: 1} | sealed


def test_the_quarterly_report_is_for_the_leader_alone(session: Session, triage: Officer) -> None:
    with pytest.raises(NotAllowed):
        quarterly.make(session, QUARTER, counting.edition(triage, published=False), at(80))


def test_the_quarterly_report_says_what_was_in_time_and_what_late(session: Session, leader: Officer) -> None:
    for due, met in ((5, 4), (5, 6), (5, None)):
        case = make_history(session, 0, kind=Kind.TIP_OFF, queue=Queue.SEALED_SUPERIOR, state=State.SEALED)
        owe(session, case, due, met, RuleId.DL02)
    done = make_history(session, 0, (1, State.COMPLETED), kind=Kind.TIP_OFF)
    event(session, done, 3, What.MESSAGE_ADDED)
    event(session, done, 3, What.CONTESTED)
    sheet = quarterly.make(session, QUARTER, counting.edition(leader, published=False), at(80)).sheets[0]
    said = dict(zip(sheet.columns, sheet.rows[0], strict=True))
    assert (said[Column.RECEIVED], said[Column.OWN_LEVEL], said[Column.FIRST_REPORTS]) == (4, 1, 4)
    assert (said[Column.REPORTED_UP_ON_TIME], said[Column.REPORTED_UP_LATE]) == (1, 2)
    assert (said[Column.NEW_EVIDENCE], said[Column.OBJECTIONS]) == (1, 1)


def test_overdue_cases_are_listed_by_number_unit_and_days_worst_first(session: Session, triage: Officer) -> None:
    late = [make_history(session, -30, department=name) for name in ("住建局", "商务局", "住建局")]
    for case, due in zip(late, (3, 1, 4), strict=True):
        owe(session, case, due)
    sheets = {sheet.title: sheet for sheet in of_week(session, triage).sheets}
    assert sheets[Title.WEEKLY_OVERDUE].rows == (
        (late[1].number, "商务局", 5),
        (late[0].number, "住建局", 3),
        (late[2].number, "住建局", 2),
    )
    assert sheets[Title.WEEKLY_SUPERVISION].rows == (("住建局", 2), ("商务局", 1))


def test_what_tip_offs_are_about_is_no_hot_topic(session: Session, triage: Officer) -> None:
    make_history(session, 0, kind=Kind.TIP_OFF, section="八(二)")
    make_history(session, 0, section="三(三)")
    sheets = {sheet.title: sheet for sheet in of_week(session, triage).sheets}
    assert sheets[Title.WEEKLY_SECTIONS].rows == (("三(三)", Rate(1, 1)),)


def test_a_day_has_a_line_for_each_item_and_street_with_a_number(session: Session, triage: Officer) -> None:
    make_history(session, 2, section="三(三)", subdistrict="海城街道")
    make_history(session, 2, section="三(三)", subdistrict="天河街道", urgent=True)
    make_history(session, -9, (-8, State.WITHDRAWN), section="九(四)")
    edition = counting.edition(triage, published=False)
    sheet = daily.make(session, periods.day(at(2).date()), edition, BULLETIN, at(2)).sheets[0]
    assert [row[1:3] for row in sheet.rows] == [("三(三)", "天河街道"), ("三(三)", "海城街道")]
    assert (sheet.total(Column.REGISTERED), sheet.total(Column.URGENT)) == (2, 1)


@pytest.mark.parametrize("cell", [0, 1, 2, Rate(2, 9), Rate(8, 9), Rate(0, 0), Mean(40, 2), Most(9, 1)])
def test_inv_c12_a_published_count_below_three_is_not_told(cell: int | Rate | Mean | Most) -> None:
    assert publishing.masked(cell) is Words.FEW


@pytest.mark.parametrize("cell", [3, Rate(3, 6), Rate(9, 9), Mean(40, 3), Most(9, 3), "三(三)", None])
def test_other_published_cells_stay(cell: object) -> None:
    assert publishing.masked(cell) == cell  # type: ignore[arg-type]


def test_a_published_edition_has_no_sealed_total_and_no_list_of_cases(session: Session, leader: Officer) -> None:
    owe(session, make_history(session, -30), 1)
    edition = counting.edition(leader, published=True)
    report = publishing.published(weekly.make(session, WEEK, edition, BULLETIN, at(6)))
    assert titles(report) == [Title.WEEKLY, Title.WEEKLY_SECTIONS, Title.WEEKLY_LEDGER]


def test_no_total_of_a_published_edition_gives_a_hidden_number_away(session: Session, leader: Officer) -> None:
    for kind, times in ((Kind.SUGGESTION, 12), (Kind.COMPLAINT, 1), (Kind.CONSULTATION, 4), (Kind.TIP_OFF, 7)):
        for _ in range(times):
            make_history(session, 0, kind=kind, section="三(三)", subdistrict="海城街道")
    report = publishing.published(of_month(session, leader, published=True))
    for sheet in report.sheets:
        hidden = [cell for cell in sheet.column(Column.RECEIVED) if cell in publishing.HIDDEN]
        assert len(hidden) != 1
        assert sheet.total(Column.RECEIVED) is Words.WITHHELD
    assert dict(zip(report.sheets[2].column(Column.TRACK), report.sheets[2].column(Column.RECEIVED), strict=True)) == {
        Track.PUBLIC: 4,
        Track.SUGGESTION: 12,
        Track.PETITION: Words.FEW,
        Track.TIP_OFF: 7,
        Track.APPEAL: Words.FEW,
        Track.RIGHTS: Words.FEW,
    }


def test_a_part_of_a_published_sum_is_withheld_where_another_is_hidden(session: Session, leader: Officer) -> None:
    for mode in (IdentityMode.REAL_NAME, *[IdentityMode.ANONYMOUS] * 9):
        make_history(session, 0, section="三(三)", identity_mode=mode)
    sheet = publishing.published(of_month(session, leader, published=True)).sheets[2]
    said = dict(zip(sheet.columns, sheet.rows[list(Track).index(Track.SUGGESTION)], strict=True))
    assert said[Column.RECEIVED] == 10
    assert (said[Column.REAL_NAME], said[Column.ANONYMOUS]) == (Words.FEW, Words.WITHHELD)


def test_a_report_reads_no_word_of_a_citizen(session: Session, leader: Officer) -> None:
    seen: list[str] = []
    make_history(session, 0)
    bind = session.get_bind()
    note = lambda *args: seen.append(args[2])  # noqa: E731
    sa.event.listen(bind, "before_cursor_execute", note)
    of_week(session, leader)
    sa.event.remove(bind, "before_cursor_execute", note)
    assert seen
    assert not any(table in words for words in seen for table in ("messages", "identities", "attachments", "outbox"))
