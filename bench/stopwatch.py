"""Where the time goes: wraps methods of running objects and adds up what they take."""

import functools
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any


class Stopwatch:
    """Seconds by name; on threads of a pool too, because each message waits for its thread."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def watch(self, target: Any, method: str, name: str) -> None:
        """Time every call of an ordinary method."""
        setattr(target, method, self._timed(getattr(target, method), name))

    def watch_awaited(self, target: Any, method: str, name: str) -> None:
        """Time every call of a coroutine method."""
        setattr(target, method, self._timed_awaited(getattr(target, method), name))

    def _timed(self, work: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(work)
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                self.seconds[name] += time.perf_counter() - started

        return timed

    def _timed_awaited(self, work: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(work)
        async def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return await work(*args, **kwargs)
            finally:
                self.seconds[name] += time.perf_counter() - started

        return timed
