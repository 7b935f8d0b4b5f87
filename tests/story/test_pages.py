"""The parts of the console that the manual shows, each opened by somebody whose work it is."""

import pytest
from playwright.sync_api import Browser, expect

from tests.story import camera
from tests.story.people import Officer
from tests.story.running_program import Program


@pytest.fixture(scope="module")
def deputy(chromium: Browser, program: Program) -> Officer:
    return Officer(chromium, program.console, "周正").sign_in(program.seeds["周正"])


@pytest.mark.parametrize(("word", "picture"), [("台账", "ledger"), ("数据", "figures"), ("提醒", "notices")])
def test_a_word_of_the_menu_leads_to_its_page(deputy: Officer, word: str, picture: str) -> None:
    page = deputy.page
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=word).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(word)
    camera.take(page, picture)


def test_a_call_is_looked_over_entered_and_its_receipt_read_out(chromium: Browser, program: Program) -> None:
    clerk = Officer(chromium, program.console, "孙梅").sign_in(program.seeds["孙梅"])
    page = clerk.page
    page.get_by_role("link", name="代为登记").click()
    for word in ("来电", "意见建议", "匿名"):
        page.get_by_role("radio", name=word).check()
    page.get_by_label("内容").fill("建议在村口的公交站装个雨棚，等车的多数是老人家")
    page.get_by_role("button", name="核对").click()
    camera.take(page, "entry")
    page.get_by_role("button", name="登记，取回执").click()
    clerk.reads("回执码是")
    camera.take(page, "entry-receipt")


def test_an_auditor_walks_the_chain_and_finds_it_whole(chromium: Browser, program: Program) -> None:
    auditor = Officer(chromium, program.console, "赵敏").sign_in(program.seeds["赵敏"])
    page = auditor.page
    page.get_by_role("link", name="审计", exact=True).click()
    camera.take(page, "audit")
    page.get_by_role("link", name="核对审计链").click()
    page.get_by_role("button", name="从头核对").click()
    expect(page.get_by_role("status")).to_contain_text("完整")
