"""The same thing sent twice, or by two at once, is done once."""

import asyncio
import re

import pytest
from sqlalchemy import func, select

from cases.kinds import Kind, Role, Source
from cases.models import Case, CaseEvent, Message
from db.session import read_scope
from tests.attacks.full_office import FullOffice
from tests.builders import NOW
from tests.case_pages import case_of, do, seen
from tests.consoles import Browser

WORDS = "已经打电话问过，等供电所回话"
QUICK = (Role.HANDLER, Role.REVIEWER, Role.DEPUTY_LEADER, Role.TEAM_LEADER)
NONCE = re.compile(r'name="nonce" value="([^"]*)"')


def of_kind(office: FullOffice, role: Role, kind: Kind) -> str:
    """The number of a case that this role may work with."""
    return next(number for number in office.shown(role) if case_of(office.console, number).kind is kind)


def count(office: FullOffice, what: type) -> int:
    with read_scope(office.database) as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


async def twice(browser: Browser, address: str, fields: dict[str, str], *, at_once: bool) -> list[int]:
    """As somebody does who presses a button twice."""
    given = {"token": browser.token, **fields}
    sends = [browser.client.post(address, data=given) for _ in range(2)]
    answers = await asyncio.gather(*sends) if at_once else [await one for one in sends]
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("verb", ["reply", "question", "notice", "note"])
async def test_words_that_are_sent_twice_are_kept_once(office: FullOffice, verb: str, at_once: bool) -> None:
    browser, number = await office.browser(Role.TRIAGE_OFFICER), of_kind(office, Role.TRIAGE_OFFICER, Kind.SUGGESTION)
    await browser.open(f"/cases/{number}")
    before = count(office, Message) + count(office, CaseEvent)
    fields = {"seen": seen(browser), "text": WORDS}
    assert await twice(browser, f"/cases/{number}/{verb}", fields, at_once=at_once) == [200, 200]
    office.console.office.pending.finish()
    once = count(office, Message) + count(office, CaseEvent)
    await browser.open(f"/cases/{number}")
    await browser.post(f"/cases/{number}/{verb}", {"seen": seen(browser), "text": WORDS})
    office.console.office.pending.finish()
    assert (
        once - before == count(office, Message) + count(office, CaseEvent) - once > 0
    )  # meant twice, it is done twice


async def test_what_was_refused_can_be_sent_again(office: FullOffice) -> None:
    browser, number = await office.browser(Role.TRIAGE_OFFICER), of_kind(office, Role.TRIAGE_OFFICER, Kind.COMPLAINT)
    await browser.open(f"/cases/{number}")
    fields = {"seen": seen(browser), "text": ""}
    assert await twice(browser, f"/cases/{number}/note", fields, at_once=False) == [422, 422]


async def test_what_was_taken_back_can_be_sent_again(office: FullOffice) -> None:
    browser, number = await office.browser(Role.TRIAGE_OFFICER), of_kind(office, Role.TRIAGE_OFFICER, Kind.COMPLAINT)
    before = count(office, Message)
    for _ in range(2):
        await do(browser, number, "reply", text=WORDS)
        await browser.post(f"/cases/{number}/take-back")
    office.console.office.pending.finish()
    assert count(office, Message) == before
    await do(browser, number, "reply", text=WORDS)
    office.console.office.pending.finish()
    assert count(office, Message) == before + 1


async def test_of_many_who_claim_a_case_at_once_one_has_it_and_the_others_are_told(office: FullOffice) -> None:
    number = of_kind(office, Role.HANDLER, Kind.COMPLAINT)
    browsers = [
        await office.browser(role) for role in (Role.HANDLER, Role.REVIEWER, Role.DEPUTY_LEADER, Role.TEAM_LEADER)
    ]
    for browser in browsers:
        await browser.open(f"/cases/{number}")
    fields = [{"token": one.token, "seen": seen(one), "attested": "1"} for one in browsers]
    sends = [one.client.post(f"/cases/{number}/claim", data=given) for one, given in zip(browsers, fields, strict=True)]
    statuses = [answer.status_code for answer in await asyncio.gather(*sends)]
    with read_scope(office.database) as session:
        claims = session.scalars(select(CaseEvent).where(CaseEvent.what == "claimed")).all()
    assert (len(claims), statuses.count(200)) == (1, 1)
    assert all(status < 500 for status in statuses)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_telephone_call_that_is_entered_twice_is_one_case(office: FullOffice, at_once: bool) -> None:
    browser = await office.browser(Role.INTAKE_CLERK)
    page = await browser.open("/entry")
    call = {"source": Source.CALL, "received": NOW.date().isoformat(), "kind": "complaint", "words": WORDS}
    nonce = NONCE.search(page.text).group(1)
    before = count(office, Case)
    given = call | {"mode": "anonymous", "nonce": nonce, "do": "enter"}
    assert all(status < 500 for status in await twice(browser, "/entry", given, at_once=at_once))
    assert count(office, Case) - before == 1
