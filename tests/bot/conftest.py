"""A Telegram that can be made to fail, and the channel that talks to it."""

from collections.abc import AsyncIterator, Iterator
from itertools import repeat

import pytest
import pytest_asyncio

from bot import polling, telegram_bot
from bot.telegram_bot import TelegramChannel
from tests.fake_telegram import FakeTelegram


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTelegram]:
    monkeypatch.setattr(polling, "backoff", lambda: repeat(0.02))
    monkeypatch.setattr(telegram_bot, "UNREACHABLE", 0.02)
    with FakeTelegram() as server:
        yield server


@pytest_asyncio.fixture
async def channel(fake: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(fake.token, fake.base_url, fake.base_file_url)
    yield channel
    await channel.close()
