"""The channel against a Bot API that limits, refuses and breaks."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import TryLater, Undeliverable
from bot.messages import Attachment, Button, Reply
from bot.pieces import split_text, to_rows, utf16_units
from bot.polling import report
from bot.telegram_bot import TelegramChannel
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.asyncio
PNG = b"\x89PNG not a real one"


@dataclass(frozen=True)
class Row:
    reply: Reply
    address: str = "7"
    delete: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()


# out


async def test_a_reply_comes_with_its_buttons(fake: FakeTelegram, channel: TelegramChannel) -> None:
    delivered = await channel.deliver(Row(Reply("好", (Button("是", "a"), Button("换一类", "b")))))
    [message] = fake.sent(7)
    assert (message.text, message.buttons, message.data) == ("好", ["是", "换一类"], {"是": "a", "换一类": "b"})
    assert delivered.message_ids == (str(message.message_id),)


async def test_short_buttons_stand_two_in_a_row_and_long_ones_alone() -> None:
    buttons = [Button(label, label) for label in ("是", "否", "跳过", "我想先看看这件事怎么办理", "取消")]
    assert [len(row) for row in to_rows(buttons)] == [2, 1, 1, 1]


async def test_a_long_reply_is_split_and_the_buttons_stand_under_its_end(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    text = "这是一句话。" * 1500
    await channel.deliver(Row(Reply(text, (Button("好", "a"),))))
    assert "".join(message.text for message in fake.sent(7)) == text
    assert [message.buttons for message in fake.sent(7)] == [[], [], ["好"]]


async def test_a_picture_carries_a_short_text(fake: FakeTelegram, channel: TelegramChannel, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    await channel.deliver(Row(Reply("图", (Button("好", "a"),), image=str(tmp_path / "a.png"))))
    [message] = fake.sent(7)
    assert (message.photo, message.text, message.buttons) == (PNG, "图", ["好"])


async def test_a_long_text_follows_its_picture(fake: FakeTelegram, channel: TelegramChannel, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    await channel.deliver(Row(Reply("长。" * 600, image=str(tmp_path / "a.png"))))
    assert [(message.photo, message.text) for message in fake.sent(7)] == [(PNG, ""), (None, "长。" * 600)]


async def test_a_lost_picture_does_not_keep_the_words_back(fake: FakeTelegram, channel: TelegramChannel) -> None:
    await channel.deliver(Row(Reply("图", image="/nowhere/a.png")))
    assert [message.text for message in fake.sent(7)] == ["图"]


async def test_a_photo_that_telegram_refuses_does_not_keep_the_words_back(
    fake: FakeTelegram, channel: TelegramChannel, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    fake.fail_next("sendPhoto", 400)
    delivered = await channel.deliver(Row(Reply("图", (Button("好", "a"),), image=str(tmp_path / "a.png"))))
    [message] = fake.sent(7)
    assert (message.text, message.buttons) == ("图", ["好"])
    fake.fail_next("sendPhoto", 400)
    delivered = await channel.deliver(Row(Reply("长。" * 600, image=str(tmp_path / "a.png"))))
    assert delivered.message_ids == (str(fake.sent(7)[-1].message_id),)


async def test_what_could_not_be_read_is_told_by_its_type(
    channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    stop = asyncio.Event()
    channel.read({"update_id": 1, "message": "卡纳丽"})
    stop.set()
    await asyncio.wait_for(report(channel.unparsed, stop), 1)
    assert "message" in caplog.text and "卡纳丽" not in caplog.text


async def test_messages_are_deleted_before_the_reply(fake: FakeTelegram, channel: TelegramChannel) -> None:
    await channel.deliver(Row(Reply("已删除"), delete=("11", "12")))
    assert fake.deleted(7) == [11, 12]


async def test_one_message_too_old_to_delete_does_not_keep_the_others(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    fake.fail_next("deleteMessages", 400)
    fake.fail_next("deleteMessage", 400)
    await channel.deliver(Row(Reply("好"), delete=("11", "12")))
    assert fake.deleted(7) == [12]


async def test_too_many_requests_means_later_by_so_many_seconds(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.fail_next("sendMessage", 429, retry_after=17)
    with pytest.raises(TryLater) as later:
        await channel.deliver(Row(Reply("好")))
    assert later.value.seconds == 17


@pytest.mark.parametrize("status", [401, 404, 409, 500, 502])
async def test_what_may_pass_means_later(status: int, fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.fail_next("sendMessage", status)
    with pytest.raises(TryLater):
        await channel.deliver(Row(Reply("好")))


async def test_a_server_that_is_not_there_means_later() -> None:
    channel = TelegramChannel("1:fake", "http://127.0.0.1:9/bot")
    with pytest.raises(TryLater):
        await channel.deliver(Row(Reply("好")))


async def test_no_piece_is_sent_twice_when_a_later_one_was_refused(
    fake: FakeTelegram, channel: TelegramChannel, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    reply = Reply("长。" * 600, image=str(tmp_path / "a.png"))
    fake.fail_next("sendMessage", 500)
    with pytest.raises(TryLater) as later:
        await channel.deliver(Row(reply))
    await channel.deliver(Row(reply, sent=later.value.sent))
    assert [(message.photo, message.text) for message in fake.sent(7)] == [(PNG, ""), (None, "长。" * 600)]


async def test_a_citizen_who_blocked_us_cannot_be_reached(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.block(7)
    with pytest.raises(Undeliverable, match="blocked"):
        await channel.deliver(Row(Reply("好")))


@pytest.mark.parametrize(("address", "data", "reason"), [("0", "a", "gone"), ("7", "长" * 22, "refused")])
async def test_what_telegram_will_never_take_is_undeliverable(
    address: str, data: str, reason: str, channel: TelegramChannel
) -> None:
    with pytest.raises(Undeliverable, match=reason):
        await channel.deliver(Row(Reply("好", (Button("好", data),)), address))


async def test_no_log_and_no_error_shows_the_token_or_the_words(
    fake: FakeTelegram, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.fail_next("sendMessage", 500)
    with pytest.raises(TryLater) as later:
        await channel.deliver(Row(Reply("我要举报")))
    await channel.deliver(Row(Reply("我要举报")))
    shown = caplog.text + str(later.value)
    assert fake.token not in shown and "举报" not in shown


async def test_the_commands_have_chinese_descriptions(fake: FakeTelegram, channel: TelegramChannel) -> None:
    await channel.set_commands()
    [call] = fake.calls("setMyCommands")
    assert all(f'"{name}"' in call["commands"] for name in ("start", "menu", "contact", "status", "cancel", "help"))


@given(st.text(alphabet="说。！\n 😀ab", max_size=200), st.integers(2, 30))
async def test_splitting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert "".join(pieces) == text
    assert all(0 < utf16_units(piece) <= limit for piece in pieces)


async def test_a_text_is_cut_at_the_end_of_a_sentence() -> None:
    assert split_text("一二三。四五六。七", 6) == ["一二三。", "四五六。七"]
    assert split_text("他说“好。”我走了。", 7) == ["他说“好。”", "我走了。"]


# files


async def test_a_file_is_fetched_whole(fake: FakeTelegram, channel: TelegramChannel, tmp_path: Path) -> None:
    fake.send_document(7, b"content", "../../etc/passwd")
    path = await channel.fetch(Attachment("document", "file0", "../../etc/passwd", 7), tmp_path, 100)
    assert path.read_bytes() == b"content"
    assert path.parent == tmp_path


@pytest.mark.parametrize(("size", "limit"), [(50, 49), (0, 49), (0, 20 << 20)])
async def test_a_file_over_the_limit_is_not_fetched(
    size: int, limit: int, fake: FakeTelegram, channel: TelegramChannel, tmp_path: Path
) -> None:
    fake.send_voice(7, b"x" * 50 if limit < 50 else b"x" * ((20 << 20) + 1))
    with pytest.raises(Undeliverable, match="too_big"):
        await channel.fetch(Attachment("voice", "file0", size=size), tmp_path, limit)
    assert not list(tmp_path.iterdir())


async def test_a_file_that_is_gone_is_undeliverable(channel: TelegramChannel, tmp_path: Path) -> None:
    with pytest.raises(Undeliverable):
        await channel.fetch(Attachment("voice", "file9"), tmp_path, 100)


# the fake itself


async def test_a_message_can_be_waited_for(fake: FakeTelegram, channel: TelegramChannel) -> None:
    await channel.deliver(Row(Reply("一")))
    assert (await fake.wait_for(7, lambda message: message.text == "一")).text == "一"
    with pytest.raises(TimeoutError):
        await fake.wait_for(7, lambda message: message.text == "二", timeout=0.05)


async def test_a_call_that_is_never_answered_ends_with_the_server(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.hang_next("sendMessage")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(channel.deliver(Row(Reply("好"))), 0.3)
    assert fake.sent(7) == []
