"""How often a browser, and all together, may say something. Counted in this process: nothing of it is stored."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

OWN_BURST, OWN_A_SECOND = 12, 0.5
ALL_BURST, ALL_A_SECOND = 100, 50.0
LONGEST_DELAY = 20.0  # seconds
MOST_KNOWN = 20_000


class TooMany(Exception):
    """Not now: come again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"come again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class Bucket:
    """Fills at `a_second` up to `burst`; below zero is what was promised already."""

    burst: float
    a_second: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until there is a whole token."""
        self.level = min(self.burst, self.level + (now - self.at) * self.a_second)
        self.at = now
        return max(0.0, (1 - self.level) / self.a_second)

    def take(self) -> None:
        """Use one up, also one that is not there yet."""
        self.level -= 1


class Limits:
    """Who has begun is delayed when all are too many; only who has not is sent away."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = Bucket(ALL_BURST, ALL_A_SECOND, ALL_BURST, clock())
        self._own: OrderedDict[str, Bucket] = OrderedDict()

    def ask(self, address: str) -> float:
        """Seconds to wait before this one is handled, or TooMany."""
        now, own = self._clock(), self._own.get(address)
        known, bucket = own is not None, own or Bucket(OWN_BURST, OWN_A_SECOND, OWN_BURST, self._clock())
        if (wait := bucket.wait(now)) > 0:
            raise TooMany(wait)
        delay = self._all.wait(now)
        if delay > (LONGEST_DELAY if known else 0):
            raise TooMany(delay)
        bucket.take()
        self._all.take()
        self._remember(address, bucket)
        return delay

    def _remember(self, address: str, bucket: Bucket) -> None:
        self._own[address] = bucket
        self._own.move_to_end(address)
        while len(self._own) > MOST_KNOWN:
            self._own.popitem(last=False)
