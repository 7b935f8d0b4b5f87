"""Nothing tells where a citizen's words came from: no address, no browser, no cookie; neither in files nor in logs."""

import logging

import pytest

from tests.websites import ADDRESS, AGENT, Website

COMPLAINT = "我要投诉，路灯坏了没人管"
FORWARDED = "198.51.100.23"


async def test_neither_address_nor_browser_nor_cookie_is_kept(
    website: Website, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = website.browser(
        **{"x-forwarded-for": FORWARDED, "x-real-ip": FORWARDED, "referer": "https://canary.example/"}
    )
    await browser.say(COMPLAINT, file=("a.pdf", b"%PDF"))
    await website.service.housekeeping.round()
    cookie = browser.client.cookies["huiyin"]
    hidden = [ADDRESS, AGENT, FORWARDED, "canary.example", cookie, cookie.partition(".")[0]]
    kept = b"".join(path.read_bytes() for path in website.home.rglob("*") if path.is_file())
    assert [word for word in hidden if word.encode() in kept or word in caplog.text] == []
    assert COMPLAINT not in caplog.text


async def test_the_chat_s_address_is_kept_nowhere_in_the_clear(website: Website) -> None:
    browser = website.browser()
    await browser.say(COMPLAINT)
    address = website.sessions.address(browser.client.cookies["huiyin"])
    kept = b"".join(path.read_bytes() for path in website.home.rglob("*") if path.is_file())
    assert address.encode() not in kept
