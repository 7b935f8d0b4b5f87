"""Loops that must go on: whatever goes wrong in a step is logged by its type and left for the next round."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

log = logging.getLogger(__name__)


class Pulse:
    """When a loop last went round."""

    def __init__(self) -> None:
        self.beat()

    def beat(self) -> None:
        """It goes round now."""
        self._at = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since then."""
        return time.monotonic() - self._at


async def attempt[R](where: str, what: str, step: Callable[..., R], *words: Any) -> R | None:
    """What the step gives, in a thread of its own; None when it failed."""
    try:
        return await asyncio.to_thread(step, *words)
    except Exception as failure:  # noqa: BLE001 - the outermost edge of a loop that must go on
        log.error("%s, %s: %s", where, what, type(failure).__name__)
        return None


async def rounds_until(
    stop: asyncio.Event, round_: Callable[[], Awaitable[Any]], pause: float, pulse: Pulse | None = None
) -> None:
    """Round after round, `pause` seconds apart, until told to stop; the pause ends with it."""
    while not stop.is_set():
        await round_()
        if pulse:
            pulse.beat()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
