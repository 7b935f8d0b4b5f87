"""A backup: the database and the folders beside it in one file, verified by restoring it; no secret is in it."""

import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Engine, MetaData, func, select, text
from sqlalchemy.orm import Session

from db import archive, snapshot
from db.archive import BadBackup, Parts
from db.session import read_scope

ATTACHMENTS = "attachments"
OWN_DATA = "data"  # what this office has changed in the training data; models are trained again, pictures drawn again
FOLDERS = (ATTACHMENTS, OWN_DATA)
TRIES = 3

Progress = Callable[..., None]


class FilesVanish(Exception):
    """Files that the database names are not there: look for them, or try again."""


class Occupied(Exception):
    """There is something already where the backup would go: its text names it."""


class Look(NamedTuple):
    """What others see in the database: how far the audit log holds, and which files there have to be."""

    audit: str
    files: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """What a restored copy must show again."""

    database: str
    revision: str
    counts: dict[str, int]
    audit: str


@dataclass(frozen=True)
class Backup:
    """Writes, checks and restores backups of one database and one home."""

    engine: Engine
    home: Path
    look: Callable[[Session], Look]
    progress: Progress

    def write(self, file: Path, now: datetime) -> Facts:
        """Make the file, readable by its owner alone, and verify it; nothing is left of it when that fails."""
        if file.exists():
            raise Occupied(file.name)
        part = file.with_name(f".{file.name}.part")
        part.unlink(missing_ok=True)
        try:
            with TemporaryDirectory(dir=file.parent) as folder, archive.made(part) as tar:
                self._fill(tar, Path(folder) / self._copy_name, now)
            facts = self.verify(part)
            part.rename(file)
        finally:
            part.unlink(missing_ok=True)
        return facts

    def verify(self, file: Path) -> Facts:
        """Restore it into a passing place and compare everything; BadBackup names what differs."""
        self.progress("verifying")
        with TemporaryDirectory(dir=file.parent) as folder, archive.opened(file) as tar:
            manifest = archive.manifest(tar)
            archive.check(tar, manifest["parts"], Path(folder) / self._copy_name)
            with snapshot.tried_out(self.engine, Path(folder) / self._copy_name) as tried, read_scope(tried) as session:
                facts, files = self._seen(session)
        for name, found in asdict(facts).items():
            if manifest.get("facts", {}).get(name) != found:
                raise BadBackup(name)
        if _missing(files, manifest["parts"]):
            raise BadBackup(ATTACHMENTS)
        return facts

    def restore(self, file: Path, now: datetime, *, replace: bool = False) -> Facts:
        """Put it in place; what is there already is refused, or kept aside in a folder that is told."""
        facts = self.verify(file)
        if occupied := self._occupied():
            if not replace:
                raise Occupied("、".join(occupied))
            self._set_aside(self.home / f"replaced_{now:%Y%m%d_%H%M%S}")
        self.progress("restoring")
        self.home.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.home) as folder, archive.opened(file) as tar:
            tar.extractall(folder, filter="data")
            snapshot.load(self.engine, Path(folder) / self._copy_name)
            for found in (Path(folder) / name for name in FOLDERS):
                if found.exists():
                    found.rename(self.home / found.name)
        return facts

    @property
    def _copy_name(self) -> str:
        return snapshot.NAMES[self.engine.dialect.name]

    def _fill(self, tar: tarfile.TarFile, copy: Path, now: datetime) -> None:
        """Files first, as they take long; then the database, and the few files that came in between."""
        parts: Parts = {}
        self.progress("copying_files")
        for path in sorted((self.home / OWN_DATA).rglob("*")):
            if path.is_file():
                archive.add(tar, path, str(path.relative_to(self.home)), parts)
        with read_scope(self.engine) as session:
            self._add_files(tar, self.look(session).files, parts)
        facts = self._snapshot(tar, copy, parts)
        archive.add(tar, copy, copy.name, parts)
        archive.close(tar, parts, made_at=now.isoformat(), facts=asdict(facts))

    def _snapshot(self, tar: tarfile.TarFile, copy: Path, parts: Parts) -> Facts:
        """A file may be deleted between the snapshot and its turn: then a later snapshot does not name it."""
        for _ in range(TRIES):
            self.progress("copying_database")
            copy.unlink(missing_ok=True)
            facts, files = snapshot.take(self.engine, copy, self._seen)
            self._add_files(tar, _missing(files, parts), parts)
            if not _missing(files, parts):
                return facts
        raise FilesVanish

    def _add_files(self, tar: tarfile.TarFile, names: frozenset[str], parts: Parts) -> None:
        for name in sorted(names):
            archive.add(tar, self.home / ATTACHMENTS / name, f"{ATTACHMENTS}/{name}", parts)

    def _seen(self, session: Session) -> tuple[Facts, frozenset[str]]:
        seen = self.look(session)
        revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        return Facts(self.engine.dialect.name, revision, _counts(session), seen.audit), seen.files

    def _occupied(self) -> list[str]:
        """Names of what would be overwritten."""
        database = [] if snapshot.is_empty(self.engine) else [self._copy_name]
        return database + [name for name in FOLDERS if any((self.home / name).glob("*"))]

    def _set_aside(self, aside: Path) -> None:
        self.progress("setting_aside", name=aside.name)
        aside.mkdir(mode=0o700, parents=True)
        if not snapshot.is_empty(self.engine):
            snapshot.set_aside(self.engine, aside)
        for name in FOLDERS:
            if (self.home / name).exists():
                (self.home / name).rename(aside / name)


def _missing(files: frozenset[str], parts: Parts) -> frozenset[str]:
    return frozenset(name for name in files if f"{ATTACHMENTS}/{name}" not in parts)


def _counts(session: Session) -> dict[str, int]:
    """Rows of every table."""
    connection, tables = session.connection(), MetaData()
    tables.reflect(connection)
    counted = {table.name: select(func.count()).select_from(table) for table in tables.tables.values()}
    return {name: connection.execute(count).scalar_one() for name, count in sorted(counted.items())}
