"""`serve`: Telegram, asked or calling, and the web chat beside it, until SIGTERM or Ctrl-C."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from bot.channel import TryLater, Undeliverable
from bot.polling import backoff, poll, report
from bot.telegram_bot import TelegramChannel
from bot.telegram_webhook import TelegramWebhook
from commands import entry_pages, health_metrics, keys, web
from commands.assembly import Service, service, until_stopped
from commands.console import StaffSite
from public.application import WEBHOOK
from settings import Settings

NOTHING = (
    "请先设置 TELEGRAM_BOT_TOKEN（向 Telegram 的 BotFather 申请）、HUIYIN_WEB_PORT 或 HUIYIN_CONSOLE_PORT，"
    "再运行 ./huiyin serve。"
)
REFUSED = "Telegram 没有接受 HUIYIN_WEB_ADDRESS，请检查地址和证书。"
NO_ADDRESS = "HUIYIN_TELEGRAM_WEBHOOK 要和 HUIYIN_WEB_PORT、以 https 开头的 HUIYIN_WEB_ADDRESS 一起设置。"
log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Until told to stop."""
    if settings.telegram_bot_token is None and settings.web_port is None and settings.console_port is None:
        raise SystemExit(NOTHING)
    if settings.telegram_webhook and (settings.web_port is None or not web.is_secure(settings)):
        raise SystemExit(NO_ADDRESS)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    telegram, site = _telegram(settings), None
    if settings.web_port is not None:
        site = web.Site(settings, trial=False, listening=web.listen(settings.web_host, settings.web_port))
    brings = site.channel if site else entry_pages.channel(settings)
    channels = [channel for channel in (telegram, brings) if channel]
    async with service(settings, channels, trial=False) as running:
        stop = stopped_by_signals()
        hook = _webhook(settings, running, telegram) if telegram else None
        called = hook if settings.telegram_webhook else None
        tasks = [running.outbox.run(stop), running.housekeeping.run(stop), running.staff_rounds.run(stop)]
        tasks += [site.run(running, stop, called)] if site else [web.sweep(brings, stop)]
        if settings.metrics_port is not None:
            tasks.append(health_metrics.measured(settings, running, settings.metrics_port, stop))
        tasks += [_console(settings).run(stop, running)] if settings.console_port is not None else []
        tasks += await _of_telegram(settings, running, telegram, hook, stop) if telegram and hook else []
        sys.stderr.write("回音已启动。\n")
        await until_stopped(stop, *tasks)
        if telegram:
            await telegram.close()


def _console(settings: Settings) -> StaffSite:
    listening = web.listen(settings.console_host, settings.console_port or 0)
    return StaffSite(settings, trial=False, listening=listening)


def stopped_by_signals() -> asyncio.Event:
    """Set at SIGTERM and at Ctrl-C."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    return stop


def _telegram(settings: Settings) -> TelegramChannel | None:
    if settings.telegram_bot_token is None:
        return None
    base = settings.telegram_base_url.rstrip("/")
    return TelegramChannel(settings.telegram_bot_token.get_secret_value(), f"{base}/bot", f"{base}/file/bot")


async def _of_telegram(
    settings: Settings, running: Service, channel: TelegramChannel, hook: TelegramWebhook, stop: asyncio.Event
) -> list[Coroutine[Any, Any, None]]:
    """The loops it needs; it is asked unless it calls."""
    with contextlib.suppress(TryLater, Undeliverable):  # the menu of commands can wait until the next start
        await channel.set_commands()
    counting = report(channel.unparsed, stop)
    if not settings.telegram_webhook:
        with contextlib.suppress(TryLater, Undeliverable):
            await hook.withdraw()
        return [poll(channel, running.conversation.handle, stop), counting]
    address = settings.web_address.rstrip("/") + WEBHOOK
    try:
        await hook.register(address)
    except Undeliverable:
        raise SystemExit(REFUSED) from None
    except TryLater:
        return [_register_later(hook, address, stop), counting]
    return [counting]


async def _register_later(hook: TelegramWebhook, address: str, stop: asyncio.Event) -> None:
    """Beside the others, who do without Telegram, until it knows where to call."""
    for pause in backoff():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
            return
        try:
            await hook.register(address)
            return
        except (TryLater, Undeliverable) as error:
            log.warning("Telegram does not know where to call: %s", error)


def _webhook(settings: Settings, running: Service, channel: TelegramChannel) -> TelegramWebhook:
    secret = keys.custody(settings, trial=False).secret.keyed_hash("telegram webhook")
    return TelegramWebhook(channel, running.conversation.handle, secret)
