"""Whatever a citizen types or names stays words in the page of a real browser, also when it is drawn again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.accessibility.surveyed import served
from tests.attacks.chat_ways import CODE, COMPLAINT, HARM, WAYS, Step
from tests.public.test_browser import PATIENCE
from tests.websites import Website

FIELD = "在这里写您想问的、想说的"
MARKUP = "() => document.querySelectorAll('img[onerror], img[src=x], #log script').length"


def go(page: Page, way: tuple[Step, ...]) -> None:
    for what, words in way:
        replies = page.locator(".bubble.ours[data-name]")
        count = replies.count()
        if what == "press":
            replies.last.get_by_role("button", name=words, exact=True).click()
        else:
            if what == "file":
                page.set_input_files("#file", FilePayload(name=words, mimeType="application/pdf", buffer=b"%PDF-1.7"))
            code = page.locator(".receipt .code")
            known = code.last.inner_text() if code.count() else ""
            page.get_by_label(FIELD).fill(COMPLAINT if what == "file" else words.replace(CODE, known))
            page.get_by_role("button", name="发送").click()
        expect(replies).not_to_have_count(count, timeout=PATIENCE)


@pytest.mark.parametrize("way", WAYS)
def test_what_a_citizen_types_is_drawn_as_words(tmp_path: Path, chromium: Browser, way: str) -> None:
    complaints: list[str] = []
    with served(Website(tmp_path / "home").app) as address:
        page = chromium.new_page()
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(address)
        go(page, WAYS[way])
        for _ in range(2):
            expect(page.locator("#log")).to_contain_text(HARM)
            assert (page.evaluate(MARKUP), complaints) == (0, [])
            page.reload()
        page.context.close()
