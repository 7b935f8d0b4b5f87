"""What is done between messages: nothing that fails stops the rest, and nothing tells more than it must."""

from datetime import timedelta

import pytest

from bot.housekeeping import MOST_TRIES
from bot.messages import Incoming
from bot.pictures import Pictures
from cases import attachments, chats
from cases.chat_models import Attachment, Chat, Draft, Job, OutboxItem
from cases.files.states import CopyState
from cases.files.stored import original_of
from cases.times import to_the_day
from tests.builders import NOW
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
SUBMIT = ("是，意见建议", "跳过", "匿名", "确认提交")


async def test_a_picture_that_cannot_be_drawn_does_not_keep_the_receipt_back(talk: Talk, monkeypatch):
    monkeypatch.setattr(Pictures, "draw", lambda *_: 1 / 0)
    await talk.say(LAMP)
    said = await talk.walk(*SUBMIT)
    assert said.receipt in said.text
    assert said.replies[-1].image is None


async def test_a_row_that_nobody_can_open_does_not_keep_the_next_back(talk: Talk):
    await talk.service.conversation.handle(Incoming("talk", talk.address, "k", LAMP))
    talk.change(lambda session: setattr(session.query(OutboxItem).one(), "payload", b"broken"))
    assert (await talk.say("海城违建拆了多少")).replies


async def test_a_job_that_breaks_is_tried_a_number_of_times_and_stops_no_other(talk: Talk, monkeypatch):
    await talk.send(text=LAMP)
    monkeypatch.setattr(attachments, "about", lambda *_: 1 / 0)
    for _ in range(MOST_TRIES + 1):
        await talk.later(hours=1, minutes=10)
    assert talk.rows(Job) == 0


async def test_one_unreadable_draft_does_not_keep_the_reminder_of_another(talk: Talk):
    await talk.say(LAMP)
    talk.change(lambda session: setattr(session.query(Draft).one(), "body", b"broken"))
    talk.address = "other"
    await talk.say(LAMP)
    assert "没写完" in (await talk.later(hours=20, minutes=1)).text


async def test_the_time_of_a_stored_file_is_its_day(talk: Talk):
    await talk.send(text=LAMP)
    await talk.later(minutes=1)
    times = {file.stat().st_mtime for file in (talk.home / "attachments").iterdir()}
    assert times == {to_the_day(NOW).timestamp()}


async def test_the_row_of_a_file_says_that_there_is_a_copy_and_not_of_what(talk: Talk):
    await talk.send(text=LAMP)
    await talk.later(minutes=1)
    found: list[CopyState] = []
    talk.change(lambda session: found.append(session.query(Attachment).one().copy_state))
    assert found == [CopyState.MADE]


async def test_how_a_file_came_is_forgotten_after_an_hour(talk: Talk):
    await talk.send(text=LAMP)
    await talk.later(minutes=1)
    assert talk.rows(Job) == 1
    await talk.later(hours=1)
    assert talk.rows(Job) == 0


async def test_a_file_that_belongs_to_nobody_is_removed(talk: Talk):
    (talk.home / "attachments" / "orphan").write_bytes(b"x")
    await talk.send(text=LAMP)
    await talk.later(minutes=1)
    assert stored(talk) == names(talk)


async def test_the_files_of_a_draft_stay_when_forgetting_it_fails(talk: Talk, monkeypatch):
    await talk.send(text=LAMP)
    await talk.later(minutes=1)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(chats, "save", lambda *_: 1 / 0)
        await talk.service.conversation.forget("talk", talk.address)
    assert stored(talk) == names(talk)
    await talk.service.conversation.forget("talk", talk.address)
    assert list((talk.home / "attachments").iterdir()) == []


async def test_a_draft_of_yesterday_is_gone_although_nobody_has_tidied(talk: Talk):
    await talk.say(LAMP)
    talk.now += timedelta(hours=24)
    assert "没有可以恢复" in (await talk.say("恢复")).text


async def test_what_is_known_of_a_chat_is_gone_two_days_after_its_last_word(talk: Talk):
    await talk.say(LAMP)
    await talk.walk(*SUBMIT)
    await talk.later(hours=49)
    talk.change(lambda session: [row.context for row in session.query(Chat)] == [b""] or pytest.fail("kept"))


async def test_what_cannot_be_deleted_any_more_is_not_said_to_be(talk: Talk):
    await talk.say(LAMP)
    for _ in range(3):
        talk.now += timedelta(hours=20)
        await talk.say("北边的路口也要一盏")
    await talk.walk(*SUBMIT)
    assert "超过48小时" in (await talk.press("删除聊天记录")).text


def stored(talk: Talk):
    return {original_of(path.name) for path in (talk.home / "attachments").iterdir()}


def names(talk: Talk):
    found: set[str] = set()
    talk.change(lambda session: found.update(row.stored_name for row in session.query(Attachment)))
    return found
