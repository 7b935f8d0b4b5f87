"""`/healthz`: which parts work, for who restarts the service; no number, no name, no reason."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping

from fastapi import Request
from starlette.responses import JSONResponse, Response

PATH = "/healthz"
FRESH = 5.0  # seconds in which nobody looks again, however often it is asked
OK, LATE = "ok", "late"

Look = Callable[[], Awaitable[Mapping[str, bool]]]


class HealthPage:
    """200 when every part works but those that are only told."""

    def __init__(
        self, look: Look, only_told: Collection[str] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look, self._only_told, self._clock = look, only_told, clock
        self._looking = asyncio.Lock()
        self._seen: Mapping[str, bool] = {}
        self._looked_at = float("-inf")

    async def show(self, _request: Request) -> Response:
        """The parts, ok or late."""
        parts = await self._parts()
        works = all(fine for name, fine in parts.items() if name not in self._only_told)
        return JSONResponse({name: OK if fine else LATE for name, fine in parts.items()}, 200 if works else 503)

    async def _parts(self) -> Mapping[str, bool]:
        async with self._looking:
            if self._clock() - self._looked_at >= FRESH:
                self._seen, self._looked_at = await self._look(), self._clock()
        return self._seen
