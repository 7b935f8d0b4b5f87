"""A file that somebody has uploaded and is looking at, until it is taken in or another one comes."""

from threading import Lock


class Tray:
    """The last one of each person, in memory: after a restart it is chosen again."""

    def __init__(self) -> None:
        self._files: dict[int, bytes] = {}
        self._lock = Lock()

    def put(self, staff_id: int, content: bytes) -> None:
        """In place of the last one."""
        with self._lock:
            self._files[staff_id] = content

    def look(self, staff_id: int) -> bytes | None:
        """The file, None when there is none."""
        with self._lock:
            return self._files.get(staff_id)

    def clear(self, staff_id: int) -> None:
        """It has been taken in."""
        with self._lock:
            self._files.pop(staff_id, None)
