"""What `./huiyin queue` lets out of the house: a print-out, and the bytes of a file."""

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from cases import access, attachment_bytes, printing, queries
from cases.attachment_bytes import Fetched, Part
from cases.audit import log
from cases.audit.deeds import Action, Deed
from cases.staff.officer import Officer
from commands import keys
from commands.case_table import plain
from commands.clock import Clock
from db.session import write_scope
from desk import paper
from desk.errors import Misused
from settings import Settings
from wording import Wording


class Papers:
    """For one officer, at one moment; each is in the audit log before anything is opened."""

    def __init__(
        self, settings: Settings, database: Database, wording: Wording, officer: Officer, clock: Clock
    ) -> None:
        self._settings, self._wording, self._officer, self._clock = settings, wording, officer, clock
        self._write = partial(write_scope, database)
        self._secret = keys.staff_custody(settings).secret

    def print_out(self, asked: argparse.Namespace) -> None:
        """Into a new file, or to where the standard output goes."""
        deed = Deed.on_number(asked.number, Action.PRINT, self._officer.name)
        with log.carried_out(self._write, deed, self._clock) as session:
            case = access.find(session, self._officer, asked.number)
            made = printing.print_out(session, self._secret, self._officer, case, self._clock())
            text = "\f".join(paper.pages(self._wording, made))
            if asked.out:
                self._keep(asked.out, text.encode())
        if not asked.out:
            sys.stdout.write(text)

    def file(self, asked: argparse.Namespace) -> None:
        """Into a new file that nobody else on this machine can read."""
        if asked.out is None:
            raise Misused(self._wording("queue.where_to"))
        deed = Deed.on_number(asked.number, Action.DOWNLOAD, self._officer.name)
        with log.carried_out(self._write, deed, self._clock) as session:
            fetched = self._fetched(session, asked)
            self._keep(asked.out, fetched.data)
        shown = {"file": asked.out, "name": fetched.name, "size": len(fetched.data)}
        sys.stdout.write(f"{plain(self._wording('queue.fetched', **shown))}\n")

    def _fetched(self, session: Session, asked: argparse.Namespace) -> Fetched:
        """One by its number in `queue show`; the original for who writes why."""
        found = queries.file_of(session, self._officer, asked.number)
        if not 1 <= asked.which <= len(found.attachments):
            raise Misused(self._wording("queue.no_such_file", number=asked.number, count=len(found.attachments)))
        file, folder = found.attachments[asked.which - 1], self._settings.home / "attachments"
        part = Part.COPY if asked.original is None else Part.ORIGINAL
        how = (self._secret, folder, self._officer, found.case, file, part, self._clock())
        return attachment_bytes.fetch(session, *how, reason=asked.original or "")

    def _keep(self, file: Path, data: bytes) -> None:
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
                out.write(data)
        except FileExistsError:
            raise Misused(self._wording("queue.file_exists", name=file.name)) from None
        except OSError as failure:
            raise Misused(self._wording("queue.file_unwritable", name=file.name, why=failure.strerror)) from None
