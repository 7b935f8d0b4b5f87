"""The file of a backup: a tar of parts, each with its hash in a manifest that is written last."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

MANIFEST = "manifest.json"
FORMAT = 1
STEP = 1 << 20

Parts = dict[str, dict[str, Any]]


class BadBackup(Exception):
    """The file is no backup, or not as it was made: its text names the part."""


@contextmanager
def made(path: Path) -> Iterator[tarfile.TarFile]:
    """A new file that nobody else can read, on the disk when this ends."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "r+b") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            yield tar
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """An existing one."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except tarfile.TarError as broken:
        raise BadBackup(str(broken)) from None


def add(tar: tarfile.TarFile, path: Path, name: str, parts: Parts) -> None:
    """Put a file in, hashed while it is read; one that has been deleted meanwhile is left out."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        size, hashed = os.fstat(file.fileno()).st_size, _Hashed(file)
        tar.addfile(_about(name, size, int(os.fstat(file.fileno()).st_mtime)), hashed)
    parts[name] = {"sha256": hashed.sum.hexdigest(), "size": size}


def close(tar: tarfile.TarFile, parts: Parts, **about: Any) -> None:
    """Put the manifest in."""
    written = json.dumps({"format": FORMAT, **about, "parts": parts}, ensure_ascii=False, indent=1).encode()
    tar.addfile(_about(MANIFEST, len(written), 0), io.BytesIO(written))


def manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    """What `close` was given."""
    try:
        written = tar.extractfile(MANIFEST)
        found: dict[str, Any] = json.loads(written.read()) if written else {}
        if found["format"] != FORMAT or not isinstance(found["parts"], dict):
            raise BadBackup(f"format {found['format']}")
    except (KeyError, TypeError, ValueError):
        raise BadBackup(MANIFEST) from None
    return found


def check(tar: tarfile.TarFile, parts: Parts, copy: Path) -> None:
    """Each part as it was, none missing and none more; the one that is called like `copy` comes out there."""
    found: Parts = {}
    for member in tar:
        content = tar.extractfile(member) if member.isreg() and _is_inside(member.name) else None
        if content is None or member.name in found:
            raise BadBackup(member.name)
        if member.name != MANIFEST:
            digest = _hash(content, copy if member.name == copy.name else None)
            found[member.name] = {"sha256": digest, "size": member.size}
    wrong = sorted(name for name in {*found, *parts} if found.get(name) != parts.get(name))
    if wrong or copy.name not in found:
        raise BadBackup(wrong[0] if wrong else copy.name)


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As of any file."""
        data = self._file.read(size)
        self.sum.update(data)
        return data


def _about(name: str, size: int, written_at: int) -> tarfile.TarInfo:
    about = tarfile.TarInfo(name)
    about.size, about.mtime, about.mode = size, written_at, 0o600
    return about


def _hash(content: IO[bytes], into: Path | None) -> str:
    total = hashlib.sha256()
    with (into or Path(os.devnull)).open("wb") as out:
        while data := content.read(STEP):
            total.update(data)
            out.write(data)
    return total.hexdigest()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
