"""Sees that another model has gone live, or a contact was confirmed, and has the running service take it over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy.engine import Engine as Database

from bot.attempts import rounds_until
from cases import contact_checks
from db.session import read_scope
from faq import publishing
from faq.models import Model
from faq.publishing import Published

log = logging.getLogger(__name__)
BETWEEN_LOOKS = 0.5  # seconds


class Takeover:
    """`take` reads a model and hands it to the running parts; `running` is the publication they began with."""

    def __init__(self, database: Database, take: Callable[[Model], Awaitable[None]], running: int) -> None:
        self._database, self._take, self._seen = database, take, running
        self._confirmed: int | None = None  # contacts; what the service began with it knows

    async def run(self, stop: asyncio.Event) -> None:
        """Look twice a second until told to stop."""
        await rounds_until(stop, self.look, BETWEEN_LOOKS)

    async def look(self) -> None:
        """Take over what has gone live since; what cannot be taken over is not tried again, the old model stays."""
        try:
            live, confirmed = await asyncio.to_thread(self._live)
            known, self._confirmed = self._confirmed in (None, confirmed), confirmed
            if live and not (known and live.publication.id == self._seen):
                self._seen = live.publication.id
                await self._take(live.model)
        except Exception as failure:  # noqa: BLE001 - the outermost edge of a loop that must go on
            log.error("a new model was not taken over: %s", type(failure).__name__)

    def _live(self) -> tuple[Published | None, int]:
        with read_scope(self._database) as session:
            return publishing.live(session), contact_checks.how_many(session)
