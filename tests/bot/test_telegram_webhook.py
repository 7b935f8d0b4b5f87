"""Telegram calls us: it is told where and with which secret, and an update that failed may come again."""

import json

import pytest

from bot.messages import Incoming
from bot.telegram_bot import TelegramChannel
from bot.telegram_webhook import TelegramWebhook
from tests.fake_telegram import FakeTelegram

SECRET = "s" * 64


class Heard(list[Incoming]):
    """A conversation that only listens, or fails."""

    broken = False

    async def __call__(self, incoming: Incoming) -> None:
        if self.broken:
            raise OSError
        self.append(incoming)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def webhook(channel: TelegramChannel, heard: Heard) -> TelegramWebhook:
    return TelegramWebhook(channel, heard, SECRET)


async def test_telegram_learns_the_address_and_the_secret(fake: FakeTelegram, webhook: TelegramWebhook) -> None:
    await webhook.register("https://huiyin.example/telegram")
    (told,) = fake.calls("setWebhook")
    assert (told["url"], told["secret_token"]) == ("https://huiyin.example/telegram", SECRET)
    assert "callback_query" in json.loads(told["allowed_updates"])


async def test_who_asks_again_tells_telegram_not_to_call(fake: FakeTelegram, webhook: TelegramWebhook) -> None:
    await webhook.withdraw()
    assert len(fake.calls("deleteWebhook")) == 1


async def test_an_update_is_handled_before_it_returns(
    fake: FakeTelegram, channel: TelegramChannel, webhook: TelegramWebhook, heard: Heard
) -> None:
    fake.say(1, "您好")
    (update,) = await channel.updates(0, wait=0)
    await webhook.take(update)
    assert [incoming.text for incoming in heard] == ["您好"]


async def test_a_failure_reaches_the_caller(
    fake: FakeTelegram, channel: TelegramChannel, webhook: TelegramWebhook, heard: Heard
) -> None:
    fake.say(1, "您好")
    (update,) = await channel.updates(0, wait=0)
    heard.broken = True
    with pytest.raises(OSError):
        await webhook.take(update)


async def test_what_is_not_ours_is_confirmed_in_silence(webhook: TelegramWebhook, heard: Heard) -> None:
    await webhook.take({"update_id": 1, "poll": {}})
    assert heard == []
