"""The running program in a real browser: asks, complains with a photo, reloads in the middle, gets a receipt."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import (
    APIResponse,
    Browser,
    Error,
    FilePayload,
    Page,
    Route,
    ViewportSize,
    expect,
)

from settings import ROOT

PATIENCE = 30_000  # milliseconds
TO_CONFIRMATION = ("是，投诉求助", "我知道了", "跳过", "匿名")
COMPLAINT = "我要投诉，海城街道村口的路灯坏了半个月没人修"
NARROW: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[str]:
    """Of a demo that runs for all of these tests."""
    given = {"HOME": tmp_path_factory.mktemp("demo") / "home", "MODEL": model}
    cheap = {"ARGON2_MEMORY_KIB": 8, "ARGON2_PASSES": 1}
    environment = os.environ | {f"HUIYIN_{name}": str(value) for name, value in (given | cheap).items()}
    command = [sys.executable, "-m", "cli", "demo"]
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout
        yield running.stdout.readline().partition("：")[2].strip()
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0


@pytest.fixture
def complaints() -> list[str]:
    """What the browser says of the page, as of a violated policy."""
    return []


@pytest.fixture
def page(chromium: Browser, address: str, complaints: list[str]) -> Page:
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page


def hears(page: Page, words: str) -> None:
    expect(page.locator(".ours .text").last).to_contain_text(words, timeout=PATIENCE)


def say(page: Page, text: str) -> None:
    page.get_by_label("在这里写您想问的、想说的").fill(text)
    page.get_by_role("button", name="发送").click()


def press(page: Page, label: str) -> None:
    replies = page.locator(".bubble.ours[data-name]")
    count = replies.count()
    replies.last.get_by_role("button", name=label, exact=True).click()
    expect(replies).not_to_have_count(count, timeout=PATIENCE)


def photo() -> FilePayload:
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    return {"name": "路灯.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def test_a_citizen_asks_complains_with_a_photo_reloads_and_gets_a_receipt(page: Page, complaints: list[str]) -> None:
    say(page, "海城违建拆了多少")
    hears(page, "7.1万平方米")
    page.set_input_files("#file", [photo()])
    say(page, COMPLAINT)
    hears(page, "收到照片")
    page.get_by_label("在这里写您想问的、想说的").fill("写了一半")
    page.reload()
    hears(page, "您想说的是“投诉求助”吗")
    expect(page.get_by_label("在这里写您想问的、想说的")).to_have_value("写了一半")
    for label in (*TO_CONFIRMATION, "确认提交"):
        press(page, label)
    assert re.fullmatch(r"\d{4}( \d{4}){3}", page.locator(".receipt .code").inner_text())
    with page.expect_download() as saved:
        page.get_by_role("button", name="保存为图片").click()
    assert Image.open(saved.value.path()).format == "PNG"
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="大字").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert complaints == []


def test_while_the_connection_is_lost_the_words_stay_and_go_out_at_the_second_try(page: Page) -> None:
    page.context.set_offline(True)
    say(page, "海城违建拆了多少")
    again = page.get_by_role("button", name="重试")
    again.wait_for()
    expect(page.locator(".theirs .text")).to_have_text("海城违建拆了多少")
    page.context.set_offline(False)
    again.click()
    hears(page, "7.1万平方米")
    expect(page.locator(".theirs")).to_have_count(1)


def test_what_is_said_twice_over_a_bad_line_is_answered_once(page: Page) -> None:
    """The answer to the first try is lost on its way."""
    lost: list[APIResponse] = []

    def lose_one(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/say", lose_one)
    say(page, "海城违建拆了多少")
    page.get_by_role("button", name="重试").click()
    hears(page, "7.1万平方米")
    expect(page.locator(".trouble:visible")).to_have_count(0)
    expect(page.locator(".bubble.ours[data-name]")).to_have_count(1)


def test_who_leaves_finds_an_empty_page(page: Page) -> None:
    say(page, COMPLAINT)
    hears(page, "投诉求助")
    page.get_by_role("button", name="离开并清除").click()
    expect(page.locator(".bubble")).to_have_count(1)
    assert page.evaluate("Object.values(sessionStorage).join('')") == '""'
    page.reload()
    expect(page.locator(".theirs")).to_have_count(0)


def test_what_was_reported_can_be_taken_off_the_page(page: Page) -> None:
    say(page, "海城违建拆了多少")
    hears(page, "7.1万平方米")
    say(page, COMPLAINT)
    hears(page, "投诉求助")
    for label in (*TO_CONFIRMATION, "确认提交"):
        press(page, label)
    page.get_by_role("button", name="删除聊天记录").click()
    hears(page, "已清理")
    expect(page.locator("#log")).not_to_contain_text("路灯")
    expect(page.locator("#log")).to_contain_text("7.1万平方米")
    assert "路灯" not in page.evaluate("Object.values(sessionStorage).join('')")
    assert page.locator(".receipt").count() == 0


def test_the_chat_can_be_used_by_keyboard_alone(page: Page) -> None:
    field = page.get_by_label("在这里写您想问的、想说的")
    field.focus()
    page.keyboard.type("我要投诉，海城街道村口的路灯坏了半个月没人修")
    page.keyboard.press("Enter")
    hears(page, "投诉求助")
    page.locator(".ours").last.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    hears(page, "60日内")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "我知道了"


def test_without_scripts_it_works_too(chromium: Browser, address: str) -> None:
    page = chromium.new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(address)
    say(page, "海城违建拆了多少")
    expect(page.locator(".ours .text").last).to_contain_text("7.1万平方米")
    with pytest.raises(Error):
        page.get_by_role("button", name="打印").click(timeout=500)
