"""Entry by hand: the same case as online, the receipt once, and nothing of it in an address, a log or a refusal."""

import pytest
from sqlalchemy import func, select

from cases import following
from cases.audit.models import AuditEntry
from cases.chat_models import Attachment
from cases.kinds import IdentityMode, Kind, Queue, Role, Source, State
from cases.models import Case, CaseEvent, Identity
from cases.times import local_date
from db.session import read_scope, write_scope
from tests.builders import DAY, DERIVATION, MINUTE, NOW, make_case, make_readers
from tests.consoles import Browser, Console
from tests.entry_pages import CALL, LETTER, TIP_OFF, WORDS, cases_of, code_of, enter, make_console


async def test_a_look_stores_nothing_and_says_where_it_would_go(console: Console, clerk: Browser) -> None:
    await clerk.post("/entry", CALL | {"do": "look"})
    assert "投诉求助" in clerk.text.partition("核对：还没有登记")[2]
    assert cases_of(console) == []


async def test_what_a_caller_says_becomes_a_case_and_the_code_opens_it(console: Console, clerk: Browser) -> None:
    await enter(clerk, CALL)
    [case] = cases_of(console)
    assert (case.source, case.queue, case.state) == (Source.CALL, Queue.PETITION, State.REGISTERED)
    with read_scope(console.database) as session:
        assert following.by_code(session, DERIVATION.token(code_of(clerk))).number == case.number


async def test_every_wrong_field_is_said_beside_it_and_no_word_is_lost(console: Console, clerk: Browser) -> None:
    wrong = CALL | {"source": "", "kind": "tip_off", "received": "2099-01-01", "name": "张三"}
    assert await enter(clerk, wrong) == 422
    for said in ("请选一个。", "检举控告和申诉要先问清反映的是谁", "收到日期不能晚于今天", "选了匿名，又写了姓名"):
        assert said in clerk.text
    assert WORDS in clerk.text
    assert cases_of(console) == []


async def test_more_words_than_fit_are_refused_and_not_cut(console: Console, clerk: Browser) -> None:
    assert await enter(clerk, CALL | {"words": "灯" * 5001}) == 422
    assert "灯" * 5001 in clerk.text
    assert cases_of(console) == []


async def test_a_tip_off_is_sealed_at_once_and_the_clerk_is_told_not_to_look_for_it(
    console: Console, clerk: Browser
) -> None:
    with write_scope(console.database) as session:
        make_readers(session)
    await clerk.post("/entry", TIP_OFF | {"do": "look"})
    assert "这是密件" in clerk.text
    await enter(clerk, TIP_OFF)
    [case] = cases_of(console)
    assert "您没有钥匙" in clerk.text
    assert (await clerk.open(f"/cases/{case.number}")).status_code == 404


@pytest.mark.parametrize("do", ["look", "enter"])
async def test_where_nobody_may_read_it_the_right_channel_is_named_and_nothing_is_stored(
    console: Console, clerk: Browser, do: str
) -> None:
    await clerk.post("/entry", TIP_OFF | {"about": "team_leader", "do": do})
    assert "12388" in clerk.text.partition("这类内容这里不能收")[2].partition("不要留底")[0]
    assert cases_of(console) == []


async def test_words_that_accuse_the_team_go_past_it_as_they_do_online(console: Console) -> None:
    with write_scope(console.database) as session:
        make_readers(session)
    browser = await make_console(console, lambda _body: True).officer(Role.INTAKE_CLERK)
    await browser.open("/entry")
    await enter(browser, TIP_OFF)
    assert cases_of(console)[0].queue is Queue.SEALED_TEAM_LEADER


async def test_a_name_goes_into_the_sealed_annex_and_nowhere_else(console: Console, clerk: Browser) -> None:
    with write_scope(console.database) as session:
        make_readers(session)
    await enter(clerk, LETTER)
    with read_scope(console.database) as session:
        assert session.scalars(select(Case)).one().identity_mode is IdentityMode.CLAIMED_NAME
        assert b"\xe5\xbc\xa0\xe4\xb8\x89" not in session.scalars(select(Identity)).one().body
        assert not [line for line in session.scalars(select(CaseEvent)) if "张三" in (line.reason or "")]


async def test_what_says_nearly_the_same_is_shown_before_it_is_entered_twice(console: Console, clerk: Browser) -> None:
    with write_scope(console.database) as session:
        number = make_case(session, WORDS, Kind.COMPLAINT).number
    await clerk.post("/entry", CALL | {"do": "look"})
    assert number in clerk.text


async def test_a_tip_off_is_compared_with_nothing(console: Console, clerk: Browser) -> None:
    with write_scope(console.database) as session:
        number = make_case(session, TIP_OFF["words"], Kind.COMPLAINT).number
        make_readers(session)
    await clerk.post("/entry", TIP_OFF | {"do": "look"})
    assert number not in clerk.text


async def test_the_audit_log_has_who_entered_which_number_and_no_word_of_it(console: Console, clerk: Browser) -> None:
    await enter(clerk, CALL)
    [case] = cases_of(console)
    with read_scope(console.database) as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "enter")).all()
    assert case.number in [row.case_number for row in rows]
    assert {row.actor for row in rows} == {"is-intake_clerk"}
    assert not [row for row in rows if row.subject or row.reason]


async def test_scans_are_added_one_by_one_by_who_entered_it(console: Console, clerk: Browser) -> None:
    with write_scope(console.database) as session:
        make_readers(session)
    await enter(clerk, TIP_OFF)
    [case] = cases_of(console)
    await clerk.open(f"/entry/{case.number}")
    await clerk.post(f"/entry/{case.number}/files", files={"file": ("信.pdf", b"%PDF-1.7")})
    assert "已经加了1个" in clerk.text
    with read_scope(console.database) as session:
        assert session.scalar(select(func.count()).where(Attachment.case_id == case.id)) == 1


async def test_another_clerk_learns_of_no_number_by_trying_to_add_a_scan(console: Console, clerk: Browser) -> None:
    await enter(clerk, CALL)
    [case] = cases_of(console)
    other = await make_console(console).officer(Role.INTAKE_CLERK, name="other")
    pages = [await other.open(f"/entry/{number}") for number in (case.number, "00000000")]
    assert [page.status_code for page in pages] == [404, 404]


@pytest.mark.parametrize("role", [Role.HANDLER, Role.REVIEWER, Role.TEAM_LEADER, Role.SYSADMIN])
async def test_nobody_but_who_registers_is_given_the_form(console: Console, role: Role) -> None:
    browser = await make_console(console).officer(role)
    assert (await browser.open("/entry")).status_code == 403


async def test_who_writes_for_an_hour_is_not_signed_out(console: Console) -> None:
    desk = make_console(console)
    browser = await desk.officer(Role.INTAKE_CLERK)
    await browser.open("/entry")
    for _ in range(4):
        desk.now += 20 * MINUTE
        assert (await browser.client.get("/entry/still")).status_code == 204
    assert await enter(browser, CALL) == 200


async def test_a_letter_of_last_week_is_entered_with_its_own_day(console: Console, clerk: Browser) -> None:
    earlier = local_date(NOW) - 7 * DAY
    await clerk.post("/entry", CALL | {"received": earlier.isoformat(), "do": "look"})
    assert "7天以前" in clerk.text
    await enter(clerk, CALL | {"received": earlier.isoformat()})
    assert local_date(cases_of(console)[0].received_at) == earlier


@pytest.mark.parametrize("day", ["0001-01-01", "0206-05-06", "1926-05-06"])
async def test_a_year_that_can_only_be_a_slip_is_asked_for_again(console: Console, clerk: Browser, day: str) -> None:
    assert await enter(clerk, CALL | {"received": day}) == 422
    assert "请写收到日期" in clerk.text
    assert cases_of(console) == []
