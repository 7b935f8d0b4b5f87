"""From a complaint to its stars: what each of the people sees, on the running program."""

import re

from playwright.sync_api import Browser, expect
from pyotp import TOTP

from tests.accounts import PASSPHRASE
from tests.story import camera
from tests.story.people import PATIENCE, Citizen, Officer, photo
from tests.story.running_program import NEW, Program

COMPLAINT = "我要投诉，海城街道村口的路灯坏了半个月没人修"
TO_RECEIPT = ("是，投诉求助", "我知道了", "跳过", "匿名", "确认提交")
QUESTION = "请问坏的是哪一盏？灯杆上有编号的话，请告诉我们。"
SUPPLEMENT = "就是文化礼堂门口那一盏，灯杆编号海城0317"
ANSWER = "村口海城0317号路灯已经换好灯头，11月20日晚上到现场看过，亮了。还有问题请再告诉我们。"
CLOSING = "路灯已修好，现场看过。依据：照片和维修单。"


def test_a_complaint_is_claimed_asked_about_answered_closed_and_rated(chromium: Browser, program: Program) -> None:
    citizen = Citizen(chromium, program.web)
    number, code = complains(citizen)
    clerk = Officer(chromium, program.console, NEW)
    sets_up(clerk, program.one_time)
    asks_back(clerk, number)
    supplements(citizen, code)
    accepts(clerk, number)
    leader = Officer(chromium, program.console, "张强").sign_in(program.seeds["张强"])
    assigns(leader, number)
    handler = Officer(chromium, program.console, "刘洋").sign_in(program.seeds["刘洋"])
    handles(handler, number)
    closes(leader, number)
    gives_feedback(handler, number)
    rates(citizen, code)


def complains(citizen: Citizen) -> tuple[str, str]:
    citizen.say("海城违建拆了多少")
    citizen.hears("7.1万平方米")
    camera.take(citizen.page, "citizen-asks")
    citizen.show(photo())
    citizen.say(COMPLAINT)
    citizen.hears("收到照片")
    for label in TO_RECEIPT:
        citizen.press(label)
    camera.take(citizen.page, "citizen-receipt")
    return citizen.receipt()


def sets_up(clerk: Officer, one_time: str) -> None:
    """The first time: another passphrase, then the telephone."""
    clerk.type_in(one_time)
    for label, words in (("现在的口令", one_time), ("新口令", PASSPHRASE), ("再写一遍新口令", PASSPHRASE)):
        clerk.page.get_by_label(re.compile(f"^{label}")).fill(words)
    clerk.page.get_by_role("button", name="修改口令").click()
    seed = clerk.page.locator("code").inner_text()
    camera.take(clerk.page, "first-sign-in")
    clerk.page.get_by_role("textbox", name="验证码").fill(TOTP(seed).now())
    clerk.page.get_by_role("button", name="启用").click()
    clerk.reads("已经改好")


def sees_the_preview(clerk: Officer) -> None:
    """It is drawn a round of the jobs loop after the photo came."""
    preview = clerk.page.get_by_role("img", name="附件1的预览")
    for _ in range(30):
        if preview.count():
            break
        clerk.page.wait_for_timeout(500)
        clerk.page.reload()
    expect(preview).to_be_visible()


def asks_back(clerk: Officer, number: str) -> None:
    clerk.page.goto("/queue?view=unclaimed")
    camera.take(clerk.page, "queue")
    clerk.open(number)
    clerk.take_step("claim")
    clerk.reads("在您手里")
    clerk.take_step("confirm")
    clerk.take_step("triage")
    clerk.reads("已甄别")
    clerk.reads("海城街道村口的路灯坏了半个月")
    sees_the_preview(clerk)
    camera.take(clerk.page, "case")
    step = clerk.fill_in("ask", text=QUESTION)
    step.get_by_role("button", name="先看反映人会看到什么").click()
    clerk.reads("反映人会看到")
    camera.take(clerk.page, "ask", around="#do-ask")
    clerk.page.locator("#do-ask").get_by_role("button", name="发出").click()
    clerk.reads("秒后办理")
    camera.take(clerk.page, "ten-seconds", around=".waits")
    expect(clerk.page.locator(".tags")).to_contain_text("待补充", timeout=PATIENCE)


def supplements(citizen: Citizen, code: str) -> None:
    citizen.say(code)
    citizen.hears(QUESTION)
    camera.take(citizen.page, "citizen-is-asked")
    citizen.press("回答")
    citizen.say(SUPPLEMENT)
    citizen.hears("补充已经登记")


def accepts(clerk: Officer, number: str) -> None:
    clerk.open(number)
    clerk.reads(SUPPLEMENT)
    clerk.take_step("accept", reason="属于本组受理范围")
    clerk.reads("秒后办理")
    clerk.sign_out()


def assigns(leader: Officer, number: str) -> None:
    leader.open(number)
    leader.reads("已受理")
    step = leader.fill_in("assign", person="刘洋")
    camera.take(leader.page, "assign", around="#do-assign")
    step.locator("button.main").last.click()
    leader.reads("已交办")


def handles(handler: Officer, number: str) -> None:
    handler.open(number)
    handler.take_step("attest")
    handler.take_step("start")
    handler.take_step("reply", text=ANSWER)
    handler.reads("秒后办理")
    handler.take_step("submit")
    handler.reads("待审核")
    handler.reads(ANSWER)


def closes(leader: Officer, number: str) -> None:
    leader.open(number)
    leader.fill_in("complete", reason=CLOSING)
    camera.take(leader.page, "close", around="#do-complete")
    leader.page.locator("#do-complete button.grave").click()
    leader.reads("秒后办理")
    leader.sign_out()


def gives_feedback(handler: Officer, number: str) -> None:
    handler.page.goto(f"/cases/{number}")
    handler.reads("已办结")
    handler.take_step("feedback", how="在聊天里答复", reaction="说修好了")
    handler.reads("已反馈")


def rates(citizen: Citizen, code: str) -> None:
    citizen.say(code)
    citizen.hears(ANSWER)
    camera.take(citizen.page, "citizen-is-answered")
    citizen.press("评价")
    citizen.press("满意")
    citizen.hears("评价已登记")
