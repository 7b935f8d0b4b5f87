"""The console as a part of a running service."""

import asyncio
import socket

from sqlalchemy import Engine as Database

from cases.receipt_code import Cost
from cases.staff.officer import Officer
from commands import answer_pages, entry_pages, jurisdiction, keys, ledger_seed
from commands.assembly import Service
from commands.clock import now, quiet_hours
from commands.upkeep import upkeep
from commands.web import Server, configuration
from console.application import create
from console.ledger.desk import LedgerDesk
from console.office import Office
from db.session import make_engine
from desk.step import Office as CaseOffice
from settings import Settings
from wording import Wording


class StaffSite:
    """One more server in the process of the service, on a port of its own that may be the staff network's alone."""

    def __init__(self, settings: Settings, *, trial: bool, listening: socket.socket) -> None:
        self._settings, self._trial, self._listening = settings, trial, listening

    @property
    def address(self) -> str:
        """Where it is on this machine."""
        host, port = self._listening.getsockname()[:2]
        return f"http://{host}:{port}/"

    async def run(self, stop: asyncio.Event, running: Service) -> None:
        """Serve until told to stop; what is under way is answered."""
        known = office(self._settings, running, trial=self._trial)
        server = Server(configuration(create(known)))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(server.serve([self._listening]))
                await stop.wait()
                server.should_exit = True
        finally:
            known.pending.finish()  # what was to be sent in some seconds is not lost


def office(settings: Settings, running: Service, *, trial: bool) -> Office:
    """What the pages work with; of a trial with its demo team at one press."""
    database, wording, custody = make_engine(settings.url), Wording.load(), keys.custody(settings, trial=trial)
    opens, known = (custody.secret, custody.recovery), lambda: _jurisdiction(settings, database)
    casework = CaseOffice(wording, *opens, known, jurisdiction.doors, quiet_hours(settings))

    def enter(name: str) -> Officer | None:
        return keys.demo_officer(settings, database, name) if trial else None

    return Office(
        database,
        custody.secret,
        wording,
        now,
        casework,
        Cost(settings.argon2_memory_kib, settings.argon2_passes),
        secure=settings.console_address.startswith("https://"),
        trial=keys.demo_names(settings) if trial else {},
        enter=enter,
        files=settings.home / "attachments",
        upkeep=upkeep(settings, database, running, wording),
        answers=answer_pages.desk(settings, database, running),
        entry=entry_pages.desk(settings, custody, running),
        ledger=LedgerDesk(lambda: running.pictures.about, ledger_seed.seed),
    )


def _jurisdiction(settings: Settings, database: Database) -> jurisdiction.Jurisdiction:
    """What ends a command must not end a service: it fails the one request."""
    try:
        return jurisdiction.served(settings, database)
    except SystemExit as ended:
        raise LookupError(str(ended)) from None
