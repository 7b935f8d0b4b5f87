"""Steps that wait ten seconds, so that a slip can be taken back: in memory alone, for they hold words and a key."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Condition, Timer

log = logging.getLogger(__name__)
WAITS = timedelta(seconds=10)
Place = tuple[int, str]
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
    def place(self) -> Place:
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
    """By a thread that does not keep the program from ending: `PendingSteps.finish` does, which has to be called."""
    timer = Timer(seconds, do)
    timer.daemon = True
    timer.start()
    return timer.cancel


@dataclass
class PendingSteps:
    """Each is carried out once: when its time is over, before another step in its case, at sign-out, at the end."""

    later: Later = after
    _waiting: dict[Place, tuple[Pending, Cancel]] = field(default_factory=dict)
    _under_way: list[Pending] = field(default_factory=list)
    _failed: dict[Place, Failed] = field(default_factory=dict)
    _changed: Condition = field(default_factory=Condition)

    def put(self, step: Pending) -> None:
        """The clock runs from now on; what waited in this place is carried out first."""
        self.settle(*step.place)
        cancel = self.later(WAITS.total_seconds(), lambda: self._carry_out(self._begun(step.place, step)))
        with self._changed:
            former = self._begun(step.place)  # put by another page a moment ago
            self._waiting[step.place] = step, cancel
        self._carry_out(former)

    def of(self, staff_id: int, number: str) -> Pending | None:
        """What can still be taken back."""
        with self._changed:
            found = self._waiting.get((staff_id, number))
        return found[0] if found else None

    def take_back(self, staff_id: int, number: str) -> Pending | None:
        """It is not done; None when it is too late."""
        with self._changed:
            step, cancel = self._waiting.pop((staff_id, number), (None, None))
        if cancel:
            cancel()
        return step

    def settle(self, staff_id: int, number: str) -> None:
        """Carry out what waits here, or see to its end what is being carried out already."""
        self._carry_out(self._begun((staff_id, number)))
        self._see_to_its_end((staff_id, number))

    def finish(self, staff_id: int | None = None) -> list[Failed]:
        """Until nothing waits and nothing is under way, of one officer or of everybody; what they must hear failed."""
        with self._changed:
            places = {*self._waiting, *(step.place for step in self._under_way)}
        for place in sorted(places):
            if staff_id in (None, place[0]):
                self.settle(*place)
        with self._changed:
            return [failed for place, failed in self._failed.items() if staff_id in (None, place[0])]

    def failure(self, staff_id: int, number: str) -> Failed | None:
        """Not before it is known; it is kept until it was `told`."""
        self._see_to_its_end((staff_id, number))
        with self._changed:
            return self._failed.get((staff_id, number))

    def told(self, failed: Failed) -> None:
        """Its page has been made: what was typed stands there now."""
        with self._changed:
            if self._failed.get(failed.step.place) is failed:
                del self._failed[failed.step.place]

    def failed(self, step: Pending, why: str) -> None:
        """It was not carried out, and its words wait for their page."""
        with self._changed:
            self._failed[step.place] = Failed(step, why)

    def _begun(self, place: Place, only: Pending | None = None) -> Pending | None:
        """What waited here, or only this: in one moment it waits no more and is under way, so that nobody misses it."""
        with self._changed:
            step, cancel = self._waiting.get(place, (None, None))
            if step is None or cancel is None or only not in (None, step):
                return None
            del self._waiting[place]
            self._under_way.append(step)
        cancel()
        return step

    def _carry_out(self, step: Pending | None) -> None:
        if step is None:
            return
        try:
            why = step.carry_out()
        except Exception as failure:  # noqa: BLE001 - the outermost edge: nobody stands behind a timer who could be told
            log.error("a step that waited failed: %s", type(failure).__name__)
            why = ""
        with self._changed:
            self._under_way.remove(step)
            if why is not None:
                self._failed[step.place] = Failed(step, why)
            self._changed.notify_all()

    def _see_to_its_end(self, place: Place) -> None:
        with self._changed:
            self._changed.wait_for(lambda: all(step.place != place for step in self._under_way))
