"""No update is lost, none is heard out of turn, whatever Telegram and the conversation do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.messages import Button, Incoming
from bot.polling import Handle, Window, poll
from bot.telegram_bot import TelegramChannel, to_keyboard
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.asyncio
PNG = b"\x89PNG not a real one"


@asynccontextmanager
async def polled(channel: TelegramChannel, handle: Handle) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(poll(channel, handle, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


class Heard(list[Incoming]):
    """A conversation that only listens."""

    async def __call__(self, incoming: Incoming) -> None:
        self.append(incoming)

    async def texts(self, number: int) -> list[str]:
        async with asyncio.timeout(5):
            while len(self) < number:
                await asyncio.sleep(0.01)
        return [incoming.text for incoming in self]


async def nothing_waits(fake: FakeTelegram) -> None:
    async with asyncio.timeout(5):
        while fake.waiting():
            await asyncio.sleep(0.01)


async def test_one_chat_is_heard_in_order_and_different_chats_at_once(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    heard, gate = Heard(), asyncio.Event()

    async def handle(incoming: Incoming) -> None:
        if incoming.text == "slow":
            await gate.wait()
        await heard(incoming)

    for chat, text in ((1, "slow"), (1, "after slow"), (2, "quick")):
        fake.say(chat, text)
    async with polled(channel, handle):
        assert await heard.texts(1) == ["quick"]
        gate.set()
        assert await heard.texts(3) == ["quick", "slow", "after slow"]


async def test_an_update_that_finished_while_we_asked_is_not_heard_again() -> None:
    window = Window()
    assert window.take(1) and window.ask() == 0
    window.finish(1)
    assert not window.take(1)
    assert window.ask() == 2


async def test_the_offset_waits_for_the_lowest_unfinished_update() -> None:
    window = Window()
    assert [window.take(number) for number in (4, 5, 6)] == [True] * 3
    window.finish(5)
    window.finish(6)
    assert window.ask() == 4
    window.finish(4)
    assert window.ask() == 7


async def test_repeated_and_shuffled_updates_are_all_handled(fake: FakeTelegram, channel: TelegramChannel) -> None:
    heard = Heard()
    fake.repeat(1)
    fake.shuffle(seed=4)
    for number in range(20):
        fake.say(number % 3 + 1, str(number))
    async with polled(channel, heard):
        await nothing_waits(fake)
    assert sorted(int(text) for text in await heard.texts(40)) == sorted([*range(20), *range(20)])
    assert [i.text for i in heard if i.address == "1"][:7] == ["0", "3", "6", "9", "12", "15", "18"]


async def test_an_update_that_cannot_be_read_does_not_stop_the_loop(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    heard = Heard()
    fake.raw({"message": {"text": "no chat"}})
    fake.say(1, "next")
    async with polled(channel, heard):
        assert await heard.texts(1) == ["next"]
        await nothing_waits(fake)
    assert channel.unparsed == {"message": 1}


async def test_an_update_is_confirmed_only_after_it_was_handled(fake: FakeTelegram, channel: TelegramChannel) -> None:
    gate, heard = asyncio.Event(), Heard()

    async def handle(incoming: Incoming) -> None:
        await heard(incoming)
        if incoming.text == "first":
            await gate.wait()

    fake.say(1, "first")
    fake.say(2, "second")
    async with polled(channel, handle):
        await heard.texts(2)
        await asyncio.sleep(0.5)
        assert len(fake.waiting()) == 2
        gate.set()
        await nothing_waits(fake)
    assert len(heard) == 2


async def test_an_update_is_tried_again_until_it_is_handled(
    fake: FakeTelegram, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    heard, failures = Heard(), iter([True, True, False])

    async def handle(incoming: Incoming) -> None:
        if next(failures):
            raise RuntimeError(incoming.text)
        await heard(incoming)

    fake.say(1, "secret")
    async with polled(channel, handle):
        assert await heard.texts(1) == ["secret"]
    assert "RuntimeError" in caplog.text and "secret" not in caplog.text


async def test_what_failed_until_the_stop_stays_with_telegram(fake: FakeTelegram, channel: TelegramChannel) -> None:
    tried = asyncio.Event()

    async def handle(incoming: Incoming) -> None:
        tried.set()
        raise RuntimeError

    fake.say(1, "first")
    async with polled(channel, handle):
        await asyncio.wait_for(tried.wait(), 5)
    assert len(fake.waiting()) == 1


async def test_what_is_in_hand_at_the_stop_is_finished_and_confirmed(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    begun, heard = asyncio.Event(), Heard()

    async def handle(incoming: Incoming) -> None:
        begun.set()
        await asyncio.sleep(0.2)
        await heard(incoming)

    fake.say(1, "first")
    async with polled(channel, handle):
        await asyncio.wait_for(begun.wait(), 5)
    assert len(heard) == 1
    assert not fake.waiting()


async def test_the_loop_goes_on_after_telegram_failed(fake: FakeTelegram, channel: TelegramChannel) -> None:
    heard = Heard()
    for method, status in (("getUpdates", 502), ("getUpdates", 409), ("getMe", 500)):
        fake.fail_next(method, status)
    fake.say(1, "still here")
    async with polled(channel, heard):
        assert await heard.texts(1) == ["still here"]


async def test_a_press_is_acknowledged_even_when_that_fails_first(fake: FakeTelegram, channel: TelegramChannel) -> None:
    heard = Heard()
    await channel.bot.send_message(7, "好", reply_markup=to_keyboard([Button("是", "data1")]))
    fake.fail_next("answerCallbackQuery", 400)
    fake.press(7, "是")
    fake.press(7, "是")
    async with polled(channel, heard):
        await heard.texts(2)
    assert [incoming.pressed for incoming in heard] == ["data1", "data1"]
    assert len(fake.calls("answerCallbackQuery")) == 2


@pytest.mark.parametrize(("seconds", "shown"), [(0.5, True), (0.0, False)])
async def test_typing_is_shown_only_when_it_takes_a_moment(
    seconds: float, shown: bool, fake: FakeTelegram, channel: TelegramChannel
) -> None:
    heard = Heard()

    async def handle(incoming: Incoming) -> None:
        await asyncio.sleep(seconds)
        await heard(incoming)

    fake.say(1, "hello")
    async with polled(channel, handle):
        await heard.texts(1)
    assert bool(fake.calls("sendChatAction")) is shown


async def test_what_the_citizen_does_comes_as_telegram_sends_it(fake: FakeTelegram, channel: TelegramChannel) -> None:
    heard = Heard()
    first = fake.say(7, "一")
    fake.edit(7, first, "二")
    fake.send_photo(7, PNG, "图", album="g")
    fake.send_voice(7, b"v")
    fake.send_location(7, 28.0, 120.0)
    async with polled(channel, heard):
        await heard.texts(5)
    assert [incoming.text for incoming in heard] == ["一", "二", "图", "", ""]
    assert [a.kind for incoming in heard for a in incoming.attachments] == ["photo", "voice", "location"]
    assert heard[1].message == str(first) and heard[2].album == "g"
