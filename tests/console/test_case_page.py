"""The page of one case: what is shown of it, to whom, and what stands there to be done."""

import pytest

from cases import access
from cases.audit.models import AuditEntry
from cases.kinds import AboutWhom, Kind, Role
from cases.recusal import exclusions
from cases.recusal.models import Why
from db.session import read_scope, write_scope
from desk.verbs import VERBS
from tests.builders import NOW
from tests.case_pages import BRIBE, HANDLER, LAMPS, LEADER, TRIAGE, add, case_of, do, officer_of, seen
from tests.consoles import Console, without_token

HIDDEN_PLACES = ("", "/files/1/view", "/files/1/copy", "/waiting")


async def test_a_case_shows_what_was_said_its_limits_with_their_law_and_what_can_be_done(console: Console) -> None:
    number = add(console)
    browser = await console.officer(TRIAGE)
    page = await browser.open(f"/cases/{number}")
    assert page.status_code == 200
    for words in (LAMPS, "依据：", "甄别", "声明无利害关系", "进入此队列的原因", "提交", "还有"):
        assert words in browser.text


async def test_a_handler_reads_the_words_only_after_saying_that_there_is_no_conflict(console: Console) -> None:
    number = add(console)
    browser = await console.officer(HANDLER)
    await browser.open(f"/cases/{number}")
    assert LAMPS not in browser.text
    await do(browser, number, "attest")
    assert LAMPS in browser.text


async def test_the_words_of_a_tip_off_are_opened_with_the_key_of_who_reads(console: Console) -> None:
    browser = await console.officer(LEADER)
    number = add(console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.NONE)
    await browser.open(f"/cases/{number}")
    assert BRIBE in browser.text


@pytest.mark.parametrize("place", HIDDEN_PLACES)
async def test_a_hidden_case_is_answered_like_one_that_does_not_exist(console: Console, place: str) -> None:
    browser = await console.officer(TRIAGE)
    number = add(console)
    with write_scope(console.database) as session:
        case = access.find(session, officer_of(console, browser), number)
        exclusions.exclude(session, case, browser.account.id, Why.NAMED, "leader", NOW)
    hidden = await browser.open(f"/cases/{number}{place}")
    unknown = await browser.open(f"/cases/99999999{place}")
    assert (hidden.status_code, without_token(hidden)) == (
        unknown.status_code,
        without_token(unknown).replace("99999999", number),
    )
    assert place == "/waiting" or hidden.status_code == 404


async def test_nothing_can_be_done_to_a_hidden_case_and_the_answer_does_not_tell_it_from_none(console: Console) -> None:
    browser = await console.officer(TRIAGE)
    number = add(console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.SUPERIOR)
    await browser.open("/queue")
    form = {"token": browser.token, "text": "一", "reason": "二", "person": "三", "how": "四", "of": "五"}
    for verb in (*VERBS, "print", "reply/preview", "reply/canned", "files/1/original", "nonsense"):
        hidden = await browser.post(f"/cases/{number}/{verb}", form)
        unknown = await browser.post(f"/cases/99999999/{verb}", form)
        assert (verb, hidden.status_code, unknown.status_code) == (verb, 404, 404)
        assert without_token(hidden) == without_token(unknown).replace("99999999", number)


async def test_who_keeps_out_of_a_case_is_led_back_to_the_list_and_never_sees_it_again(console: Console) -> None:
    browser = await console.officer(TRIAGE)
    number = add(console)
    await do(browser, number, "recuse", reason="邻居")
    assert browser.page.url.path == "/queue"
    assert (await browser.open(f"/cases/{number}")).status_code == 404


async def test_cases_that_say_the_same_are_named_only_as_far_as_the_officer_may_know_of_them(console: Console) -> None:
    browser = await console.officer(TRIAGE)
    number, near, hidden = add(console), add(console), add(console)
    with write_scope(console.database) as session:
        case = access.find(session, officer_of(console, browser), hidden)
        exclusions.exclude(session, case, browser.account.id, Why.NAMED, "leader", NOW)
    await browser.open(f"/cases/{number}")
    assert f'href="/cases/{near}"' in browser.page.text
    assert hidden not in browser.page.text


async def test_a_look_at_a_case_is_in_the_audit_log_and_an_impossible_number_is_not(console: Console) -> None:
    browser = await console.officer(TRIAGE)
    number = add(console)
    await browser.open(f"/cases/{number}")
    await browser.open("/cases/13800000000")
    with read_scope(console.database) as session:
        looked = [one.case_number for one in session.query(AuditEntry) if one.action == "view"]
    assert looked == [number, number]


async def test_no_page_of_a_case_runs_a_script_or_style_that_stands_in_it(console: Console) -> None:
    browser = await console.officer(TRIAGE)
    number = add(console, "<script>alert(1)</script><b onclick=x>", Kind.COMPLAINT)
    await browser.open(f"/cases/{number}")
    assert "<script>alert" not in browser.page.text
    assert "style=" not in browser.page.text
    assert case_of(console, number).kind is Kind.COMPLAINT


async def test_an_auditor_has_no_page_of_a_case(console: Console) -> None:
    number = add(console)
    browser = await console.officer(Role.AUDITOR)
    assert (await browser.open(f"/cases/{number}")).status_code == 403


async def test_the_way_back_leads_to_the_list_and_the_row_that_one_came_from(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    here = f"/cases/{number}?list=view%3Dmine"
    await browser.open(here)
    assert f'href="/queue?view=mine#c{number}"' in browser.page.text
    await browser.post(f"/cases/{number}/triage?list=view%3Dmine", {"seen": seen(browser)})
    assert str(browser.page.url).endswith(here)
    await browser.open(f"/cases/{number}?list=view%3D%22evil")
    assert f'href="/queue#c{number}"' in browser.page.text
