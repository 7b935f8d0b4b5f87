"""The queue under the fingers of a clerk, in a real browser: keys, what is new, a narrow screen, large type."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from cases import holders
from cases.kinds import Kind, Role
from cases.models import Case
from db.session import read_scope, write_scope
from tests.accounts import make_account
from tests.builders import DAY, NOW
from tests.consoles import Console
from tests.queues import submitted

WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def page(console: Console, chromium: Browser) -> Iterator[Page]:
    """The list of a deputy leader, who has two open cases before her and a confidential one."""
    with write_scope(console.database) as session:
        account = make_account(session, "wangli", Role.DEPUTY_LEADER)
    for day in (1, 2):
        submitted(console, due_on=(NOW + day * DAY).date())
    submitted(console, "村干部收了钱", Kind.TIP_OFF, due_on=(NOW + 9 * DAY).date())
    server = uvicorn.Server(uvicorn.Config(console.app, log_level="critical", lifespan="off", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        page = chromium.new_page(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
        try:
            page.clock.install()
            page.goto("/sign-in")
            for name, value in (("name", "wangli"), ("passphrase", account.passphrase), ("code", account.code())):
                page.fill(f"[name={name}]", value)
            page.click("button.main")
            page.wait_for_url("**/queue")
            yield page
        finally:
            page.close()
            server.should_exit = True
            thread.join()


def numbers(page: Page) -> list[str]:
    return [str(row.get_attribute("data-number")) for row in page.locator("tr[data-number]").all()]


def focused(page: Page) -> str:
    """The number of the row that has the focus."""
    return str(page.evaluate("document.activeElement.closest('tr')?.dataset.number ?? ''"))


def test_j_and_k_move_the_focus_from_row_to_row_and_stop_at_the_ends(page: Page) -> None:
    first, second, last = numbers(page)
    went = []
    for key in "jjjjkkkk":
        page.keyboard.press(key)
        went.append(focused(page))
    assert went == [first, second, last, last, second, first, first, first]


def test_a_claims_the_row_after_the_promise(console: Console, page: Page) -> None:
    number = numbers(page)[1]
    for key in "jja":
        page.keyboard.press(key)
    expect(page.locator("dialog#claim")).to_contain_text(number)
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("1件已由您领取")
    with read_scope(console.database) as session:
        assert holders.name_of(session, session.query(Case).filter_by(number=number).one()) == "wangli"


def test_x_ticks_the_row_and_of_a_confidential_one_says_why_not(page: Page) -> None:
    for key in "jxjx":
        page.keyboard.press(key)
    expect(page.locator("[data-ticked]")).to_have_text("2")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-said]")).to_contain_text("密件要打开这一件单独办理")
    expect(page.locator("[data-ticked]")).to_have_text("2")


def test_g_and_a_letter_open_a_view_and_a_question_mark_the_help(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url("**/queue?view=mine")


def test_nothing_happens_while_somebody_writes(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("jxagm?/")
    assert page.input_value("#words") == "jxagm?/"
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/queue")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.click("[data-help]")
    page.uncheck("[data-keys]")
    page.click("dialog#keys [data-close]")
    page.keyboard.press("j")
    assert focused(page) == ""


def test_going_back_comes_to_the_same_row(page: Page) -> None:
    number = numbers(page)[1]
    page.click(f"#c{number} th a")
    page.wait_for_url(f"**/cases/{number}*")
    page.go_back()
    page.wait_for_url(f"**/queue#c{number}")
    page.wait_for_function("document.activeElement.closest('tr')")
    assert focused(page) == number


def test_what_is_new_is_said_and_moves_no_row(console: Console, page: Page) -> None:
    before = numbers(page)
    submitted(console, due_on=NOW.date())
    page.clock.run_for(16_000)
    expect(page.locator(".news")).to_contain_text("有1件新件")
    expect(page).to_have_title("(1) 全部未办结 · 办件 · 回音·工作台")
    assert numbers(page) == before
    page.click("[data-news-link]")
    page.wait_for_url("**/queue?sort=received")
    assert len(numbers(page)) == len(before) + 1


def test_who_has_been_away_too_long_is_told(console: Console, page: Page) -> None:
    console.now += DAY
    page.clock.run_for(16_000)
    expect(page.locator(".news")).to_contain_text("已经退出")


@pytest.mark.parametrize("width", [320, 640, 800, 1280])
def test_no_page_is_wider_than_its_window_in_usual_and_in_large_type(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for _ in range(2):
        for path in ("/queue?which=all", "/queue/search", "/notices", "/campaigns"):
            page.goto(path)
            assert page.evaluate(WIDTH) <= width, path
        page.click("form[action='/type'] button")
