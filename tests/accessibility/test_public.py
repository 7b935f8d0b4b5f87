"""Every page for citizens, for everybody: with a screen reader, by keyboard, on a narrow screen, with large type."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from commands import ledger_seed
from tests.accessibility.surveyed import SETTINGS, Setting, complaints, served
from tests.builders import NOW
from tests.ledger_pages import about
from tests.public.test_browser import PATIENCE
from tests.websites import Website

PLACES = ("/", "/progress", "/progress/3.3", "/progress/suggestions", "/progress/nonsense")
BAD = '<html><body><img src="x"><p style="color:#eee">看不清的字</p><div style="width:3000px">二</div></body></html>'
NO_OUTLINE = (
    '<html lang="zh"><head><title>一</title><style>a:focus{outline:none}</style></head><a href="/">二</a></html>'
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    website = Website(tmp_path_factory.mktemp("website") / "home")
    ledger_seed.begin(website.database, *about(), NOW)
    with served(website.app) as at:
        yield at


def opened(chromium: Browser, address: str, setting: Setting) -> Page:
    context = chromium.new_context(
        base_url=address, viewport={"width": setting.width, "height": 800}, reduced_motion="reduce"
    )
    if setting.large:
        context.add_cookies([{"name": "type", "value": "large", "url": address}])
    return context.new_page()


def complain(page: Page) -> None:
    """Up to where the whole complaint is read back, with a long word in it."""
    page.get_by_label("在这里写您想问的、想说的").fill("我要投诉，海城街道村口的路灯坏了" + "a" * 120)
    page.get_by_role("button", name="发送").click()
    for label in ("是，投诉求助", "我知道了", "跳过", "匿名"):
        replies = page.locator(".bubble.ours[data-name]")
        replies.last.get_by_role("button", name=label, exact=True).click(timeout=PATIENCE)
    page.get_by_role("button", name="确认提交").wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("name", SETTINGS)
def test_nothing_grave_is_wrong_with_any_page(address: str, chromium: Browser, name: str) -> None:
    page, found = opened(chromium, address, SETTINGS[name]), {}
    for place in PLACES:
        page.goto(place)
        found[place] = complaints(page, SETTINGS[name])
    page.goto("/")
    complain(page)
    found["chat"] = complaints(page, SETTINGS[name])
    page.context.close()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_the_survey_finds_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 800})
    page.set_content(BAD)
    assert {one.partition(":")[0] for one in complaints(page, SETTINGS["narrow"])} >= {
        "image-alt",
        "html-has-lang",
        "color-contrast",
        "too wide",
    }
    page.set_content(NO_OUTLINE)
    assert [one.partition(":")[0] for one in complaints(page, SETTINGS["wide"])] == ["no outline"]
    page.close()
