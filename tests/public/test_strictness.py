"""Headers, cookies, tokens: what a browser is told, and what is believed of what it says."""

import re
from pathlib import Path

import pytest

from tests.attacks.strictness import Strictest
from tests.websites import Browser, Website, found
from web.headers import HEADERS, HTTPS_ONLY

PATHS = ("/", "/static/chat.js", "/static/style.css", "/overview.png", "/nothing", "/say", "/events", "/telegram")
CHANGES = ("/say", "/seen", "/leave", "/receipt.png")
INJECTED = '<script>alert("1")</script><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_carries_all_headers(browser: Browser, path: str) -> None:
    answer = await browser.client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_only_what_is_ours_may_run_or_be_shown_and_nobody_frames_us(browser: Browser) -> None:
    told = (await browser.open()).headers
    assert set(told["content-security-policy"].split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }
    assert told["referrer-policy"] == "no-referrer"
    assert told["x-content-type-options"] == "nosniff"
    assert told["cross-origin-opener-policy"] == "same-origin"


async def test_pages_are_not_kept_by_browsers_and_scripts_are(browser: Browser) -> None:
    page = await browser.open()
    assert page.headers["cache-control"] == "no-store"
    script = found(re.compile(r'src="(/static/chat\.js\?v=\w+)"'), page.text)
    assert "immutable" in (await browser.client.get(script[1])).headers["cache-control"]


async def test_a_page_has_no_inline_script_or_style_and_nothing_of_other_sites(browser: Browser) -> None:
    await browser.say("海城违建拆了多少")
    reader = Strictest()
    reader.feed(browser.page)
    assert (reader.refused, reader.elsewhere) == ([], [])


async def test_a_failure_is_told_without_its_words(
    website: Website, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(address: str) -> None:
        raise RuntimeError("金丝雀")

    browser = website.browser()
    await browser.open()
    monkeypatch.setattr(website.chat, "waiting", fail)
    answer = await browser.client.get("/")
    assert (answer.status_code, "没有保存" in answer.text) == (503, True)
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    assert "金丝雀" not in caplog.text + answer.text
    assert "RuntimeError" in caplog.text


async def test_the_cookie_is_for_our_pages_alone(browser: Browser) -> None:
    given = (await browser.open()).headers["set-cookie"].lower()
    assert all(flag in given for flag in ("httponly", "samesite=strict", "path=/"))
    assert "max-age" not in given and "secure" not in given


async def test_behind_https_the_cookie_goes_nowhere_else(tmp_path: Path) -> None:
    opened = await Website(tmp_path, secure=True).browser().open()
    given = opened.headers["set-cookie"].lower()
    assert given.startswith("__host-huiyin=") and "secure" in given and "domain" not in given
    assert {name: opened.headers.get(name) for name in HTTPS_ONLY} == HTTPS_ONLY


@pytest.mark.parametrize("planted", ["x", "a.b", "0" * 48 + "." + "0" * 32, ""])
async def test_a_cookie_that_we_did_not_make_is_replaced(browser: Browser, planted: str) -> None:
    browser.client.cookies.set("huiyin", planted, domain="huiyin.example")
    assert (await browser.open()).headers["set-cookie"].startswith("huiyin=")


@pytest.mark.parametrize("path", CHANGES)
async def test_without_the_token_of_its_own_page_a_form_changes_nothing(website: Website, path: str) -> None:
    browser, other = website.browser(), website.browser()
    await browser.say("海城违建拆了多少")
    await other.open()
    row = website.outbox()[0]
    fields = {"text": "别人替我说的", "key": "0" * 32, "seen": str(row.id), "number": "1", "code": "1 2"}
    for token in ("", "x", other.hidden["token"]):
        answer = await browser.client.post(path, data=fields | {"token": token})
        assert answer.status_code == 403
    assert [(left.id, left.state) for left in website.outbox()] == [(row.id, row.state)]


async def test_what_an_expired_page_sent_stays_in_the_field_of_a_new_one(website: Website) -> None:
    browser = website.browser()
    await browser.open()
    browser.client.cookies.clear()
    refused = await browser.say("写了很久的话")
    assert (refused.status_code, browser.field) == (403, "写了很久的话")
    await browser.say(browser.field)
    assert len(website.outbox()) == 1


async def test_who_comes_from_another_site_keeps_the_chat_begun_here(browser: Browser) -> None:
    came = await browser.client.get("/", headers={"sec-fetch-site": "cross-site"})
    assert "set-cookie" not in came.headers
    assert 'content="0; url=/"' in came.text


async def test_no_session_sees_or_erases_what_another_is_told(website: Website) -> None:
    one, other = website.browser(), website.browser()
    await one.say("海城违建拆了多少")
    await other.open()
    row = website.outbox()[0]
    seen = await other.client.post("/seen", data={"token": other.hidden["token"], "seen": str(row.id)})
    assert (seen.status_code, website.outbox()[0].payload) == (204, row.payload)
    await other.open()
    assert len(other.texts) == 1


@pytest.mark.parametrize("field", ["text", "key", "pressed", "album", "seen", "token", "size"])
async def test_nothing_a_form_says_comes_back_as_markup(browser: Browser, field: str) -> None:
    await browser.open()
    answer = await browser.client.post("/say", data=browser.hidden | {"text": "您好", field: INJECTED})
    assert answer.status_code < 500
    assert INJECTED not in answer.text


@pytest.mark.parametrize(
    "forged", ["x", "i:nonce:submit", "c:12345678:withdraw", "v:1", "a:../../x", "m:99", "s:", ":"]
)
async def test_a_forged_button_does_no_harm(browser: Browser, forged: str) -> None:
    assert (await browser.say(pressed=forged)).status_code in (200, 303)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"--x", b"a=" * 50])
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "x"]
)
async def test_no_broken_form_is_an_error_of_ours(browser: Browser, kind: str, body: bytes) -> None:
    await browser.open()
    for path in (*CHANGES, "/type"):
        answer = await browser.client.post(path, content=body, headers={"content-type": kind})
        assert answer.status_code < 500, path
