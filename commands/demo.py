"""`demo`: everything on this machine, without a token or a setting."""

import asyncio
import sys
from socket import socket

from commands import web
from commands.assembly import service, until_stopped
from commands.serving import stopped_by_signals
from settings import ROOT, Settings

HOME = ROOT / "var" / "demo"
HERE, PORT, ANY = "127.0.0.1", 8000, 0


def demo(settings: Settings) -> None:
    """Until Ctrl-C."""
    asyncio.run(_demo(alone(settings)))


def alone(settings: Settings) -> Settings:
    """SQLite in a home of its own, and nobody outside is called."""
    home = settings.home if "home" in settings.model_fields_set else HOME
    return settings.model_copy(update={"home": home, "database_url": "", "telegram_bot_token": None})


async def _demo(settings: Settings) -> None:
    site = web.Site(settings, trial=True, listening=_listen(settings.web_port or PORT))
    async with service(settings, [site.channel], trial=True) as running:
        stop = stopped_by_signals()
        sys.stdout.write(f"网页聊天：{site.address}\n按 Ctrl-C 结束。\n")
        sys.stdout.flush()
        loops = (running.housekeeping, running.staff_rounds, running.outbox)
        await until_stopped(stop, *(loop.run(stop) for loop in loops), site.run(running, stop))


def _listen(port: int) -> socket:
    """At this port, or at a free one."""
    try:
        return web.listen(HERE, port)
    except OSError:
        return web.listen(HERE, ANY)
