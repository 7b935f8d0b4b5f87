"""`./huiyin adopt [FILE …]`: cases from before there were keys of cases; FILE is a private key they were sealed to."""

import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import select

from bulletin import profile
from cases import adoption, attachments
from cases.at_rest import ServiceSecret
from cases.chat_models import Attachment
from cases.errors import HandOffOnly, Unreadable
from cases.models import Case
from cases.routing.jurisdiction import Jurisdiction
from commands import jurisdiction, keys, models
from commands.clock import now
from db.session import read_scope, write_scope
from settings import Settings
from wording import Wording

FRESH = "tmp-adopt-"


def run(settings: Settings, words: list[str]) -> int:
    """Adopt what can be opened; 1 when something is left, with what to do about it."""
    wording, missing = Wording.load(), [word for word in words if not Path(word).is_file()]
    if missing:
        sys.stderr.write(f"{wording('adopt.no_file', name=missing[0])}\n")
        return 2
    former = [Path(word).read_bytes() for word in words]
    database, known = (
        models.opened(settings),
        jurisdiction.of(jurisdiction.records(settings), profile.load(settings.bulletin)[1]),
    )
    adopter = Adopter(database, settings.home / "attachments", keys.staff_custody(settings), former, known)
    left = adopter.run()
    sys.stdout.write(f"{wording('adopt.done', count=adopter.adopted)}\n")
    for number, why in left.items():
        sys.stderr.write(f"{wording(f'adopt.{why}', number=number)}\n")
    return 1 if left else 0


class Adopter:
    """Each case in a transaction of its own; its files follow once that is committed."""

    def __init__(self, database: Database, folder: Path, custody: Any, former: list[bytes], known: Jurisdiction):
        self._database, self._folder, self._known, self._former = database, folder, known, former
        self._secret: ServiceSecret = custody.secret
        self._recovery: bytes | None = custody.recovery
        self.adopted = 0

    def run(self) -> dict[str, str]:
        """What is left, by number, and why."""
        left: dict[str, str] = {}
        with read_scope(self._database) as session:
            found = {case.id: case.number for case in adoption.waiting(session)}
            names = set(session.scalars(select(Attachment.stored_name).where(Attachment.case_id.in_(found))))
        self._settle_files(names)
        for case_id, number in found.items():
            try:
                self._one(case_id)
            except Unreadable:
                left[number] = "unreadable"
            except HandOffOnly:
                left[number] = "no_reader"
            self._settle_files(names if number in left else set())
        return left

    def _one(self, case_id: int) -> None:
        with write_scope(self._database) as session:
            case, moment = session.get_one(Case, case_id), now()
            how = (self._secret, self._recovery, self._former, case, moment, self._known)
            adoption.adopt(session, *how, self._relock)
        self.adopted += 1

    def _relock(self, name: str, about: dict[str, Any]) -> None:
        path = self._folder / name
        if path.exists():
            data = self._secret.open("file", path.read_bytes(), name)
            (self._folder / f"{FRESH}{name}").write_bytes(attachments.lock(about, data, name))

    def _settle_files(self, not_adopted: set[str]) -> None:
        """Of a case that was adopted the new bytes count, of another the old ones."""
        for path in self._folder.glob(f"{FRESH}*"):
            name = path.name.removeprefix(FRESH)
            if name in not_adopted:
                path.unlink()
            else:
                path.replace(self._folder / name)
