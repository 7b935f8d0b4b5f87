"""The chat as plain forms: nothing typed is lost, and what was not seen comes again."""

import re

import pytest

from cases.chat_models import SendState
from public.forms import LONGEST_TEXT
from public.limits import OWN_BURST
from tests.builders import DAY, HOUR
from tests.talking import ANSWER
from tests.websites import Browser, Website

COMPLAINT = "我要投诉，海城街道村口的路灯坏了半个月没人管"
TO_RECEIPT = ("是，投诉求助", "我知道了", "跳过", "匿名", "确认提交")


async def complain(browser: Browser) -> None:
    await browser.say(COMPLAINT)
    for label in TO_RECEIPT:
        await browser.press(label)


async def test_a_question_is_answered_after_a_redirect(browser: Browser) -> None:
    posted = await browser.say("海城违建拆了多少", follow=False)
    assert (posted.status_code, posted.headers["location"]) == (303, "/#newest")
    await browser.open()
    assert ANSWER in browser.texts[-1]


async def test_the_page_says_before_anything_is_written_what_is_protected_and_who_answers(browser: Browser) -> None:
    await browser.open()
    for words in ("不保存您的IP地址", "网络日志", "Telegram 公司知道您的账号", "我是自动程序"):
        assert words in browser.page


async def test_a_page_that_is_loaded_again_still_shows_the_last_exchange(browser: Browser) -> None:
    await browser.say("海城违建拆了多少")
    await browser.open()
    assert ANSWER in browser.texts[-1]


async def test_what_was_seen_is_erased_with_the_next_message(browser: Browser, website: Website) -> None:
    await browser.say("海城违建拆了多少")
    await browser.say("谁能看到")
    first, second = website.outbox()
    assert (first.state, first.payload, first.message_ids) == (SendState.SENT, b"", [str(first.id)])
    assert (second.state, second.payload != b"") == (SendState.WAITING, True)
    assert ANSWER not in "".join(browser.texts)


async def test_what_nobody_fetched_is_gone_after_a_day(browser: Browser, website: Website) -> None:
    await browser.say("海城违建拆了多少")
    website.now += DAY
    await website.service.housekeeping.round()
    assert [(row.state, row.payload) for row in website.outbox()] == [(SendState.EXPIRED, b"")]


async def test_a_complaint_is_taken_to_its_receipt(browser: Browser) -> None:
    await complain(browser)
    code = re.search(r'<dd class="code">(\d{4}(?: \d{4}){3})</dd>', browser.page)
    assert code and code[1] in browser.texts[-1]


async def test_a_receipt_can_be_saved_as_a_picture(browser: Browser, website: Website) -> None:
    await browser.open()
    wanted = {"token": browser.hidden["token"], "number": "12345678", "code": "1234 5678 9012 3456"}
    saved = await browser.client.post("/receipt.png", data=wanted)
    assert (saved.headers["content-type"], saved.content[:4]) == ("image/png", b"\x89PNG")
    assert saved.headers["content-disposition"] == 'attachment; filename="12345678.png"'
    assert list((website.home / "pictures").glob("receipt-*")) == []


@pytest.mark.parametrize("wrong", [{"code": "../../etc/passwd"}, {"number": 'a"b'}, {"token": "x"}, {"code": ""}])
async def test_no_other_picture_is_drawn_than_a_receipt(browser: Browser, wrong: dict[str, str]) -> None:
    await browser.open()
    wanted = {"token": browser.hidden["token"], "number": "12345678", "code": "1234 5678 9012 3456"} | wrong
    assert (await browser.client.post("/receipt.png", data=wanted)).status_code in (400, 403)


async def test_a_notice_in_the_chat_is_not_promised_where_it_could_not_be_kept(browser: Browser) -> None:
    await browser.say(COMPLAINT)
    for label in TO_RECEIPT[:-1]:
        await browser.press(label)
    assert "不会在这个聊天里给您发消息" in browser.texts[-1]
    assert not {"有答复在这里提醒我", "不用在这里提醒我"} & set(browser.buttons)


async def test_the_same_form_sent_twice_is_answered_once(browser: Browser, website: Website) -> None:
    await browser.open()
    key = browser.hidden["key"]
    for _ in range(2):
        await browser.say("海城违建拆了多少", key=key)
    assert len(website.outbox()) == 1


async def test_what_was_typed_beside_a_pressed_button_stays_in_the_field(browser: Browser) -> None:
    await browser.say("海城违建拆了多少")
    await browser.press("我要反映问题", text="写了一半的话")
    assert browser.field == "写了一半的话"


async def test_a_press_that_was_refused_can_be_made_again(browser: Browser, website: Website) -> None:
    await browser.say(COMPLAINT)
    for _ in range(OWN_BURST - 1):
        website.limits.ask(website.sessions.address(browser.client.cookies["huiyin"]))
    assert (await browser.press("是，投诉求助")).status_code == 429
    website.now += HOUR
    assert (await browser.press("是，投诉求助")).status_code == 200
    assert "我知道了" in browser.buttons


async def test_a_text_that_is_too_long_stays_in_the_field(browser: Browser, website: Website) -> None:
    refused = await browser.say("长" * (LONGEST_TEXT + 1))
    assert refused.status_code == 422
    assert browser.field == "长" * (LONGEST_TEXT + 1)
    assert str(LONGEST_TEXT) in browser.notice
    assert website.outbox() == []


async def test_a_text_of_just_the_limit_is_taken(browser: Browser) -> None:
    assert (await browser.say("长" * LONGEST_TEXT)).status_code == 200


@pytest.mark.parametrize("nothing", ["", "   ", "\n"])
async def test_nothing_is_not_sent(browser: Browser, website: Website, nothing: str) -> None:
    assert (await browser.say(nothing)).status_code == 422
    assert website.outbox() == []


async def test_a_text_that_could_not_be_saved_stays_in_the_field(browser: Browser, website: Website) -> None:
    website.thinker.broken = True
    await browser.say("海城违建拆了多少")
    assert browser.field == "海城违建拆了多少"
    assert "没有保存" in browser.texts[-1]
    website.thinker.broken = False
    await browser.say(browser.field)
    assert ANSWER in browser.texts[-1]


async def test_large_type_is_kept_and_nothing_typed_is_lost(browser: Browser) -> None:
    await browser.open()
    await browser.client.post("/type", data={"size": "large"})
    await browser.open()
    assert '<html lang="zh-CN" data-type="large">' in browser.page
    kept = await browser.client.post("/type", data={"size": "usual", "text": "写了一半"})
    assert "写了一半</textarea>" in kept.text
    assert "data-type" not in kept.text.partition("<head>")[0]


async def test_who_leaves_leaves_nothing_but_cases(browser: Browser, website: Website) -> None:
    await browser.say(COMPLAINT)
    before = dict(browser.client.cookies)
    await browser.client.post("/leave", data={"token": browser.hidden["token"]})
    assert dict(browser.client.cookies) != before
    assert {row.payload for row in website.outbox()} == {b""}
    assert await website.chat.waiting(website.sessions.address(before["huiyin"])) == []
    await browser.open()
    assert len(browser.texts) == 1
