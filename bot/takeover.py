"""Sees that another model has gone live and has the running service take it over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy.engine import Engine as Database

from bot.attempts import rounds_until
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

    async def run(self, stop: asyncio.Event) -> None:
        """Look twice a second until told to stop."""
        await rounds_until(stop, self.look, BETWEEN_LOOKS)

    async def look(self) -> None:
        """Take over what has gone live since; what cannot be taken over is not tried again, the old model stays."""
        try:
            live = await asyncio.to_thread(self._live)
            if live and live.publication.id != self._seen:
                self._seen = live.publication.id
                await self._take(live.model)
        except Exception as failure:  # noqa: BLE001 - the outermost edge of a loop that must go on
            log.error("a new model was not taken over: %s", type(failure).__name__)

    def _live(self) -> Published | None:
        with read_scope(self._database) as session:
            return publishing.live(session)
