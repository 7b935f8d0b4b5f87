"""`demo`: everything on this machine, without a token or a setting."""

import asyncio
import sys
from socket import socket

from commands import web
from commands.assembly import service, until_stopped
from commands.clock import now
from commands.console import StaffSite
from commands.demo_cases import filling
from commands.serving import stopped_by_signals
from settings import ROOT, Settings

HOME = ROOT / "var" / "demo"
SHOWN = """网页聊天：{public}
整改进展：{public}progress
工作台：{staff}（登录页上有演示团队，一按就进）
按 Ctrl-C 结束。
"""
HERE, PORT, CONSOLE_PORT, ANY = "127.0.0.1", 8000, 8001, 0


def demo(settings: Settings) -> None:
    """Until Ctrl-C."""
    settings = alone(settings)
    filling.fill(settings, now())
    asyncio.run(_demo(settings))


def alone(settings: Settings) -> Settings:
    """SQLite in a home of its own, and nobody outside is called."""
    home = settings.home if "home" in settings.model_fields_set else HOME
    return settings.model_copy(update={"home": home, "database_url": "", "telegram_bot_token": None})


async def _demo(settings: Settings) -> None:
    site = web.Site(settings, trial=True, listening=_listen(settings.web_port or PORT))
    staff = StaffSite(settings, trial=True, listening=_listen(settings.console_port or CONSOLE_PORT))
    async with service(settings, [site.channel], trial=True) as running:
        stop = stopped_by_signals()
        sys.stdout.write(SHOWN.format(public=site.address, staff=staff.address))
        sys.stdout.flush()
        loops = [loop.run(stop) for loop in (running.housekeeping, running.staff_rounds, running.outbox)]
        await until_stopped(stop, *loops, site.run(running, stop), staff.run(stop, running))


def _listen(port: int) -> socket:
    """At this port, or at a free one."""
    try:
        return web.listen(HERE, port)
    except OSError:
        return web.listen(HERE, ANY)
