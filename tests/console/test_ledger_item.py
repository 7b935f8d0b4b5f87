"""One item of the ledger: signed off by two, told to citizens by a checker, and no way round a recusal."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import select

from cases.audit.models import AuditEntry
from cases.kinds import Kind, Role
from cases.ledger import leads, public, suggestions
from cases.ledger.states import Adoption, ItemState
from cases.models import Case
from cases.recusal import exclusions
from cases.recusal.models import Why
from console.ledger.forms import GROUPS
from db.session import read_scope, write_scope
from desk.arguments import bare
from desk.ledger import VERBS
from tests.builders import NOW, make_case
from tests.consoles import Browser, Console
from tests.ledger_pages import BULLETIN, item_of, make_console
from tests.ledgers import make_done, officer
from wording import Wording

LONG_WORDS = "现场已经拆除，尚有建筑垃圾没有清运"


@pytest.fixture
def ledger(console: Console) -> Console:
    return make_console(console.database)


@pytest.fixture
def finished(ledger: Console) -> Console:
    """Its item 3.3 has a measure that is done, and a department that is confirmed."""
    with write_scope(ledger.database) as session:
        item = make_done(session, officer("王丽", Role.HANDLER), item_of(session))
        for lead in item.leads:
            leads.confirm(session, officer("陈明", Role.REVIEWER), item, lead.department, NOW)
    return ledger


async def do(browser: Browser, verb: str, fields: Mapping[str, str], slug: str = "3.3") -> int:
    """Whether its form is offered or not, as somebody who has just looked."""
    await browser.open(f"/ledger/{slug}")
    seen = str(max(map(int, re.findall(r'data-seen="([0-9]+)"', browser.page.text))))
    return (await browser.post(f"/ledger/{slug}/{verb}", {"seen": seen, **fields})).status_code


def state_of(console: Console) -> ItemState:
    with read_scope(console.database) as session:
        return item_of(session).state


async def test_the_page_quotes_the_bulletin_whole(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await browser.open("/ledger/3.3")
    assert BULLETIN.section("3.3").text in browser.text


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_every_field_of_it_has_words(verb: str) -> None:
    wording = Wording.load()
    names = [f"verb.{verb}", f"hint.{verb}", *(f"field.{bare(one)}" for one in VERBS[verb].arguments)]
    assert all(wording(f"console.ledger.{name}") for name in names)


def test_every_verb_of_the_terminal_is_on_the_page() -> None:
    assert sorted(verb for verbs in GROUPS.values() for verb in verbs) == sorted(VERBS)


async def test_a_promise_is_kept_on_a_day_by_evidence(ledger: Console) -> None:
    browser = await ledger.officer(Role.REVIEWER)
    with read_scope(ledger.database) as session:
        promise = item_of(session, "6.3").promises[0].id
    await do(browser, "met", {"id": str(promise), "on": "2026-05-01", "evidence": "竣工验收单"}, slug="6.3")
    assert "已于2026-05-01兑现" in browser.text


async def test_one_proposes_and_another_signs_off_and_the_page_says_who(finished: Console) -> None:
    handler, reviewer = await finished.officer(Role.HANDLER), await finished.officer(Role.REVIEWER)
    await do(handler, "propose-sign-off", {"evidence": "验收单12号"})
    assert state_of(finished) is ItemState.AWAITING_SIGN_OFF
    await do(reviewer, "sign-off", {"evidence": "现场复核"})
    assert state_of(finished) is ItemState.SIGNED_OFF
    signing = reviewer.text.partition("销号和回头看")[2].partition("告诉群众的变化")[0]
    assert signing.index("is-handler") < signing.index("is-reviewer")


async def test_who_proposed_cannot_sign_off(finished: Console) -> None:
    both = await finished.officer(Role.HANDLER, Role.REVIEWER)
    await do(both, "propose-sign-off", {"evidence": "验收单12号"})
    assert await do(both, "sign-off", {"evidence": "现场复核"}) == 403
    assert state_of(finished) is ItemState.AWAITING_SIGN_OFF


async def test_without_evidence_nothing_is_proposed_and_no_word_is_lost(finished: Console) -> None:
    browser = await finished.officer(Role.HANDLER)
    assert await do(browser, "propose-sign-off", {"reason": LONG_WORDS}) == 422
    assert LONG_WORDS in browser.text
    assert "佐证" in browser.text
    assert state_of(finished) is ItemState.CONTINUING


async def test_a_wrong_day_is_said_beside_the_form_and_no_word_is_lost(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    assert await do(browser, "promise", {"words": LONG_WORDS, "due": "明年"}) == 422
    assert LONG_WORDS in browser.text
    assert "请填写“期限”" in browser.text


async def test_nobody_acts_on_an_item_that_has_changed_since_they_looked(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await browser.open("/ledger/3.3")
    await browser.post("/ledger/3.3/progress", {"seen": "0", "reason": LONG_WORDS})
    assert browser.page.status_code == 409
    assert LONG_WORDS in browser.text


async def test_every_measure_has_an_owner_and_a_day(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await do(browser, "measure", {"words": "全部拆除", "owner": "执法局张", "due": "2026-06-01"})
    with read_scope(ledger.database) as session:
        [measure] = item_of(session).measures
    assert (measure.words, measure.owner, measure.due_on) == ("全部拆除", "执法局张", date(2026, 6, 1))


async def test_a_draft_is_shown_to_nobody_until_a_checker_releases_it(ledger: Console) -> None:
    handler, reviewer = await ledger.officer(Role.HANDLER), await ledger.officer(Role.REVIEWER)
    await do(handler, "draft", {"words": "已全部拆除"})
    assert told(ledger) == []
    assert "把草拟的告诉群众" not in handler.text
    with read_scope(ledger.database) as session:
        [draft] = public.drafts(session, item_of(session))
    assert await do(handler, "release", {"id": str(draft.id)}) == 403
    await do(reviewer, "release", {"id": str(draft.id)})
    assert told(ledger) == ["已全部拆除"]


async def test_what_was_told_is_taken_back_with_a_reason(ledger: Console) -> None:
    browser = await ledger.officer(Role.REVIEWER)
    await do(browser, "progress", {"reason": "拆了", "public": "已全部拆除"})
    with read_scope(ledger.database) as session:
        [line] = public.told(session, item_of(session))
    assert await do(browser, "take-back", {"id": str(line.id)}) == 422
    await do(browser, "take-back", {"id": str(line.id), "reason": "没有拆完"})
    assert told(ledger) == []


async def test_a_look_at_what_citizens_would_read_changes_nothing(ledger: Console) -> None:
    browser = await ledger.officer(Role.REVIEWER)
    await do(browser, "progress/preview", {"reason": "拆了", "public": "已全部拆除"})
    assert "群众在“整改进展”和问答里会看到" in browser.text
    assert browser.page.text.count("已全部拆除") == 2  # in the field, and as it would be read
    assert told(ledger) == []


async def test_the_officer_who_only_works_is_not_offered_to_tell_the_public(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await browser.open("/ledger/3.3")
    assert 'name="public"' not in browser.page.text
    assert await do(browser, "progress", {"reason": "拆了", "public": "已全部拆除"}) == 403


async def test_a_liaison_works_on_what_their_department_leads_and_on_nothing_else(ledger: Console) -> None:
    browser = await ledger.officer(Role.DEPARTMENT_LIAISON, department="综合行政执法局")
    await browser.open("/ledger/3.3")
    assert "登记进展" in browser.text
    assert await do(browser, "progress", {"reason": "做了"}, slug="9.4") == 403


async def test_a_suggestion_is_attached_and_decided_and_only_open_ones_are_found(ledger: Console) -> None:
    with write_scope(ledger.database) as session:
        number, sealed = make_case(session).number, make_case(session, kind=Kind.TIP_OFF).number
    browser = await ledger.officer(Role.REVIEWER)
    assert await do(browser, "attach", {"number": sealed}) == 409
    await do(browser, "attach", {"number": number})
    await do(browser, "decide", {"number": number, "decision": "adopted", "reason": "纳入计划"})
    with read_scope(ledger.database) as session:
        assert suggestions.became(session, item_of(session)) == {Adoption.ADOPTED: 1}


async def test_inv_r7_who_steps_aside_from_a_case_does_not_find_it_beside_the_item(ledger: Console) -> None:
    browser = await ledger.officer(Role.REVIEWER)
    with write_scope(ledger.database) as session:
        case = make_case(session)
        suggestions.attach(session, officer("王丽", Role.HANDLER), item_of(session), case, NOW)
        number = case.number
    await browser.open("/ledger/3.3")
    assert number in browser.text
    with write_scope(ledger.database) as session:
        case = session.scalars(select(Case)).one()
        exclusions.exclude(session, case, browser.account.id, Why.INTEREST, "system", NOW, decided=True)
    await browser.open("/ledger/3.3")
    assert number not in browser.text


async def test_what_is_done_and_what_is_refused_is_in_the_audit_log(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await do(browser, "progress", {"reason": "拆了"})
    await do(browser, "sign-off", {"evidence": "看过"})
    with read_scope(ledger.database) as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "ledger")).all()
    assert [row.subject or row.outcome for row in rows] == ["3.3 progress", "done", "3.3 sign-off", "refused"]


def told(console: Console) -> list[str]:
    with read_scope(console.database) as session:
        changes = public.changes_since(session, BULLETIN.id, item_of(session).section)
        return [change.words for change in changes]
