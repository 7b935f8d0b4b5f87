"""The ledger, the answers and the administration: the same form is done once, and the second is told so."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select

from cases.canned_answers import CannedAnswer
from cases.chat_models import Attachment
from cases.contact_checks import ContactCheck
from cases.kinds import Role, Source
from cases.ledger.models import LedgerChange
from cases.models import Case
from cases.staff.models import Staff, StaffEvent
from db.session import read_scope
from faq.models import Change
from tests.answer_desks import WHY
from tests.attacks.full_office import FullOffice
from tests.builders import NOW
from tests.consoles import Browser
from tests.tiny import DEMOLISHED

WORDS = "已经打电话问过，等供电所回话"
TOLD = "没有再办一遍"
STAFF, LEDGER, ANSWER = "/administration/staff", "/ledger/3.3", f"/answers/{DEMOLISHED}"
CANNED, CONTACTS, GOLDEN = "/administration/canned", "/administration/contacts", "/answers/golden"
PHONE = "0577-85851359"
NEW = {"name": "xinren", "display": "新人", "role": "handler"}
LAMPS = {"name": "", "title": "路灯", "text": WORDS, "verb": "reply", "kind": "suggestion"}
FOUND = {"published": PHONE, "status": "verified", "value": PHONE, "how": WORDS}
ASKED = {"text": WORDS, "section": "三(三)", "contains": "7.1万", "kind": "figure", "style": "colloquial", **WHY}


@dataclass(frozen=True)
class Sent:
    """A form: who sends it, from which page to where, and what it adds a row to."""

    role: Role
    page: str
    address: str
    adds: type
    fields: dict[str, Any] = field(default_factory=dict)


FORMS = {
    "an account": Sent(Role.SECURITY_ADMIN, STAFF, STAFF, Staff, NEW),
    "a switch": Sent(Role.SECURITY_ADMIN, f"{STAFF}/is-handler", f"{STAFF}/is-handler/switch", StaffEvent),
    "a canned answer": Sent(Role.TEAM_LEADER, CANNED, CANNED, CannedAnswer, LAMPS),
    "a canned answer taken away": Sent(Role.TEAM_LEADER, CANNED, f"{CANNED}/away", CannedAnswer, {"name": "received"}),
    "a contact": Sent(Role.INTAKE_CLERK, CONTACTS, CONTACTS, ContactCheck, FOUND),
    "an item": Sent(Role.REVIEWER, LEDGER, f"{LEDGER}/progress", LedgerChange, {"reason": WORDS}),
    "a phrasing": Sent(Role.FAQ_EDITOR, ANSWER, f"{ANSWER}/phrasings", Change, {"phrasings": WORDS, **WHY}),
    "a golden question": Sent(Role.FAQ_EDITOR, GOLDEN, GOLDEN, Change, ASKED),
}


def count(office: FullOffice, what: type) -> int:
    with read_scope(office.database) as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


async def filled(office: FullOffice, sent: Sent) -> tuple[Browser, dict[str, Any]]:
    """The form before it is sent."""
    browser = await office.browser(sent.role)
    page = await browser.open(sent.page)
    assert page.status_code == 200
    seen = page.text.partition('name="seen" value="')[2].partition('"')[0]
    return browser, {"token": browser.token, "seen": seen, **sent.fields}


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("what", FORMS)
async def test_a_form_that_is_sent_twice_is_done_once_and_says_so(office: FullOffice, what: str, at_once: bool) -> None:
    sent = FORMS[what]
    browser, fields = await filled(office, sent)
    before = count(office, sent.adds)
    sends = [browser.client.post(sent.address, data=fields) for _ in range(2)]
    answers = await asyncio.gather(*sends) if at_once else [await one for one in sends]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert count(office, sent.adds) == before + 1
    assert any(TOLD in answer.text for answer in answers)


async def test_what_is_meant_twice_is_done_twice(office: FullOffice) -> None:
    before, browser = count(office, CannedAnswer), await office.browser(Role.TEAM_LEADER)
    for _ in range(2):
        await browser.open(CANNED)
        await browser.post(CANNED, LAMPS)
    assert count(office, CannedAnswer) == before + 2


async def test_what_was_refused_can_be_sent_again_as_it_was(office: FullOffice) -> None:
    browser, fields = await filled(office, FORMS["an account"])
    answers = [await browser.client.post(STAFF, data=fields | {"role": "nonsense"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert (await browser.client.post(STAFF, data=fields)).status_code == 200


async def test_a_one_time_passphrase_is_not_shown_again_by_reloading(office: FullOffice) -> None:
    browser, fields = await filled(office, FORMS["an account"])
    first, second = [await browser.client.post(STAFF, data=fields) for _ in range(2)]
    assert 'class="secret"' in first.text
    assert 'class="secret"' not in second.text


async def test_a_scan_that_is_sent_twice_is_kept_once(office: FullOffice) -> None:
    browser = await office.browser(Role.INTAKE_CLERK)
    await browser.open("/entry")
    call = {"source": Source.CALL, "received": NOW.date().isoformat(), "kind": "complaint", "words": WORDS}
    await browser.post("/entry", call | {"mode": "anonymous", "nonce": "one-form", "do": "enter"})
    with read_scope(office.database) as session:
        number = session.scalars(select(Case.number).order_by(Case.id.desc())).first()
    await browser.open(f"/entry/{number}")
    before, token = count(office, Attachment), browser.token
    for _ in range(2):
        scan = {"file": ("信.txt", "信的内容".encode())}
        page = await browser.client.post(f"/entry/{number}/files", data={"token": token}, files=scan)
    assert count(office, Attachment) == before + 1
    assert TOLD in page.text
