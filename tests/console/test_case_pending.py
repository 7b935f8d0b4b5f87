"""Sending and closing wait for ten seconds: taken back nothing is done, and nothing that waits is ever lost."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cases import access, outbox
from cases.chat_models import OutboxItem
from cases.kinds import AboutWhom, Kind, Role, State
from cases.models import Message
from cases.recusal import exclusions
from cases.recusal.models import Why
from cases.staff.models import Staff
from cases.times import LOCAL
from console.pending import Pending, PendingSteps
from db.session import read_scope, write_scope
from tests.builders import NOW, SECRET
from tests.case_pages import BRIBE, LEADER, TRIAGE, Alarms, add, case_of, do, officer_of, seen
from tests.consoles import Console

REPLY = "您好，路灯明天上午去修，修好了告诉您"
NIGHT = datetime(2026, 5, 6, 23, 30, tzinfo=LOCAL)


@pytest.fixture
def alarms() -> Alarms:
    return Alarms()


@pytest.fixture
def console(console: Console, alarms: Alarms) -> Console:
    return Console(console.database, more={"pending": alarms.steps})


def sent(console: Console) -> list[str]:
    """What is on its way to citizens."""
    with read_scope(console.database) as session:
        return [outbox.contents(SECRET, item).payload["text"] for item in session.scalars(select(OutboxItem))]


def said(console: Console) -> list[bytes]:
    """Whatever is kept of words."""
    with read_scope(console.database) as session:
        return list(session.scalars(select(Message.content)))


async def test_a_reply_is_sent_after_ten_seconds_and_not_before(console: Console, alarms: Alarms) -> None:
    number, browser = add(console, wants_notice=True), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    assert "答复：10秒后办理" in browser.text
    assert sent(console) == []
    alarms.ring()
    assert sent(console) == [f"工作人员的答复：{REPLY}"]
    await browser.open(f"/cases/{number}")
    assert "秒后办理" not in browser.text


async def test_what_is_taken_back_is_not_done_and_its_words_stand_in_the_form(console: Console, alarms: Alarms) -> None:
    number, browser = add(console, wants_notice=True), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    page = await browser.post(f"/cases/{number}/take-back")
    alarms.ring()
    assert f">{REPLY}</textarea>" in page.text
    assert (sent(console), len(said(console))) == ([], 1)


async def test_taking_back_too_late_says_so(console: Console, alarms: Alarms) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    alarms.ring()
    await browser.post(f"/cases/{number}/take-back")
    assert "不能撤销了" in browser.text


async def test_nobody_else_can_take_a_step_back(console: Console, alarms: Alarms) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    other = await console.officer(LEADER)
    await other.open(f"/cases/{number}")
    assert REPLY not in other.page.text
    await other.post(f"/cases/{number}/take-back")
    alarms.ring()
    assert len(said(console)) == 2


async def test_signing_out_carries_out_what_waits(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    await browser.post("/sign-out")
    assert len(said(console)) == 2


async def test_when_the_service_stops_what_waits_is_carried_out(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    assert console.office.pending.finish() == []
    assert len(said(console)) == 2


async def test_another_step_in_the_case_carries_out_the_first_before_it(console: Console, alarms: Alarms) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    await do(browser, number, "note", text="已答复")
    assert [words.decode() for words in said(console)][1:] == [REPLY, "已答复"]
    alarms.ring()
    assert len(said(console)) == 3


async def test_what_fails_after_ten_seconds_comes_back_with_the_reason_and_the_words(
    console: Console, alarms: Alarms
) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    await do(await console.officer(LEADER), number, "note", text="先不要答复，等我看过")
    alarms.ring()
    await browser.open("/notices")
    assert f"编号{number}刚才等着办的那一步没有办成" in browser.text
    await browser.open(f"/cases/{number}")
    assert "刚才有人改过这一件" in browser.text
    assert f">{REPLY}</textarea>" in browser.page.text


async def test_signing_out_is_put_off_when_what_waits_cannot_be_done(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    await do(await console.officer(LEADER), number, "note", text="先不要答复，等我看过")
    await browser.open("/queue")
    await browser.post("/sign-out")
    assert browser.page.url.path == f"/cases/{number}"
    assert f">{REPLY}</textarea>" in browser.page.text


async def test_who_may_not_know_of_the_case_any_more_hears_it_once_and_can_sign_out(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    with write_scope(console.database) as session:
        case = access.find(session, officer_of(console, browser), number)
        exclusions.exclude(session, case, browser.account.id, Why.NAMED, "leader", NOW)
    await browser.open("/queue")
    assert (await browser.post("/sign-out")).status_code == 404
    assert "没有办成" in browser.text
    await browser.post("/sign-out")
    assert browser.page.url.path == "/sign-in"


async def test_who_works_on_no_case_any_more_can_sign_out(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    with write_scope(console.database) as session:
        session.get_one(Staff, browser.account.id).roles = [Role.AUDITOR]
    await browser.post("/sign-out")
    assert (browser.page.url.path, len(said(console))) == ("/sign-in", 1)


async def test_who_was_switched_off_meanwhile_sends_nothing(console: Console, alarms: Alarms) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply", text=REPLY)
    with write_scope(console.database) as session:
        session.get_one(Staff, browser.account.id).active = False
    alarms.ring()
    assert len(said(console)) == 1


async def test_what_can_be_refused_is_refused_at_once_and_nothing_waits(console: Console, alarms: Alarms) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "refer", reason="不归本组")
    assert browser.page.status_code == 409
    assert alarms.set == []
    assert case_of(console, number).state is State.REGISTERED


async def test_the_preview_shows_the_very_words_and_does_nothing(console: Console) -> None:
    number, browser = add(console, wants_notice=True), await console.officer(TRIAGE)
    await do(browser, number, "reply/preview", text=REPLY)
    assert f"工作人员的答复：{REPLY}" in browser.text
    assert (sent(console), len(said(console))) == ([], 1)


async def test_at_night_the_preview_says_when_it_goes(console: Console) -> None:
    number, browser = add(console, wants_notice=True), await console.officer(TRIAGE)
    console.now = NIGHT
    assert browser.account
    await browser.sign_in(browser.account, console.now)
    await do(browser, number, "reply/preview", text=REPLY)
    assert "现在是夜间，2026-05-07 08:00才会发出" in browser.text


async def test_the_preview_of_a_tip_off_shows_that_its_chat_hears_a_number_alone(console: Console) -> None:
    browser = await console.officer(LEADER)
    number = add(console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.NONE, wants_notice=True)
    await do(browser, number, "question/preview", text="请补充时间和地点")
    in_chat = browser.page.text.partition("聊天里收到")[2].partition('</p>\n<p class="about">')[0]
    assert number in in_chat
    assert "时间和地点" not in in_chat


async def test_who_closes_another_page_meanwhile_is_not_overtaken_by_their_own_step(
    console: Console, alarms: Alarms
) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await browser.open(f"/cases/{number}")
    before = seen(browser)
    await do(browser, number, "note", text="问过了，明天修")
    await browser.post(f"/cases/{number}/reply", {"seen": before, "text": REPLY})
    alarms.ring()
    assert len(said(console)) == 3


def test_a_step_is_carried_out_once_whoever_comes_first() -> None:
    done: list[str] = []
    alarms = Alarms()
    steps = PendingSteps(alarms.later)
    steps.put(Pending(1, "00000001", "reply", {}, NOW, lambda: done.append("sent")))
    ring = alarms.set[0]
    steps.settle(1, "00000001")
    ring()
    assert done == ["sent"]


def test_an_error_behind_the_timer_keeps_the_words_and_is_logged_by_its_type_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> str:
        raise OSError(REPLY)

    alarms = Alarms()
    steps = PendingSteps(alarms.later)
    steps.put(Pending(1, "00000001", "reply", {"text": REPLY}, NOW, fail))
    alarms.ring()
    failed = steps.failure(1, "00000001")
    assert failed
    assert failed.step.fields == {"text": REPLY}
    assert "OSError" in caplog.text
    assert REPLY not in caplog.text


def test_the_seconds_that_are_left_are_never_fewer_than_none() -> None:
    step = Pending(1, "00000001", "reply", {}, NOW, lambda: None)
    assert [step.seconds_left(NOW + timedelta(seconds=gone)) for gone in (0, 4, 60)] == [10, 6, 0]
