"""The page of a case in a real browser: letters, the countdown, drafts that outlive a reload, and a narrow screen."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from cases.kinds import AboutWhom, Kind, Role
from cases.models import Base, Message
from db.session import make_engine, read_scope, write_scope
from tests.accounts import make_account
from tests.case_pages import BRIBE, Alarms, add
from tests.consoles import Console

REPLY = "您好，路灯明天上午去修"
TEN_SECONDS = 11_000  # milliseconds, and one more


@dataclass
class Served:
    """A console that a browser can reach."""

    console: Console
    alarms: Alarms
    address: str

    def words(self) -> int:
        """How many messages there are in all cases."""
        with read_scope(self.console.database) as session:
            return len(session.scalars(select(Message.id)).all())


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    engine, alarms = make_engine(f"sqlite:///{tmp_path / 'console.sqlite3'}"), Alarms()
    Base.metadata.create_all(engine)
    with write_scope(engine) as session:
        leader = make_account(session, "zuzhang", Role.TEAM_LEADER).officer
    more = {"pending": alarms.steps, "trial": {"zuzhang": "组长"}, "enter": lambda _name: leader}
    console = Console(engine, more=more)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(console.app, log_config=None, lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield Served(console, alarms, f"http://127.0.0.1:{listening.getsockname()[1]}")
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    context = chromium.new_context(base_url=served.address)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    page.goto("/sign-in")
    page.get_by_role("button", name="组长").click()
    yield page
    context.close()
    assert errors == []


def test_a_letter_opens_the_reply_and_it_goes_when_the_countdown_is_over(served: Served, page: Page) -> None:
    number = add(served.console)
    page.clock.install()
    page.goto(f"/cases/{number}")
    page.keyboard.press("r")
    page.keyboard.type(REPLY)
    page.get_by_role("button", name="发出").first.click()
    expect(page.get_by_text("10秒后办理")).to_be_visible()
    assert served.words() == 1
    served.alarms.ring()
    page.clock.run_for(TEN_SECONDS)
    expect(page.get_by_text("秒后办理")).to_have_count(0)
    assert served.words() == 2


def test_what_is_taken_back_stands_in_the_form_again(served: Served, page: Page) -> None:
    number = add(served.console)
    page.goto(f"/cases/{number}")
    page.keyboard.press("r")
    page.keyboard.type(REPLY)
    page.get_by_role("button", name="发出").first.click()
    page.locator(".waits").get_by_role("button").click()
    expect(page.locator("#reply-text")).to_have_value(REPLY)
    assert served.words() == 1


def test_what_was_taken_back_outlives_a_reload_too(served: Served, page: Page) -> None:
    number = add(served.console)
    page.goto(f"/cases/{number}")
    page.keyboard.press("r")
    page.keyboard.type(REPLY)
    page.get_by_role("button", name="发出").first.click()
    page.locator(".waits").get_by_role("button").click()
    expect(page.locator("#reply-text")).to_have_value(REPLY)
    page.goto(f"/cases/{number}")
    expect(page.locator("#reply-text")).to_have_value(REPLY)


def test_what_is_pressed_twice_is_sent_once(served: Served, page: Page) -> None:
    number, sent = add(served.console), []
    page.goto(f"/cases/{number}")
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="声明无利害关系").first.dblclick()
    expect(page.locator(".said")).to_be_visible()
    assert len(sent) == 1


def test_who_has_switched_off_the_keys_of_the_queue_has_none_here(served: Served, page: Page) -> None:
    number = add(served.console)
    page.evaluate("localStorage.setItem('queue-keys-off', '1')")
    page.goto(f"/cases/{number}")
    page.keyboard.press("n")
    expect(page.locator("#do-note")).not_to_have_attribute("open", "")


def test_a_letter_typed_into_a_field_is_a_letter(served: Served, page: Page) -> None:
    number = add(served.console)
    page.goto(f"/cases/{number}")
    page.keyboard.press("n")
    page.keyboard.type("urna")
    expect(page.locator("#note-text")).to_have_value("urna")
    assert page.url.endswith(number)


def test_a_draft_of_an_open_case_outlives_a_reload_and_one_of_a_sealed_case_leaves_no_trace(
    served: Served, page: Page
) -> None:
    number, sealed = add(served.console), add(served.console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.NONE)
    for case, kept in ((number, REPLY), (sealed, "")):
        page.goto(f"/cases/{case}")
        page.keyboard.press("n")
        page.keyboard.type(REPLY)
        page.reload()
        expect(page.locator("#note-text")).to_have_value(kept)


def test_signing_out_leaves_no_draft_in_the_browser(served: Served, page: Page) -> None:
    number = add(served.console)
    page.goto(f"/cases/{number}")
    page.keyboard.press("n")
    page.keyboard.type(REPLY)
    page.get_by_role("button", name="退出").click()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_on_a_narrow_screen_nothing_has_to_be_moved_sideways(served: Served, page: Page, large: bool) -> None:
    number = add(served.console, "很长的一串" * 40 + "a" * 200)
    if large:
        page.get_by_role("button", name="大字").click()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/cases/{number}")
    for group in page.locator("details.group > summary").all():
        group.click()
    for step in page.locator("details.step > summary").all():
        step.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts_the_page_of_a_step_that_waits_comes_again_by_itself(served: Served, chromium: Browser) -> None:
    number = add(served.console)
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="组长").click()
    page.goto(f"/cases/{number}")
    page.locator("#do-reply > summary").click()
    page.locator("#reply-text").fill(REPLY)
    page.get_by_role("button", name="发出").first.click()
    expect(page.locator('meta[http-equiv="refresh"]')).to_have_attribute("content", "11")
    context.close()
