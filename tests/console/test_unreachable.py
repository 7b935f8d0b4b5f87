"""While the database is busy or away nothing is saved, and nothing that was typed is lost."""

import pytest
from httpx import Response
from nacl.public import PrivateKey
from sqlalchemy import func, select

from cases.canned_answers import CannedAnswer
from cases.kinds import Role
from cases.models import Message
from db.session import read_scope
from tests.attacks.forms import Form, Page
from tests.busy_databases import away, locked, make_impatient
from tests.case_pages import TRIAGE, add, seen
from tests.consoles import Browser, Console

WORDS = "已经打电话问过供电所，\n他们说明天上午派人来修"
LAMPS = {"name": "", "title": "路灯", "text": WORDS, "verb": ["reply", "question"], "kind": ["suggestion"]}
CANNED = "/administration/canned"
LIAISON = {"name": "wangli", "display": "王丽", "role": "superior_liaison"}
PUBLIC_KEY = {"public_key": ("公钥.bin", bytes(PrivateKey.generate().public_key))}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    make_impatient(monkeypatch)


async def open_note(console: Console) -> tuple[Browser, str, dict[str, str]]:
    """Somebody has written a note, and is about to press the button: where it goes, and what is in it."""
    number, browser = add(console), await console.officer(TRIAGE)
    await browser.open(f"/cases/{number}")
    return browser, f"/cases/{number}/note", {"seen": seen(browser), "text": WORDS}


def form_of(answer: Response) -> Form:
    """The one that sends everything again."""
    address = str(answer.request.url)
    return next(form for form in Page(address, answer.text).forms if form.action == address)


async def again(browser: Browser, answer: Response) -> Response:
    """Press its only button."""
    [(address, fields)] = form_of(answer).sent("")
    browser.page = await browser.client.post(address, data=fields)
    return browser.page


def count(console: Console, what: type) -> int:
    with read_scope(console.database) as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


async def test_what_was_typed_into_a_step_is_sent_again_at_one_press_and_done_once(console: Console) -> None:
    browser, address, note = await open_note(console)
    with locked(console.database):
        answer = await browser.post(address, note)
    assert answer.status_code == 503
    assert "没有保存" in browser.text
    assert WORDS in browser.text
    assert count(console, Message) == 1
    assert (await again(browser, answer)).status_code == 200
    with read_scope(console.database) as session:
        assert [words.decode() for words in session.scalars(select(Message.content))][1:] == [WORDS]


async def test_every_tick_comes_back_and_not_the_words_alone(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open(CANNED)
    with locked(console.database):
        answer = await browser.post(CANNED, LAMPS)
    await again(browser, answer)
    with read_scope(console.database) as session:
        [row] = session.scalars(select(CannedAnswer))
    assert (row.text, row.verbs, row.kinds) == (WORDS, ["reply", "question"], ["suggestion"])


async def test_what_the_page_itself_put_into_the_form_is_not_shown_as_words(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open(CANNED)
    with locked(console.database):
        answer = await browser.post(CANNED, LAMPS | {"kind": "data_rights"})
    assert answer.text.count("<textarea") == 1
    assert 'value="data_rights"' in answer.text


async def test_while_it_stays_busy_the_words_stay_too(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open(CANNED)
    with locked(console.database):
        answer = await again(browser, await browser.post(CANNED, LAMPS))
    assert (answer.status_code, WORDS in browser.text) == (503, True)
    assert (await again(browser, answer)).status_code == 200
    assert count(console, CannedAnswer) == 1


async def test_a_database_that_is_away_takes_no_words_either(console: Console) -> None:
    browser, address, note = await open_note(console)
    with away(console.database):
        answer = await browser.post(address, note)
    assert (answer.status_code, WORDS in browser.text) == (503, True)
    await again(browser, answer)
    assert count(console, Message) == 2


async def test_a_page_that_cannot_be_shown_says_so_and_leads_to_itself(console: Console) -> None:
    browser = await console.officer(TRIAGE)
    with away(console.database):
        page = await browser.open("/queue?view=mine&sort=received")
    assert page.status_code == 503
    assert 'href="/queue?view=mine&amp;sort=received"' in page.text
    assert "没有保存" not in browser.text


async def test_what_a_page_asks_by_itself_is_answered_in_plain_words(console: Console) -> None:
    browser = await console.officer(TRIAGE)
    with away(console.database):
        answer = await browser.open("/queue/news?since=0")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")


async def test_a_file_cannot_be_kept_and_is_asked_for_again_by_its_name(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    await browser.open("/administration/staff")
    with locked(console.database):
        answer = await browser.post("/administration/staff", LIAISON, files=PUBLIC_KEY)
    assert "请再选一次“公钥.bin”" in browser.text
    assert form_of(answer).file
    [(address, fields)] = form_of(answer).sent("")
    page = await browser.client.post(address, data=fields, files=PUBLIC_KEY)
    assert (page.status_code, "指纹" in page.text) == (200, True)


async def test_a_passphrase_is_put_into_no_page(console: Console) -> None:
    account, browser = (await console.officer(TRIAGE)).account, console.browser()
    assert account
    with locked(console.database):
        page = await browser.sign_in(account)
    assert page.status_code == 503
    assert account.passphrase not in page.text
    assert account.code() not in page.text
    assert "请回去重新填写" in browser.text


async def test_what_another_site_has_sent_is_not_made_a_form_of_ours(console: Console) -> None:
    browser, address, note = await open_note(console)
    with away(console.database):
        forged = await browser.client.post(address, data=note | {"token": "x"})
        foreign = await browser.post(address, note, headers={"sec-fetch-site": "cross-site"})
    assert [forged.status_code, foreign.status_code] == [403, 403]
    assert 'name="text"' not in forged.text + foreign.text


async def test_nobody_reads_the_words_in_the_log(console: Console, caplog: pytest.LogCaptureFixture) -> None:
    browser, address, note = await open_note(console)
    with locked(console.database):
        await browser.post(address, note)
    assert "OperationalError" in caplog.text
    assert WORDS[:9] not in caplog.text
