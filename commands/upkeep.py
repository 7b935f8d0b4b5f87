"""What the pages of figures and administration ask of a running service."""

import asyncio
from collections.abc import Mapping

from sqlalchemy import Engine as Database

from cases.retention.periods import Periods
from cases.retention.purging import Purged
from commands import deployment, health, reports, retention
from commands.assembly import Service
from console.upkeep import Upkeep
from db import snapshot
from settings import Settings
from web.health import Look
from wording import Wording

PATIENCE = 15.0  # seconds for all parts together


def upkeep(settings: Settings, database: Database, running: Service, wording: Wording) -> Upkeep:
    """Of this service; called in its loop, asked from the threads of the pages."""
    loop, look = asyncio.get_running_loop(), health.looking(settings, running)

    def works() -> Mapping[str, bool]:
        return asyncio.run_coroutine_threadsafe(_answered(look), loop).result(PATIENCE)

    def purge(actor: str) -> Purged:
        purged = retention.purge(settings, periods(), actor).run()
        snapshot.forget(database)
        return purged

    return Upkeep(
        bulletin=lambda: running.pictures.about,
        about=lambda: reports.counted_by(*running.pictures.about),
        health=works,
        missing=lambda: list(deployment.missing(settings, wording)),
        periods=periods,
        purge=purge,
    )


async def _answered(look: Look) -> Mapping[str, bool]:
    return await look()


def periods() -> Periods:
    """As the file has them now."""
    return Periods.load(retention.FILE)
