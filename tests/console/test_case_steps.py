"""What is done to a case from its page: as the command does it, refused beside its form, never over somebody else."""

from sqlalchemy import select

from cases.audit.models import AuditEntry
from cases.draft_body import DraftIdentity
from cases.kinds import AboutWhom, IdentityMode, Kind, Role, State
from cases.likeness import published
from cases.models import Case, CaseEvent
from db.session import read_scope, write_scope
from desk.look import Look
from desk.offers import offered
from tests.builders import NOW, make_officer
from tests.case_pages import BRIBE, HANDLER, LAMPS, LEADER, TRIAGE, add, case_of, do, officer_of, seen
from tests.consoles import Console

CITIZEN = DraftIdentity(IdentityMode.CLAIMED_NAME, "赵六", "13800000000")
NOTE = "已经打电话问过，说是线路的问题，等供电所回话"


async def test_a_step_moves_the_case_and_says_once_what_was_done(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "triage")
    assert case_of(console, number).state is State.TRIAGED
    assert "已甄别" in browser.text
    await browser.open(f"/cases/{number}")
    assert 'class="said"' not in browser.page.text


async def test_a_step_is_in_the_audit_log_as_an_attempt_with_its_outcome(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "triage")
    with read_scope(console.database) as session:
        moved = select(AuditEntry.outcome).where(AuditEntry.action == "move", AuditEntry.case_number == number)
        assert session.scalars(moved.order_by(AuditEntry.id)).all() == [None, "done"]


async def test_one_press_says_that_there_is_no_conflict_and_takes_the_case_in_hand(console: Console) -> None:
    number, browser = add(console), await console.officer(HANDLER)
    await do(browser, number, "claim", attested="1")
    assert case_of(console, number).holder_id == browser.account.id
    assert "在您手里" in browser.text


async def test_who_comes_second_is_told_who_has_the_case_and_nothing_is_lost(console: Console) -> None:
    number = add(console)
    first, second = await console.officer(HANDLER), await console.officer(HANDLER, name="zweiter")
    await second.open(f"/cases/{number}")
    before = seen(second)
    await do(first, number, "claim", attested="1")
    page = await second.post(f"/cases/{number}/claim", {"seen": before, "attested": "1"})
    assert page.status_code == 409
    assert "您打开这一页以后，有人做了这些" in second.text
    assert case_of(console, number).holder_id == first.account.id


async def test_when_somebody_changed_the_case_meanwhile_nothing_is_done_and_the_words_stay(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await browser.open(f"/cases/{number}")
    before = seen(browser)
    await do(await console.officer(LEADER), number, "note", text="先等一等")
    page = await browser.post(f"/cases/{number}/note", {"seen": before, "text": NOTE})
    assert page.status_code == 409
    assert "刚才有人改过这一件" in browser.text
    assert f">{NOTE}</textarea>" in page.text
    await browser.post(f"/cases/{number}/note", {"seen": seen(browser), "text": NOTE})
    assert browser.page.status_code == 200


async def test_what_is_missing_is_said_beside_the_form_and_the_rest_stays_filled_in(console: Console) -> None:
    number, browser = add(console, kind=Kind.COMPLAINT), await console.officer(TRIAGE)
    await do(browser, number, "split", kind="complaint", text=NOTE)
    assert browser.page.status_code == 422
    assert "请填写“理由”" in browser.text
    assert f">{NOTE}</textarea>" in browser.page.text
    assert '<option value="complaint" selected>' in browser.page.text


async def test_a_number_or_a_word_that_is_none_is_refused_in_chinese(console: Console) -> None:
    number, browser = add(console), await console.officer(LEADER)
    await do(browser, number, "hold", reason="法院来函", until="明天")
    assert "写法不对" in browser.text


async def test_a_hold_until_a_day_that_has_passed_is_asked_for_again(console: Console) -> None:
    number, browser = add(console), await console.officer(LEADER)
    await do(browser, number, "hold", reason="法院来函", until="2020-01-01")
    assert (browser.page.status_code, "不能早于今天" in browser.text) == (422, True)


async def test_a_step_that_is_not_possible_now_changes_nothing(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "archive")
    assert browser.page.status_code in (403, 409)
    assert case_of(console, number).state is State.REGISTERED


async def test_a_form_without_the_token_of_this_session_changes_nothing(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "triage", token="")
    assert browser.page.status_code == 403
    assert case_of(console, number).state is State.REGISTERED


async def test_the_name_is_asked_for_released_by_another_and_then_shown_once(console: Console) -> None:
    leader, deputy = await console.officer(LEADER), await console.officer(Role.DEPUTY_LEADER)
    number = add(console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.NONE, identity=CITIZEN)
    await do(leader, number, "identity", what="request", reason="要当面核实")
    assert '<option value="show"' not in leader.page.text
    await do(deputy, number, "identity", what="approve")
    await do(leader, number, "identity", what="show")
    assert "赵六" in leader.text
    await leader.open(f"/cases/{number}")
    assert "赵六" not in leader.text


async def test_every_verb_that_is_offered_has_a_form_with_what_it_takes(console: Console) -> None:
    leader = await console.officer(LEADER)
    for kind in (Kind.COMPLAINT, Kind.TIP_OFF):
        number = add(console, BRIBE, kind, about_whom=AboutWhom.NONE if kind.sealed else None)
        await leader.open(f"/cases/{number}")
        with read_scope(console.database) as session:
            offers = offered(Look(session, officer_of(console, leader), case_of(console, number), NOW))
        assert [verb for verb in offers if f'action="/cases/{number}/{verb}"' not in leader.page.text] == []


async def test_a_canned_answer_comes_into_the_form_without_a_script_and_behind_what_was_typed(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "reply/canned", text="您好。", canned="received")
    assert ">您好。\n您好，您说的情况我们收到了" in browser.page.text


async def test_nobody_who_may_not_handle_is_offered_as_a_handler(console: Console) -> None:
    number, leader = add(console), await console.officer(LEADER)
    with write_scope(console.database) as session:
        make_officer(session, Role.HANDLER, name="chengban")
        make_officer(session, Role.AUDITOR, name="shenji")
    await do(await console.officer(TRIAGE), number, "triage")
    triage = await console.officer(TRIAGE, name="zweite")
    await do(triage, number, "accept")
    console.office.pending.finish()
    await leader.open(f"/cases/{number}")
    options = leader.page.text.partition('id="assign-person"')[2].partition("</select>")[0]
    assert "chengban" in options
    assert "shenji" not in options


async def test_the_words_of_one_note_are_written_once(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "note", text=NOTE)
    with read_scope(console.database) as session:
        noted = select(CaseEvent).where(CaseEvent.what == "noted")
        assert len(session.scalars(noted).all()) == 1


async def test_words_for_others_are_redacted_by_one_and_released_by_another(console: Console) -> None:
    number, first, second = add(console), await console.officer(TRIAGE), await console.officer(TRIAGE, name="zweite")
    with write_scope(console.database) as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        published.agree(session, case, NOW)
    await do(first, number, "publish", text="希望村口亮一点")
    await do(first, number, "decide-publish", decision="yes")
    assert first.page.status_code == 403
    assert f'action="/cases/{number}/decide-publish"' not in (await first.open(f"/cases/{number}")).text
    await do(second, number, "decide-publish", decision="yes")
    with read_scope(console.database) as session:
        assert published.like(session, LAMPS) == ["希望村口亮一点"]


async def test_a_note_is_said_to_be_written_down_and_not_to_be_a_state(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    await do(browser, number, "note", text=NOTE)
    assert "内部记录已记下" in browser.text
