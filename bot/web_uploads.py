"""Files on their way from a browser: sealed at once, until the jobs loop has kept them."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from cases.at_rest import ServiceSecret
from cases.errors import Unreadable

PURPOSE = "upload"
KEPT = timedelta(hours=2)  # longer than all tries of the jobs loop


class Uploads:
    """A folder in which each file has a name of its own, known only to the row that waits for it."""

    def __init__(self, secret: ServiceSecret, folder: Path) -> None:
        self._secret, self._folder = secret, folder

    def keep(self, data: bytes) -> str:
        """Seal the bytes; the handle to fetch them with."""
        ref = secrets.token_hex(16)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path(ref).write_bytes(self._secret.seal(PURPOSE, data, ref))
        return ref

    def read(self, ref: str) -> bytes | None:
        """The bytes; None when they are not there any more or cannot be opened."""
        path = self._path(ref)
        try:
            return self._secret.open(PURPOSE, path.read_bytes(), ref)
        except (FileNotFoundError, Unreadable):
            return None

    def erase(self, ref: str) -> None:
        """They are kept elsewhere, or wanted by nobody."""
        self._path(ref).unlink(missing_ok=True)

    def sweep(self, now: datetime) -> None:
        """Erase what nobody has fetched in time."""
        for path in self._folder.glob("*.sealed"):
            if path.stat().st_mtime <= (now - KEPT).timestamp():
                path.unlink(missing_ok=True)

    def _path(self, ref: str) -> Path:
        return self._folder / f"{Path(ref).name}.sealed"
