"""What `/healthz` tells of a running service: each part is tried or was seen at work lately."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import text

from bot.attempts import Pulse
from cases.files.scanning import Scanner
from commands.assembly import Service
from db.session import make_engine, read_scope
from settings import Settings
from web.health import HealthPage, Look

ONLY_TOLD = ("clamd",)  # without it files are kept all the same
PATIENCE = 5.0  # seconds for a part to answer
SCANNER_PATIENCE = 2
LEAST_FREE = 100 << 20  # bytes
LATE = {"outbox": 120.0, "housekeeping": 600.0, "staff_rounds": 900.0}  # seconds; a round may have much to do


class Part:
    """Asked one at a time: while an answer is due, nobody asks again, so a part that hangs holds one thread."""

    def __init__(self, ask: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
        self._ask, self._patience = ask, patience
        self._asked: asyncio.Task[bool] | None = None

    async def works(self) -> bool:
        """False when it fails or takes too long."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._answer())
        done, _ = await asyncio.wait([self._asked], timeout=self._patience)
        return bool(done) and self._asked.result()

    async def _answer(self) -> bool:
        try:
            return await self._ask()
        except Exception:  # noqa: BLE001 - whatever it is, the part does not work
            return False


def page(settings: Settings, running: Service) -> HealthPage:
    """The page of one service."""
    return HealthPage(looking(settings, running), ONLY_TOLD)


def looking(settings: Settings, running: Service) -> Look:
    """Asks every part at once."""
    found = parts(settings, running)

    async def look() -> Mapping[str, bool]:
        answers = await asyncio.gather(*(part.works() for part in found.values()))
        return dict(zip(found, answers, strict=True))

    return look


def parts(settings: Settings, running: Service) -> dict[str, Part]:
    """What there is to ask."""
    database = make_engine(settings.url)
    found = {
        "database": _in_a_thread(partial(_database_answers, database)),
        "model": Part(partial(_model_answers, running)),
        **{name: _lately(pulse, LATE[name]) for name, pulse in pulses(settings, running).items()},
        "disk": _in_a_thread(partial(_has_room, settings.home)),
    }
    if settings.clamd:
        found["clamd"] = _in_a_thread(Scanner(settings.clamd, SCANNER_PATIENCE).answers)
    return found


def pulses(settings: Settings, running: Service) -> dict[str, Pulse]:
    """Of the loops; nothing is delivered where no Telegram is set, for citizens of the web chat come themselves."""
    found = {"housekeeping": running.housekeeping.pulse, "staff_rounds": running.staff_rounds.pulse}
    if settings.telegram_bot_token is not None:
        found["outbox"] = running.outbox.pulse
    return found


def _in_a_thread(ask: Callable[[], bool]) -> Part:
    return Part(partial(asyncio.to_thread, ask))


def _lately(pulse: Pulse, late: float) -> Part:
    async def beats() -> bool:
        return pulse.age < late

    return Part(beats)


def _database_answers(database: Database) -> bool:
    with read_scope(database) as session:
        return session.scalar(text("SELECT count(*) FROM alembic_version")) == 1


async def _model_answers(running: Service) -> bool:
    """The engine's own thread says what it can do."""
    return bool((await running.engine.intent("help")).text)


def _has_room(home: Path) -> bool:
    return shutil.disk_usage(home).free >= LEAST_FREE
