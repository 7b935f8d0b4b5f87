"""Danger to life: the numbers first, always, and nothing that was typed is lost."""

import pytest

from tests.talking import Talk

FIRE = "有人在仓库放火，现在火很大"
BLOCK = "如有人身危险，请立即拨打110"
NUMBERS = "火警119"


async def test_the_first_message_of_a_chat(talk: Talk):
    said = await talk.say(FIRE)
    assert (said.act, said.intake) == ("emergency", "started")
    assert said.text.startswith(BLOCK)
    assert talk.draft.content().text == FIRE


async def test_every_reply_of_that_draft_and_the_receipt_repeat_the_numbers(talk: Talk):
    await talk.say(FIRE)
    for label in ("是，投诉求助", "我知道了", "跳过", "匿名", "确认提交"):
        assert NUMBERS in (await talk.press(label)).text
    assert talk.cases[0].urgent


@pytest.mark.parametrize("way", ["/menu", "海城违建拆了多少", "取消"])
async def test_whatever_else_is_said_in_that_draft(talk: Talk, way: str):
    await talk.say(FIRE)
    assert NUMBERS in (await talk.say(way)).text


async def test_in_the_middle_of_a_draft(talk: Talk):
    await talk.say("建议在村口装两盏路灯，晚上太黑了")
    said = await talk.say(FIRE)
    assert (said.act, said.intake) == ("emergency", "continues")
    assert said.text.startswith(BLOCK)
    assert FIRE in talk.draft.content().text


async def test_with_a_photo_and_in_an_edit(talk: Talk):
    assert (await talk.send(text=FIRE)).text.startswith(BLOCK)
    assert len(talk.draft.files) == 1
    assert (await talk.say(FIRE + "！", message=talk.mine[-1], edited=True)).text.startswith(BLOCK)


async def test_in_an_addition_and_with_a_receipt_code(talk: Talk):
    await talk.say("建议在村口装两盏路灯，晚上太黑了")
    code = (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt
    said = await talk.say(f"{code} {FIRE}")
    assert said.text.startswith(BLOCK)
    assert talk.cases[0].number in said.text
    await talk.press("补充")
    said = await talk.say(FIRE)
    assert (said.act, said.intake) == ("emergency", "submitted")
    assert talk.words[-1] == FIRE
    assert talk.cases[0].urgent


async def test_though_the_engine_is_down(talk: Talk):
    talk.thinker.broken = True
    said = await talk.say(FIRE)
    assert said.text.startswith(BLOCK)
    assert "没有保存" in said.text
    assert said.act == "emergency"


async def test_the_disclosure_waits_for_the_next_reply(talk: Talk):
    await talk.say(FIRE)
    assert "我是自动程序" in (await talk.press("是，投诉求助")).text
