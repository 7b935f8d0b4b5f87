"""While the database is busy or away, what a citizen wrote stays in the field, and is not said to be kept."""

import pytest

from tests.busy_databases import away, locked, make_impatient
from tests.talking import ANSWER
from tests.websites import Browser, Website

WORDS = "海城违建拆了多少"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    make_impatient(monkeypatch)


async def test_what_was_written_stays_in_the_field_and_is_taken_later(website: Website, browser: Browser) -> None:
    await browser.open()
    with locked(website.database):
        answer = await browser.say(WORDS)
    assert (answer.status_code, browser.field) == (503, WORDS)
    assert "没有保存" in browser.notice
    await browser.say(browser.field)
    assert ANSWER in browser.texts[-1]


async def test_what_was_not_seen_yet_is_shown_as_soon_as_it_can_be(website: Website, browser: Browser) -> None:
    await browser.say(WORDS)
    with away(website.database):
        assert (await browser.open()).status_code == 503
        assert "打不开" in browser.notice
    await browser.open()
    assert ANSWER in browser.texts[-1]


async def test_the_script_is_told_and_keeps_what_was_written(website: Website, browser: Browser) -> None:
    await browser.open()
    with locked(website.database):
        answer = await browser.ask(WORDS)
    assert (answer["status"], "没有保存" in answer["error"]) == (503, True)


async def test_who_leaves_is_told_that_nothing_is_cleared_yet_and_can_still_clear_it(
    website: Website, browser: Browser
) -> None:
    await browser.say(WORDS)
    token = browser.hidden["token"]
    with locked(website.database):
        answer = await browser.client.post("/leave", data={"token": token})
    assert (answer.status_code, "现在清除不了" in answer.text) == (503, True)
    assert (await browser.client.post("/leave", data={"token": token})).status_code == 303
    assert {row.payload for row in website.outbox()} == {b""}


async def test_nobody_reads_the_words_in_the_log(
    website: Website, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    await browser.open()
    with locked(website.database):
        await browser.say(WORDS)
    assert "OperationalError" in caplog.text
    assert WORDS not in caplog.text
