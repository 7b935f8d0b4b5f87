"""Printing from the browser, and the answers that are written already."""

import pytest

from cases import canned_answers
from cases.audit.models import AuditEntry
from cases.kinds import AboutWhom, Kind, Role
from console.case.canned import Canned, shipped
from db.session import read_scope, write_scope
from desk.verbs import VERBS
from tests.builders import NOW
from tests.case_pages import BRIBE, LAMPS, LEADER, TRIAGE, add, do, officer_of
from tests.consoles import Console

RESULTS = ("查实", "属实", "处分", "采纳", "办好", "结果")


async def test_each_sheet_carries_who_printed_it_and_when(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "print")
    assert LAMPS in browser.text
    assert f"打印人 {browser.account.name}" in browser.text
    assert 'class="watermark"' in browser.page.text
    with read_scope(console.database) as session:
        assert [one.outcome for one in session.query(AuditEntry) if one.action == "print"] == [None, "done"]


async def test_a_tip_off_is_printed_once_for_each_time_that_another_allowed_it(console: Console) -> None:
    leader, deputy = await console.officer(LEADER), await console.officer(Role.DEPUTY_LEADER)
    number = add(console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.NONE)
    await do(leader, number, "print")
    assert leader.page.status_code == 409
    assert "密件要先申请打印" in leader.text
    await do(leader, number, "ask-print", reason="向上级汇报")
    await do(deputy, number, "decide-print", decision="yes")
    await do(leader, number, "print")
    assert BRIBE in leader.text
    await do(leader, number, "print")
    assert BRIBE not in leader.text


def test_every_canned_answer_is_for_a_step_with_words() -> None:
    assert len(shipped()) >= 12
    assert [one.id for one in shipped() if any("text" not in VERBS[verb].arguments for verb in one.verbs)] == []


def test_every_kind_has_canned_answers() -> None:
    assert set(Kind) == {kind for one in shipped() for kind in one.kinds}


SEALED = [one for one in shipped() if any(kind.sealed for kind in one.kinds)]


@pytest.mark.parametrize("answer", SEALED, ids=lambda answer: answer.id)
def test_no_canned_answer_tells_the_citizen_of_a_sealed_case_a_result(answer: Canned) -> None:
    assert answer.verbs <= {"ask", "question", "notice"}
    assert not [word for word in RESULTS if word in answer.text]


async def test_what_the_office_wrote_itself_takes_the_place_of_what_is_shipped(console: Console) -> None:
    number, leader = add(console), await console.officer(LEADER)
    with write_scope(console.database) as session:
        officer = officer_of(console, leader)
        written = ("received", "我们自己的话", "收到，谢谢您。", ["reply"], [Kind.SUGGESTION])
        canned_answers.write(session, officer, *written, NOW)
        canned_answers.take_away(session, officer, "visit", NOW)
    await leader.open(f"/cases/{number}")
    options = leader.page.text.partition('id="reply-canned"')[2].partition("</select>")[0]
    assert "我们自己的话" in options
    assert "收到了，正在看" not in options
    assert "准备上门看一看" not in options
