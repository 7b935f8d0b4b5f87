"""Files that come with a message: what is taken, the rows for it, the sealed bytes on disk."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.file_store import FileStore
from bot.intake_step import Step
from bot.messages import Attachment, Incoming
from cases import attachments, jobs
from cases.at_rest import ServiceSecret
from cases.draft_body import DraftBody, DraftFile
from cases.models import Case
from wording import Wording

MOST_FILES = 10
LARGEST = 20 * 1024 * 1024  # bytes; the Bot API hands out no larger file
FETCH = "fetch"  # the job that brings the bytes of a file


class FileDesk:
    """Takes files into a draft; the bytes come later, by a job (decision 16)."""

    def __init__(self, wording: Wording, secret: ServiceSecret, folder: Path) -> None:
        self._wording, self._secret, self._store = wording, secret, FileStore(folder)

    def take(self, body: DraftBody, incoming: Incoming, step: Step) -> list[Attachment]:
        """The attachments that are kept; each that is not is named with its reason."""
        kept = []
        for attachment in incoming.attachments:
            if attachment.place:
                self._ask_place(body, attachment.place, step)
            elif self.fits(attachment, len(body.files), step):
                words = "kept_file" if body.texts else "file_opened"
                step.say(self._wording(f"intake.{words}", what=self._wording(f"file.{attachment.kind}")))
                body.files.append(DraftFile(0, attachment.kind, attachment.name, attachment.size))
                kept.append(attachment)
        if kept and "files" not in body.notices_seen:
            body.see_notice("files")
            step.say(self._wording("notice.files"))
        return kept

    def fits(self, attachment: Attachment, already: int, step: Step) -> bool:
        """Whether a file can be taken beside those that are there; says why not."""
        if attachment.kind == "unsupported" or attachment.size > LARGEST:
            why = "unsupported" if attachment.kind == "unsupported" else "too_big"
            step.say(self._wording("intake.file_failed", why=self._wording(f"intake.{why}")))
            return False
        if already >= MOST_FILES:
            step.say(self._wording("intake.too_many_files"))
        return already < MOST_FILES

    def _ask_place(self, body: DraftBody, place: tuple[float, float], step: Step) -> None:
        body.place_asked = {"latitude": place[0], "longitude": place[1]}
        step.say(self._wording("intake.ask_place"))
        step.extra += [("place-yes", "place_yes"), ("place-no", "place_no")]

    def store(
        self,
        session: Session,
        draft_id: int,
        body: DraftBody,
        taken: Sequence[Attachment],
        channel: str,
        now: datetime,
    ) -> bool:
        """Rows and fetch jobs for what was taken; the body learns the rows' ids."""
        for file, attachment in zip(body.files[len(body.files) - len(taken) :], taken, strict=True):
            row = attachments.add(session, self._secret, draft_id, attachment.kind, _about(attachment, channel))
            file.attachment = row.id
            jobs.put(session, FETCH, str(row.id), now)
        return bool(taken)

    def add_to_case(
        self, session: Session, case: Case, taken: Iterable[Attachment], channel: str, now: datetime
    ) -> None:
        """Files that come after the submission."""
        for attachment in taken:
            known = _about(attachment, channel)
            row = attachments.add(session, self._secret, None, attachment.kind, known, case_id=case.id)
            jobs.put(session, FETCH, str(row.id), case.clock(now))

    def erase(self, session: Session, stored_names: Iterable[str]) -> None:
        """Remove the bytes of files whose rows are gone, once that is certain."""
        names = list(stored_names)

        def unlink(_session: Session) -> None:
            self._store.erase(names)

        event.listen(session, "after_commit", unlink, once=True)


def _about(attachment: Attachment, channel: str) -> dict[str, Any]:
    """What is needed to fetch the bytes, and what they are called."""
    known = {"name": attachment.name, "size": attachment.size, "ref": attachment.ref, "channel": channel}
    return known | {"path": str(attachment.path) if attachment.path else ""}
