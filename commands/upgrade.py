"""`./huiyin upgrade`: a backup that was tried out, the new tables, the audit chain again, the service started anew."""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from cases.audit import log as audit
from cases.audit.deeds import Action, Deed
from cases.audit.models import AuditEntry
from commands import backup
from commands.backup import BROKEN, SAID
from commands.clock import now
from commands.typed import Parser
from db import migrate, snapshot
from db.backup import Backup, Occupied
from db.migrate import NewerDatabase
from db.session import make_engine, read_scope, write_scope
from desk.errors import Misused
from settings import Settings
from wording import Wording

UNIT = "huiyin.service"
LOCK = "upgrade.lock"


def run(settings: Settings, words: list[str]) -> int:
    """All of it, or a sentence that says what was not done and what to do; 0 when all of it was."""
    wording = Wording.load()
    try:
        upgrade = Upgrade(settings, wording, make_engine(settings.url), _file(settings, wording, words))
        with _alone(settings, wording):
            return upgrade.run()
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
    except NewerDatabase as newer:
        sys.stderr.write(f"{wording('upgrade.newer', revision=newer)}\n")
    except Occupied as occupied:
        sys.stderr.write(f"{wording('backup.occupied_backup', what=occupied)}\n")
    except OperationalError:
        sys.stderr.write(f"{wording('upgrade.unreachable')}\n{wording('upgrade.untouched')}\n")
    except tuple(SAID) as failure:
        sys.stderr.write(f"{backup.sentence(failure, wording)}\n{wording('upgrade.untouched')}\n")
    return 1


@dataclass(frozen=True)
class Upgrade:
    """One upgrade; it says each step before it takes it."""

    settings: Settings
    wording: Wording
    database: Database
    file: Path

    def run(self) -> int:
        """In this order: what fails leaves the database as it was, and the backup beside it."""
        if snapshot.is_empty(self.database):
            raise Misused(self.wording("upgrade.nothing"))
        revisions = migrate.pending(self.database)
        newest = self.wording("upgrade.to", count=len(revisions), revision=revisions[-1]) if revisions else ""
        self._say("plan", file=self.file, newest=newest or self.wording("upgrade.newest"))
        self._back_up()
        if not self._migrated() or not self._chain_holds():
            return 1
        self._say(_restarted())
        return 0

    def _back_up(self) -> None:
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = Backup(self.database, self.settings.home, backup.look, partial(backup.progress, self.wording))
        deed = Deed(Action.BACKUP, backup.who(), subject=self.file.name)
        logged = inspect(self.database).has_table(AuditEntry.__tablename__)  # not before 0008
        with audit.watched(partial(write_scope, self.database), deed, now) if logged else nullcontext():
            facts = copy.write(self.file, now())
        backup.tell(self.wording, "backup.done", facts, self.file)

    def _migrated(self) -> bool:
        try:
            migrate.upgrade(self.database)
        except Exception as failure:  # noqa: BLE001 - whatever it is, who runs this must learn how to go back
            self._say("failed", why=type(failure).__name__, file=self.file)
            return False
        return True

    def _chain_holds(self) -> bool:
        with read_scope(self.database) as session:
            seen = backup.look(session).audit
        if broken := seen.startswith(BROKEN):
            self._say("broken", number=seen.removeprefix(BROKEN), file=self.file)
        else:
            self._say("sound", head=seen)
        return not broken

    def _say(self, name: str, **blanks: object) -> None:
        sys.stdout.write(f"{self.wording(f'upgrade.{name}', **blanks)}\n")
        sys.stdout.flush()


def _file(settings: Settings, wording: Wording, words: list[str]) -> Path:
    """The folder that was named, else the one beside HUIYIN_HOME."""
    home = settings.home.absolute()
    parser = Parser(wording("upgrade.usage"))
    parser.add_argument("folder", type=Path, nargs="?", default=home.with_name(f"{home.name}.backups"))
    folder: Path = parser.parse_args(words).folder
    return folder / f"before_upgrade_{now():%Y%m%d_%H%M%S}.tar"


@contextmanager
def _alone(settings: Settings, wording: Wording) -> Iterator[None]:
    """Nobody else upgrades meanwhile; the lock goes with the process, however it ends."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Misused(wording("upgrade.busy")) from None
        yield


def _restarted() -> str:
    """How the running service came to the new program; without our unit somebody has to see to it."""
    systemctl = shutil.which("systemctl")
    if systemctl is None or _fails(systemctl, "cat"):
        return "restart_yourself"
    return "restart_refused" if _fails(systemctl, "--no-ask-password", "restart") else "restarted"


def _fails(*command: str) -> bool:
    return subprocess.run([*command, UNIT], capture_output=True, check=False).returncode != 0
