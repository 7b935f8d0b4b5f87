"""`./huiyin backup` and `./huiyin restore`: one file that holds everything but the secrets."""

import getpass
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from cases import attachments
from cases.attachments import FileState
from cases.audit import chain
from cases.audit import log as audit
from cases.audit.deeds import Action, Deed, Outcome
from cases.audit.models import AuditEntry
from cases.chat_models import Attachment
from commands import models
from commands.clock import now
from commands.typed import Parser
from db.archive import BadBackup
from db.backup import Backup, Facts, FilesVanish, Look, Occupied
from db.session import make_engine, write_scope
from db.snapshot import Unavailable
from desk.errors import Misused
from settings import Settings
from wording import Wording

STEPS = {
    "copying_files": "backup.step_copying_files",
    "copying_database": "backup.step_copying_database",
    "verifying": "backup.step_verifying",
    "restoring": "backup.step_restoring",
    "setting_aside": "backup.step_setting_aside",
}
BROKEN = "!"  # begins what a backup says of a chain that does not hold
NO_LOG = "-"  # before 0008
SAID = {
    BadBackup: "backup.bad",
    FilesVanish: "backup.files_vanish",
    Unavailable: "backup.unavailable",
    OSError: "backup.disk",
}


def run(settings: Settings, words: list[str]) -> int:
    """Write a backup of the running service into a new file, and try it out."""
    return _carried_out("backup", words, partial(_back_up, settings))


def restore(settings: Settings, words: list[str]) -> int:
    """Put a backup in place of an empty home, or aside what is there; with --check only try it out."""
    return _carried_out("restore", words, partial(_restore, settings))


def look(session: Session) -> Look:
    """How far the audit chain holds, and the files that the rows name; also in the tables of an older program."""
    inspected = inspect(session.connection())
    columns = {column["name"] for column in inspected.get_columns(Attachment.__tablename__)}
    names = attachments.kept_names(session) if "copy_state" in columns else _names_without_copies(session)
    if not inspected.has_table(AuditEntry.__tablename__):
        return Look(NO_LOG, frozenset(names))
    verdict = chain.verify(session)
    said = str(verdict.head) if verdict.holds else f"{BROKEN}{verdict.broken}"
    return Look(said, frozenset(names))


def _names_without_copies(session: Session) -> set[str]:
    """Before 0007 a file was kept once."""
    there = (Attachment.state == FileState.STORED) & (Attachment.kind != attachments.PLACE)
    return set(session.scalars(select(Attachment.stored_name).where(there)))


def _carried_out(verb: str, words: list[str], do: Callable[[list[str], Wording], None]) -> int:
    wording = Wording.load()
    try:
        do(words, wording)
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
        return 1
    except Occupied as occupied:
        sys.stderr.write(f"{wording(f'backup.occupied_{verb}', what=occupied)}\n")
        return 1
    except tuple(SAID) as failure:
        sys.stderr.write(f"{sentence(failure, wording)}\n")
        return 1
    return 0


def _back_up(settings: Settings, words: list[str], wording: Wording) -> None:
    parser = Parser(wording("backup.usage"))
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args(words).file
    database = models.opened(settings)
    deed = Deed(Action.BACKUP, who(), subject=file.name)
    with audit.watched(partial(write_scope, database), deed, now):
        facts = Backup(database, settings.home, look, partial(progress, wording)).write(file, now())
    tell(wording, "backup.done", facts, file)


def _restore(settings: Settings, words: list[str], wording: Wording) -> None:
    parser = Parser(wording("backup.usage_restore"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(words)
    if not asked.file.is_file():
        raise Misused(wording("backup.no_file", name=asked.file.name))
    backup = Backup(make_engine(settings.url), settings.home, look, partial(progress, wording))
    if asked.check:
        tell(wording, "backup.sound", backup.verify(asked.file), asked.file)
        return
    facts = backup.restore(asked.file, now(), replace=asked.replace)
    _note(models.opened(settings), asked.file)
    tell(wording, "backup.restored", facts, asked.file)


def _note(database: Database, file: Path) -> None:
    with write_scope(database) as session:
        audit.note(session, Deed(Action.RESTORE, who(), subject=file.name), Outcome.DONE, now())


def progress(wording: Wording, step: str, **blanks: object) -> None:
    """A line for each step."""
    sys.stderr.write(f"{wording(STEPS[step], **blanks)}\n")


def tell(wording: Wording, name: str, facts: Facts, file: Path) -> None:
    """What is in the backup."""
    rows = facts.counts.get("cases", 0)
    broken = facts.audit.startswith(BROKEN)
    head = wording("backup.chain_broken", number=facts.audit.removeprefix(BROKEN)) if broken else facts.audit
    sys.stdout.write(f"{wording(name, name=file.name, cases=rows, revision=facts.revision, head=head)}\n")


def who() -> str:
    """Whoever may run this on the machine; nobody has signed in."""
    return f"os:{getpass.getuser()}"


def sentence(failure: Exception, wording: Wording) -> str:
    """What went wrong, for who has to mend it."""
    name = next(name for sort, name in SAID.items() if isinstance(failure, sort))
    return wording(name, why=(failure.strerror or "") if isinstance(failure, OSError) else str(failure))
