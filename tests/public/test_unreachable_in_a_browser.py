"""While the database is busy, the script says that nothing was kept, and one press sends the same words again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.accessibility.surveyed import served
from tests.busy_databases import locked, make_impatient
from tests.public.test_browser import PATIENCE, hears, say
from tests.talking import ANSWER
from tests.websites import Website

WORDS = "海城违建拆了多少"


def test_words_that_could_not_be_kept_stay_in_the_page_and_go_out_at_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chromium: Browser
) -> None:
    make_impatient(monkeypatch)
    website = Website(tmp_path / "home")
    with served(website.app) as address:
        page = chromium.new_page()
        page.goto(address)
        again = page.get_by_role("button", name="重试")
        with locked(website.database):
            say(page, WORDS)
            again.wait_for(timeout=PATIENCE)
        expect(page.locator(".theirs .trouble")).to_contain_text("没有保存")
        expect(page.locator(".theirs .text")).to_have_text(WORDS)
        again.click()
        hears(page, ANSWER)
        expect(page.locator(".theirs")).to_have_count(1)
        page.context.close()
    assert len(website.outbox()) == 1
