"""The bytes of files on disk: all sealed, the original beside a copy for handlers and a small picture."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from cases import attachments
from cases.files.preparing import Prepared, prepare
from cases.files.scanning import Scanner
from cases.files.stored import kept_of, names_of, original_of
from cases.times import to_the_day


class FileStore:
    """A folder in which nothing is ever clear but what a channel is still bringing."""

    def __init__(self, folder: Path, scanner: Scanner | None = None) -> None:
        self._folder, self._scanner = folder, scanner

    def keep(self, name: str, about: dict[str, Any], data: bytes, now: datetime) -> tuple[Prepared, dict[str, Any]]:
        """Hash and clean first, then seal; and what is known of the file from now on."""
        prepared = prepare(data, about["name"], self._scanner)
        known = about | prepared.described() | {"size": len(data), "ref": "", "path": ""}
        plain = (data, prepared.cleaned or b"", prepared.preview or b"")
        for part, of_it in zip(kept_of(name, prepared.copy_state), plain, strict=False):
            self._put(part, attachments.lock(known, of_it, part), now)
        return prepared, known

    def erase(self, stored_names: Iterable[str]) -> None:
        """Remove all that belongs to these files."""
        for stored_name in stored_names:
            for name in names_of(stored_name):
                (self._folder / name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        """The stored names of all files that are there."""
        return {original_of(path.name) for path in self._folder.iterdir() if path.is_file()}

    def _put(self, name: str, sealed: bytes, now: datetime) -> None:
        kept = self._folder / name
        kept.write_bytes(sealed)
        day = to_the_day(now).timestamp()  # the minute could tell whose it is
        os.utime(kept, (day, day))
