"""The page's script where something odd stands between it and us, or the page is left at once."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from bot.files import MOST_FILES
from cases.chat_models import SendState
from public.forms import LONGEST_TEXT
from tests.accessibility.surveyed import served
from tests.public.test_browser import PATIENCE, hears, say
from tests.talking import ANSWER
from tests.websites import Website
from web.bodies import LARGEST_FILE

WORDS = "海城违建拆了多少"
PORTAL = "<html><body>请先登录无线网络</body></html>"

# notes which requests go on when the page is gone
OUTLIVING = """{
  const [ours, usual] = [(window.outliving = {}), window.fetch]
  window.fetch = (address, more) => { ours[address] = more?.keepalive; return usual(address, more) }
}"""


@pytest.fixture
def website(tmp_path: Path) -> Website:
    return Website(tmp_path / "home")


@pytest.fixture
def page(website: Website, chromium: Browser) -> Iterator[Page]:
    with served(website.app) as address:
        page = chromium.new_page()
        page.goto(address)
        yield page
        page.context.close()


@pytest.mark.parametrize("odd", [PORTAL, "null", "{}", '{"saved": true, "rows": [null]}'])
def test_an_answer_that_is_not_ours_silences_nothing_that_is_said_later(page: Page, odd: str) -> None:
    page.route("**/say", lambda route: route.fulfill(status=200, body=odd, content_type="text/html"), times=1)
    say(page, WORDS)
    again = page.get_by_role("button", name="重试")
    again.wait_for(timeout=PATIENCE)
    say(page, "谁能看到")
    expect(page.locator(".theirs.waiting")).to_have_count(0, timeout=PATIENCE)
    again.click()
    hears(page, ANSWER)
    expect(page.locator(".trouble:visible")).to_have_count(0)


def test_what_was_seen_is_told_with_the_next_words_as_long_as_nobody_has_confirmed_it(page: Page) -> None:
    held: list[Route] = []
    page.route("**/seen", lambda route: held.append(route))
    with page.expect_request("**/seen"):
        say(page, WORDS)
    with page.expect_request("**/say") as second:
        say(page, "谁能看到")
    assert re.fullmatch(r"\d+", parse_qs(second.value.post_data or "")["seen"][0])
    assert len(held) == 1


def test_what_was_confirmed_is_not_told_again(page: Page) -> None:
    with page.expect_response("**/seen"):
        say(page, WORDS)
    told: list[Request] = []
    page.on("request", lambda request: told.append(request) if request.url.endswith("/seen") else None)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(600)
    assert told == []


def test_what_was_seen_is_told_although_the_page_is_left_at_once(page: Page, website: Website) -> None:
    page.add_init_script(OUTLIVING)
    page.reload()
    say(page, WORDS)
    hears(page, ANSWER)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("outliving") == {"/seen": True}
    page.goto("about:blank")
    until = time.monotonic() + 5
    while website.outbox()[0].state != SendState.SENT and time.monotonic() < until:
        time.sleep(0.05)
    assert website.outbox()[0].state == SendState.SENT


def test_the_page_knows_the_limits_that_are_kept_here(page: Page) -> None:
    known = page.evaluate("({...document.getElementById('words').dataset})")
    limits = (known["longest"], known["largest"], known["most"])
    assert limits == (str(LONGEST_TEXT), str(LARGEST_FILE), str(MOST_FILES))
