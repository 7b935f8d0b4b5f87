"""Telegram calls us: one update a call, confirmed only when it is handled."""

import asyncio
import json
from typing import Any

from bot.polling import Handle, typing
from bot.telegram_bot import OURS, TelegramChannel, named_errors


class TelegramWebhook:
    """What the public application hands each call to; `secret` is what Telegram has to show."""

    def __init__(self, channel: TelegramChannel, handle: Handle, secret: str) -> None:
        self.secret = secret
        self._channel, self._handle = channel, handle
        self._acknowledging: set[asyncio.Task[None]] = set()

    async def register(self, address: str) -> None:
        """Tell Telegram where we are; may raise TryLater or Undeliverable."""
        with named_errors():
            me = await self._channel.bot.get_me()
            self._channel.username = me.username or ""
            await self._channel.bot.set_webhook(address, secret_token=self.secret, allowed_updates=json.loads(OURS))

    async def withdraw(self) -> None:
        """Telegram is asked again instead: it gives no updates to who asks as long as it calls."""
        with named_errors():
            await self._channel.bot.delete_webhook()

    async def take(self, update: dict[str, Any]) -> None:
        """Handle one update; whatever it raises makes Telegram call again."""
        incoming = self._channel.read(update)
        if incoming is None:
            return
        if incoming.pressed is not None:
            task = asyncio.create_task(self._channel.acknowledge(incoming))
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledging.discard)
        async with typing(self._channel, incoming.address):
            await self._handle(incoming)
