"""Whatever a citizen types or names stays words: in the chat without script, and before the staff."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import select

from bot.messages import Attachment
from bot.telegram_bot import TelegramChannel
from cases.kinds import Role
from cases.models import Case
from db.session import read_scope
from tests.attacks.chat_ways import CODE, COMPLAINT, HARM, WAYS, Step
from tests.attacks.walk import POISON, Walker, require_harmless
from tests.builders import MINUTE
from tests.consoles import Console
from tests.websites import Browser, Website

RECEIPT = re.compile(r'<dd class="code">(\d{4}(?: \d{4}){3})</dd>')
NAMES = {"first_name": POISON, "last_name": POISON, "username": POISON}


@pytest.fixture
def website(tmp_path: Path) -> Website:
    return Website(tmp_path / "home")


async def look(answer: Response) -> None:
    await answer.aread()
    if answer.headers.get("content-type", "").startswith("text/html"):
        require_harmless(answer)


async def go(website: Website, browser: Browser, way: tuple[Step, ...]) -> str:
    """All that the citizen was shown."""
    browser.client.event_hooks["response"].append(look)
    pages, code = [], ""
    for what, words in way:
        website.now += MINUTE
        if what == "press":
            await browser.press(words)
        else:
            file = (words, b"%PDF-1.7") if what == "file" else None
            await browser.say(COMPLAINT if file else words.replace(CODE, code), file=file)
        pages += browser.texts
        code = next(iter(RECEIPT.findall(browser.page)), code)
    return "\n".join(pages)


async def seen_by_staff(website: Website) -> str:
    """What an officer reads of all cases."""
    await website.service.housekeeping.round()
    console = Console(website.database, now=website.now, more={"files": website.home / "attachments"})
    officer = await console.officer(Role.TRIAGE_OFFICER)
    Walker(console.app, officer)  # looks at every answer
    with read_scope(website.database) as session:
        numbers = session.scalars(select(Case.number)).all()
    assert numbers
    read = []
    for address in ("/queue", *(f"/cases/{number}" for number in numbers)):
        assert (await officer.open(address)).status_code == 200
        read.append(officer.text)
    return "\n".join(read)


@pytest.mark.parametrize("way", WAYS)
async def test_what_a_citizen_types_is_shown_as_words_to_everybody(website: Website, way: str) -> None:
    browser = website.browser()
    shown = await go(website, browser, WAYS[way])
    assert HARM in shown + await seen_by_staff(website)


async def test_the_answer_for_the_pages_script_is_no_page(website: Website) -> None:
    browser = website.browser()
    await browser.open()
    sent = browser.hidden | {"text": f"{COMPLAINT}{POISON}"}
    answer = await browser.client.post("/say", data=sent, headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_names_that_telegram_tells_are_not_taken() -> None:
    person, file = {"id": 7, "is_bot": False} | NAMES, {"file_id": "f", "file_unique_id": "u", "file_name": POISON}
    message = {"message_id": 3, "date": 1, "from": person, "chat": {"id": 7, "type": "private"} | NAMES}
    incoming = TelegramChannel("1:x").read({"update_id": 9, "message": message | {"document": file, "caption": "看"}})
    assert incoming and incoming.attachments == (Attachment("document", "f", POISON),)
    assert POISON not in str(replace(incoming, attachments=()))
