"""Steps that wait ten seconds, so that a slip can be taken back: in memory alone, for they hold words and a key."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock, Timer

log = logging.getLogger(__name__)
WAITS = timedelta(seconds=10)
Cancel = Callable[[], None]
Later = Callable[[float, Callable[[], None]], Cancel]


@dataclass(frozen=True, repr=False)
class Pending:
    """A step of one officer in one case; `carry_out` returns why it was not done, None when it was."""

    staff_id: int
    number: str
    verb: str
    fields: Mapping[str, str]
    since: datetime
    carry_out: Callable[[], str | None]

    @property
    def place(self) -> tuple[int, str]:
        """One waits here at a time."""
        return self.staff_id, self.number

    def seconds_left(self, now: datetime) -> int:
        """Until it is carried out."""
        return max(0, round((self.since + WAITS - now).total_seconds()))


@dataclass(frozen=True, repr=False)
class Failed:
    """A step that was not done, with its words, until its officer has seen that; `why` is "" when nobody knows."""

    step: Pending
    why: str


def after(seconds: float, do: Callable[[], None]) -> Cancel:
    """By a thread that does not keep the program from ending: `PendingSteps.finish` is called before it does."""
    timer = Timer(seconds, do)
    timer.daemon = True
    timer.start()
    return timer.cancel


@dataclass
class PendingSteps:
    """Each is carried out once: when its time is over, before another step in its case, at sign-out, at the end."""

    later: Later = after
    _waiting: dict[tuple[int, str], tuple[Pending, Cancel]] = field(default_factory=dict)
    _failed: dict[tuple[int, str], Failed] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def put(self, step: Pending) -> None:
        """The clock runs from now on; what waited in this place is carried out first."""
        self.settle(*step.place)
        cancel = self.later(WAITS.total_seconds(), lambda: self._due(step))
        with self._lock:
            former, stop = self._waiting.get(step.place, (None, None))  # put by another page a moment ago
            self._waiting[step.place] = step, cancel
        if former and stop:
            stop()
            self._carry_out(former)

    def of(self, staff_id: int, number: str) -> Pending | None:
        """What can still be taken back."""
        with self._lock:
            found = self._waiting.get((staff_id, number))
        return found[0] if found else None

    def take_back(self, staff_id: int, number: str) -> Pending | None:
        """It is not done; None when it is too late."""
        with self._lock:
            step, cancel = self._waiting.pop((staff_id, number), (None, None))
        if cancel:
            cancel()
        return step

    def settle(self, staff_id: int, number: str) -> Failed | None:
        """Carry out what waits here, if anything does; why that failed."""
        step = self.take_back(staff_id, number)
        if step:
            self._carry_out(step)
        return self._failed.get((staff_id, number)) if step else None

    def finish(self, staff_id: int | None = None) -> list[Failed]:
        """Carry out all that waits, of one officer or of everybody; those that failed."""
        with self._lock:
            places = [place for place in self._waiting if staff_id in (None, place[0])]
        return [failed for place in places if (failed := self.settle(*place))]

    def failure(self, staff_id: int, number: str) -> Failed | None:
        """Told once."""
        with self._lock:
            return self._failed.pop((staff_id, number), None)

    def _due(self, step: Pending) -> None:
        if self.of(*step.place) is step:
            self.settle(*step.place)

    def _carry_out(self, step: Pending) -> None:
        try:
            why = step.carry_out()
        except Exception as failure:  # noqa: BLE001 - the outermost edge: nobody stands behind a timer who could be told
            log.error("a step that waited failed: %s", type(failure).__name__)
            why = ""
        if why is not None:
            with self._lock:
                self._failed[step.place] = Failed(step, why)
