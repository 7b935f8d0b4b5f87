"""The jobs loop: brings files in, reminds once, erases what is over (decision 16)."""

import asyncio
import logging
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from bot.attempts import Pulse, attempt, rounds_until
from bot.channel import TryLater, Undeliverable
from bot.conversation import payload_of
from bot.file_store import FileStore
from bot.files import FETCH, LARGEST
from bot.messages import Attachment, Button, Reply
from cases import attachments, chat_links, chats, citizen_notices, deliveries, drafts, jobs, outbox, staff_chats
from cases.at_rest import ServiceSecret
from cases.attachments import FileState
from cases.chat_models import Attachment as AttachmentRow
from cases.chat_models import Chat, Job
from cases.files.scanning import Scanner
from cases.times import QuietHours, local_date
from db.session import empty_log, read_scope, write_scope
from wording import Wording

log = logging.getLogger(__name__)
BETWEEN_ROUNDS = 5.0  # seconds
MOST_TRIES = 12  # the last one about an hour after the first
LONGEST_PAUSE = timedelta(minutes=10)
UNKNOWN_TROUBLE = 1.0  # seconds, doubled at each try
BETWEEN_SWEEPS = timedelta(hours=1)
LEFT_BEHIND = timedelta(minutes=10)  # after that nobody is still at work on an unsealed file


class Fetcher(Protocol):
    """A channel that can bring the bytes of a file; its `release`, if it has one, is told when they are kept."""

    async def fetch(self, attachment: Attachment, folder: Path, limit_bytes: int) -> Path:
        """Put the file into the folder and say where it is."""
        ...


class Housekeeping:
    """Does what is due; a citizen's bytes are sealed before they reach the disk's folder."""

    def __init__(
        self,
        database: Database,
        secret: ServiceSecret,
        fetchers: Mapping[str, Fetcher],
        folder: Path,
        quiet: QuietHours,
        wording: Wording,
        clock: Callable[[], datetime],
        forget_misses: Callable[[Session, date], None],
        scanner: Scanner | None = None,
    ) -> None:
        self._database, self._secret = database, secret
        self._fetchers, self._folder, self._files = fetchers, folder, FileStore(folder, scanner)
        self._quiet, self._wording, self._clock = quiet, wording, clock
        self._forget_misses = forget_misses
        self._swept: datetime | None = None
        self.pulse = Pulse()

    async def run(self, stop: asyncio.Event) -> None:
        """Round after round until told to stop."""
        await rounds_until(stop, self.round, BETWEEN_ROUNDS, self.pulse)

    async def round(self) -> None:
        """All that is due now; what fails is logged by its type and left for the next round."""
        await self._attempt("sweep", self._sweep)
        await self._attempt("tidy", self._tidy)
        await self._attempt("misses", self._forget_old_misses)
        await self._attempt("staff", self._tell_staff)
        for draft_id in await self._attempt("reminders", self._due) or ():
            await self._attempt("reminder", self._remind, draft_id)
        while job := await self._attempt("jobs", self._claim):
            await self._do(job)

    async def _attempt[R](self, what: str, step: Callable[..., R], *words: Any) -> R | None:
        return await attempt("housekeeping", what, step, *words)

    def _sweep(self) -> None:
        """Files of one who was killed at work on them: a photo not yet sealed, the picture of a receipt."""
        for left in (*self._folder.glob("tmp*"), *self._folder.parent.glob("pictures/receipt-*.png")):
            with suppress(FileNotFoundError):  # its owner was quicker
                if left.stat().st_mtime <= (self._clock() - LEFT_BEHIND).timestamp():
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
        if self._swept is None or self._swept <= self._clock() - BETWEEN_SWEEPS:
            self._swept = self._clock()
            self._sweep_orphans()
            empty_log(self._database)

    def _sweep_orphans(self) -> None:
        """Sealed files whose row is gone; a row is always there before its file."""
        names = self._files.names()
        with read_scope(self._database) as session:
            known = attachments.stored_names(session)
        self._files.erase(names - known)

    def _tidy(self) -> None:
        now = self._clock()
        with write_scope(self._database) as session:
            outbox.release_stuck(session, now)
            outbox.erase_old(session, now)
            citizen_notices.expire(session, now)
            jobs.release_stuck(session, now)
            jobs.forget_settled(session, now)
            deliveries.forget_old(session, now)
            chat_links.erase_withdrawn(session, now)
            gone = drafts.expire(session, now)
            chats.tidy(session, self._secret, now)
        self._files.erase(gone)

    def _tell_staff(self) -> None:
        """The numbers of what is new, to who has linked a chat."""
        now = self._clock()
        with write_scope(self._database) as session:
            staff_chats.send(session, self._secret, self._news, now, self._quiet)

    def _news(self, number: str) -> str:
        return self._wording("staff_chat.news", number=number)

    def _forget_old_misses(self) -> None:
        """By itself: whatever is wrong with the statistics, drafts are erased in time."""
        with write_scope(self._database) as session:
            self._forget_misses(session, local_date(self._clock()))

    def _due(self) -> list[int]:
        with read_scope(self._database) as session:
            return drafts.due_for_reminder(session, self._clock(), self._quiet)

    def _remind(self, draft_id: int) -> None:
        """One neutral line, never at night."""
        now = self._clock()
        with write_scope(self._database) as session:
            draft = drafts.by_id(session, self._secret, draft_id)
            if draft is None or not drafts.mark_reminded(session, draft, now):
                return  # there was a word meanwhile, or another process has reminded
            chat = session.get_one(Chat, draft.chat_id)
            reply = Reply(self._wording("intake.reminder"), (self._button("resume"), self._button("cancel")))
            outbox.put(session, self._secret, chat.channel, draft.body.address, payload_of(reply), now)

    def _claim(self) -> Job | None:
        with write_scope(self._database) as session:
            return jobs.claim_next(session, self._clock())

    async def _do(self, job: Job) -> None:
        """Whatever goes wrong counts as a try."""
        if job.kind != FETCH:
            await self._attempt("job", self._finish, jobs.mark_failed, job.id)
            return
        try:
            await self._fetch(int(job.subject))
            await asyncio.to_thread(self._finish, jobs.mark_done, job.id)
        except TryLater as later:
            await self._again(job, later.seconds)
        except Undeliverable as never:
            await self._give_up(job, never.reason)
        except Exception as failure:  # noqa: BLE001 - a broken job must not stop the others
            log.error("housekeeping, job: %s", type(failure).__name__)
            await self._again(job, UNKNOWN_TROUBLE)

    async def _again(self, job: Job, seconds: float) -> None:
        if job.attempts >= MOST_TRIES:
            await self._give_up(job)
        else:
            pause = min(timedelta(seconds=seconds * 2**job.attempts), LONGEST_PAUSE)
            await self._attempt("job", self._finish, jobs.mark_later, job.id, self._clock() + pause)

    async def _give_up(self, job: Job, reason: str = "") -> None:
        await self._attempt("job", self._fail, int(job.subject), reason)
        await self._attempt("job", self._finish, jobs.mark_failed, job.id)

    async def _fetch(self, attachment_id: int) -> None:
        found = await asyncio.to_thread(self._about, attachment_id)
        if found is None:
            return
        name, about = found
        wanted = Attachment("", about["ref"], path=Path(about["path"]) if about["path"] else None)
        fetcher = self._fetchers.get(about["channel"])
        if fetcher is None:
            raise TryLater(60)
        with TemporaryDirectory(dir=self._folder) as folder:
            path = await fetcher.fetch(wanted, Path(folder), LARGEST)
            await asyncio.to_thread(self._keep, attachment_id, name, about, path)
        if release := getattr(fetcher, "release", None):
            await release(wanted)

    def _about(self, attachment_id: int) -> tuple[str, dict[str, Any]] | None:
        """What is known of a file that has not come yet."""
        with write_scope(self._database) as session:
            row = session.get(AttachmentRow, attachment_id)
            if row is None or row.state != FileState.AWAITED:
                return None
            return row.stored_name, attachments.about(self._secret, row)

    def _keep(self, attachment_id: int, name: str, about: dict[str, Any], path: Path) -> None:
        """The bytes first, then the row."""
        prepared, known = self._files.keep(name, about, path.read_bytes(), self._clock())
        with write_scope(self._database) as session:
            row = session.get(AttachmentRow, attachment_id)
            if row is not None:
                row.copy_state, row.scan = prepared.copy_state, prepared.scan.state
                attachments.settle(session, self._secret, row, FileState.STORED, known)
        if row is None:
            self._files.erase([name])

    def _fail(self, attachment_id: int, reason: str) -> None:
        with write_scope(self._database) as session:
            row = session.get(AttachmentRow, attachment_id)
            if row is not None and row.state == FileState.AWAITED:
                about = attachments.about(self._secret, row)
                attachments.settle(session, self._secret, row, FileState.FAILED, about)
                self._say_lost(session, row, "file_too_big" if reason == "too_big" else "file_lost")

    def _say_lost(self, session: Session, row: AttachmentRow, words: str) -> None:
        """While it is still being written, the citizen can send the file again."""
        draft = drafts.by_id(session, self._secret, row.draft_id) if row.draft_id else None
        if draft is None:
            return
        draft.body.files = [file for file in draft.body.files if file.attachment != row.id]
        drafts.save(session, self._secret, draft, draft.body, draft.touched_at)
        chat, what = session.get_one(Chat, draft.chat_id), self._wording(f"file.{row.kind}")
        reply = Reply(self._wording(f"intake.{words}", what=what), (self._button("resume"),))
        outbox.put(session, self._secret, chat.channel, draft.body.address, payload_of(reply), self._clock())

    def _button(self, name: str) -> Button:
        return Button(self._wording(f"step_button.{name}"), name)

    def _finish(self, change: Callable[..., None], *words: Any) -> None:
        with write_scope(self._database) as session:
            change(session, *words)
