"""What happens outside the steps: commands, questions, repetition, groups, time."""

import asyncio
from datetime import datetime

import pytest

from bot.messages import Incoming
from cases import drafts
from cases.chat_models import Draft
from cases.files.stored import original_of
from cases.kinds import Kind
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
COMMANDS = {
    "/start": "smalltalk",
    "/menu": "menu",
    "/contact": "contact",
    "/status": "case_status",
    "/help": "smalltalk",
}


@pytest.mark.parametrize("command", COMMANDS)
async def test_commands_work_without_a_draft(talk: Talk, command: str):
    said = await talk.say(command)
    assert (said.act, said.intake) == (COMMANDS[command], None)


@pytest.mark.parametrize("command", COMMANDS)
async def test_commands_work_in_a_draft_and_lead_back_to_it(talk: Talk, command: str):
    await talk.say(LAMP)
    said = await talk.say(command)
    assert (said.act, said.intake, said.kind) == (COMMANDS[command], "continues", Kind.SUGGESTION)
    assert "是，意见建议" in (await talk.press("回到填写")).labels
    assert talk.draft.content().text == LAMP


async def test_cancel_with_nothing_open_says_so(talk: Talk):
    assert ((await talk.say("/cancel")).act, (await talk.say("/cancel")).intake) == ("smalltalk", None)


async def test_the_consult_button_keeps_the_question(talk: Talk):
    await talk.say("明年的人口普查什么时候开始")
    said = await talk.press("把问题转给工作人员")
    assert (said.intake, said.kind) == ("started", Kind.CONSULTATION)
    assert (await talk.press("确认提交")).intake == "submitted"
    assert talk.words == ["明年的人口普查什么时候开始"]


async def test_i_am_a_program_is_said_once(talk: Talk):
    first = await talk.say("海城违建拆了多少")
    assert first.text.startswith("我是自动程序，不是工作人员。")
    assert "自动程序" not in (await talk.say("海城违建拆了多少")).text


async def test_a_greeting_says_it_in_its_own_words(talk: Talk):
    assert "自动程序" not in (await talk.say("/start")).text


async def test_groups_are_told_to_write_in_private(talk: Talk):
    said = await talk.service.conversation.handle(Incoming("telegram-group", "-100", "k", LAMP))
    assert "私聊" in said.replies[0].text
    assert talk.draft is None


async def test_a_repeated_delivery_is_answered_once(talk: Talk):
    await talk.say(LAMP, key="same")
    assert (await talk.say(LAMP, key="same")).replies == []
    assert len(talk.draft.texts) == 1


async def test_two_messages_at_once_are_taken_in_order(talk: Talk):
    await talk.say(LAMP)
    await asyncio.gather(*(talk.say(f"第{number}盏装在桥头的东边") for number in range(5)))
    assert [text.text[1] for text in talk.draft.texts[1:]] == list("01234")


async def test_when_the_engine_fails_nothing_is_saved_and_the_citizen_told(talk: Talk):
    await talk.say(LAMP)
    talk.thinker.broken = True
    said = await talk.say("北边的路口也要一盏")
    assert (said.act, talk.draft.content().text) == ("error", LAMP)
    assert "没有保存" in said.text


async def test_when_the_database_fails_nothing_is_saved_and_no_receipt_shown(talk: Talk, monkeypatch):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过", "匿名")
    with monkeypatch.context() as broken:
        broken.setattr(drafts, "change", lambda *_, **__: 1 / 0)
        said = await talk.press("确认提交")
    assert (said.receipt, talk.cases) == (None, [])
    assert "没有保存" in said.text
    assert (await talk.press("确认提交")).intake == "submitted"


async def test_one_reminder_after_twenty_hours(talk: Talk):
    await talk.say(LAMP)  # 15:08 in Shanghai
    assert (await talk.later(hours=17)).replies == []
    reminder = await talk.later(hours=3, minutes=1)
    assert "没写完" in reminder.text
    assert "路灯" not in reminder.text
    assert (await talk.later(hours=1)).replies == []
    assert "是，意见建议" in (await talk.press("回到填写")).labels


async def test_nobody_is_reminded_at_night(talk: Talk):
    talk.now = datetime.fromisoformat("2026-05-06T05:00+08:00")
    await talk.say(LAMP)
    assert (await talk.later(hours=20)).replies == []  # one in the morning


async def test_a_draft_is_gone_after_a_day_with_its_files(talk: Talk):
    await talk.send(text=LAMP)
    await talk.later(minutes=1)
    files = talk.home / "attachments"
    assert len({original_of(path.name) for path in files.iterdir()}) == 1
    await talk.later(hours=24)
    assert (talk.rows(Draft), list(files.iterdir())) == (0, [])
    assert "没有可以恢复" in (await talk.say("恢复")).text


async def test_a_file_that_never_comes_is_asked_for_again_and_the_text_is_kept(talk: Talk):
    await talk.send(text=LAMP, size=0)
    (talk.home / "a.jpg").unlink()
    assert "没有取到" in (await talk.later(minutes=1)).text
    assert (talk.draft.files, talk.draft.content().text) == ([], LAMP)


async def test_a_message_that_asks_and_reports_is_answered_first_and_kept_whole(talk: Talk):
    said = await talk.say("楼道的灯坏了三个月没人管。海城违建拆了多少？")
    assert (said.act, said.section, said.intake) == ("answer", "三(三)", "started")
    assert said.text.index("63处") < said.text.index("您想说的是“投诉求助”吗")
    assert talk.draft.content().text == "楼道的灯坏了三个月没人管。海城违建拆了多少？"


async def test_an_answer_can_be_rated(talk: Talk):
    await talk.say("海城违建拆了多少")
    said = await talk.say("满意")
    assert (said.act, said.intake) == ("intake", "submitted")
