"""Forms that have come already: what is pressed twice is done once. In memory alone, and nothing of their words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class SentForms:
    """Of each officer the last one in each case or other place; `mark` tells forms apart, also by their page."""

    _last: dict[tuple[int, str], str] = field(default_factory=dict)
    _busy: dict[tuple[int, str], Lock] = field(default_factory=dict)

    @contextmanager
    def once(self, staff_id: int, number: str, mark: str) -> Iterator[bool]:
        """Whether it is new; the second waits for the first, and is new itself where that was refused."""
        with self._busy.setdefault((staff_id, number), Lock()):
            is_new = self._last.get((staff_id, number)) != mark
            self._last[staff_id, number] = mark
            try:
                yield is_new
            except Exception:
                self.forget(staff_id, number)
                raise

    def forget(self, staff_id: int, number: str) -> None:
        """It was taken back, or not done after all: the same may be wanted again."""
        self._last.pop((staff_id, number), None)
