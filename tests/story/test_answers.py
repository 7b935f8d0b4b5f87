"""From a question that was not answered to one that is: the editor's day, with a training that is a real one."""

import pytest
from playwright.sync_api import Browser, expect

from tests.story import camera
from tests.story.people import Citizen, Officer
from tests.story.running_program import Program

MISSED = "自动化的生产线有多少"
EXCERPT = "9家企业智能制造和管理创新项目已立项并开始实施"
WAYS = (
    *(way.format(MISSED) for way in ("{}", "请问{}", "我想问一下{}", "{}呢", "你知道{}吗")),
    *("自动化生产线搞了多少", "自动化的厂有多少", "搞自动化生产的有多少家", "自动化生产线一共多少", "多少家在搞自动化"),
)
QUESTION = "智能制造项目有几家企业在做？"
TO_PUBLISH = "form[action='/answers/publish/live']"
REASON = "群众问过，通报里写了"
TRAINED = 600_000  # milliseconds on a busy machine
LIVE = 20  # looks of a second


@pytest.mark.long
def test_an_editor_turns_a_miss_into_an_answer_that_the_next_citizen_gets(chromium: Browser, program: Program) -> None:
    asker = Citizen(chromium, program.web)
    asker.say(MISSED)
    asker.press("都不对")
    editor = Officer(chromium, program.console, "陈静").sign_in(program.seeds["陈静"])
    writes(editor)
    trains(editor)
    publishes(editor)
    is_answered(Citizen(chromium, program.web))


def writes(editor: Officer) -> None:
    page = editor.page
    camera.take(page, "misses")
    page.get_by_role("link", name=MISSED).click()
    camera.take(page, "miss")
    page.get_by_role("link", name="自己选条目").click()
    page.get_by_role("link", name="二(二)").first.click()
    page.get_by_role("checkbox", name=EXCERPT).check()
    page.get_by_label("按钮上的问题").fill(QUESTION)
    page.get_by_label("问的是什么").select_option("figure")
    page.get_by_label("群众会怎样问").fill("\n".join(WAYS))
    page.get_by_label("理由").fill(REASON)
    page.get_by_role("button", name="先看一看").click()
    editor.reads("群众看到的")
    camera.take(page, "new-answer")
    page.get_by_role("button", name="保存").click()
    editor.reads("已经保存")
    expect(page.get_by_role("link", name=MISSED)).to_have_count(0)


def trains(editor: Officer) -> None:
    page = editor.page
    page.goto("/answers/publish")
    editor.reads(QUESTION)
    page.get_by_role("button", name="开始训练").click()
    editor.reads("正在训练")
    ready, failed = page.locator(TO_PUBLISH), page.get_by_text("上一次训练没有成功")
    expect(ready.or_(failed)).to_be_visible(timeout=TRAINED)
    expect(failed).to_have_count(0)
    camera.take(page, "publish")
    page.goto("/answers/try")
    page.get_by_label("像群众那样问一句").fill(MISSED)
    page.get_by_role("button", name="问", exact=True).click()
    expect(page.get_by_role("region", name="改过的数据会怎样回答")).to_contain_text(EXCERPT)
    camera.take(page, "try")


def publishes(editor: Officer) -> None:
    """A golden question that stood on the edge may have turned: who looked at it publishes nevertheless."""
    page = editor.page
    page.goto("/answers/publish")
    form, looked = page.locator(TO_PUBLISH), page.get_by_label("我看过这些题，仍要发布")
    form.get_by_role("textbox").fill(REASON)
    if looked.count():
        looked.check()
    form.get_by_role("button").click()
    editor.reads("已经发布")


def is_answered(citizen: Citizen) -> None:
    """The service takes the new model over by itself, some seconds later."""
    for _ in range(LIVE):
        citizen.say(MISSED)
        if EXCERPT in citizen.page.locator(".ours .text").last.inner_text():
            break
        citizen.page.wait_for_timeout(1000)
    citizen.hears(EXCERPT)
