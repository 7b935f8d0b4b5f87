"""A file that somebody has uploaded and is looking at, until it is taken in or another one comes."""

from hashlib import blake2b
from threading import Lock


class Tray:
    """The last one of each person, in memory: after a restart it is chosen again."""

    def __init__(self) -> None:
        self._files: dict[int, bytes] = {}
        self._lock = Lock()

    def put(self, staff_id: int, content: bytes) -> str:
        """In place of the last one; its mark goes with the page on which it is looked at."""
        with self._lock:
            self._files[staff_id] = content
        return _mark(content)

    def look(self, staff_id: int, mark: str) -> bytes | None:
        """The file with this mark, None when there is none or another one has come."""
        with self._lock:
            found = self._files.get(staff_id)
        return found if found is not None and _mark(found) == mark else None

    def clear(self, staff_id: int) -> None:
        """It has been taken in."""
        with self._lock:
            self._files.pop(staff_id, None)


def _mark(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
