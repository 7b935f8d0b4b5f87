"""One case whole, for a terminal: only what this officer may see, and of words only what their key opens."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from sqlalchemy.orm import Session

from cases import attachments, citizen_notices, content, history, holding, moves
from cases.at_rest import ServiceSecret
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.citizen_notices import CitizenNotice
from cases.deadlines import counting
from cases.deadlines.models import Deadline
from cases.deadlines.rules import BY_ID
from cases.errors import Unreadable
from cases.kinds import Author, IdentityMode, Kind, Queue, Rating, Says, State
from cases.models import Case, CaseEvent, Message
from cases.queries import CaseFile
from cases.recusal import attestations
from cases.routing.rules import Rule
from cases.sealing.reading import Reader, officer_reader
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.times import LOCAL, local_date
from cases.transitions import LEFT, RECIPIENTS, Move
from commands.case_table import CaseTable, day, plain
from commands.queue_words import written
from desk import circle
from desk.moves import word
from desk.verbs import VERBS, label
from wording import Wording

LABELS = {
    word.value: word.label for words in (Says, Kind, State, Queue, Rating, Rule, Author, IdentityMode) for word in words
}
MOVES = {move.value: move.label for move in Move}


@dataclass(frozen=True)
class Opening:
    """What a case is opened with: the service secret for what is open, an officer's key for what is confidential."""

    secret: ServiceSecret
    officer: Officer

    @property
    def reader(self) -> Reader:
        """Who reads."""
        return officer_reader(self.officer)


class CaseView:
    """Prints a case as of now."""

    def __init__(self, wording: Wording, console: Console, opening: Opening, now: datetime) -> None:
        self._wording, self._console, self._opening, self._now = wording, console, opening, now
        self._table = CaseTable(wording, console, local_date(now))

    def show(self, session: Session, file: CaseFile) -> None:
        """Its line, what is known of it, its people, words, files, deadlines, history, and what can be done now."""
        self._table.show([file.case], circle.names(session))
        self._lines("about", self._about(file.case))
        self._lines("people", circle.lines(session, self._wording, self._opening.officer, file.case))
        if attestations.owes(session, self._opening.officer, file.case):
            self._lines("messages", [self._wording("queue.not_attested", number=file.case.number)])
        else:
            self._lines("messages", [self._message(session, message) for message in file.messages])
            self._lines("files", [self._file(session, file.case, found) for found in file.attachments])
        self._lines(
            "citizen_notices", [self._notice(file.case, one) for one in citizen_notices.of_case(session, file.case)]
        )
        self._lines("deadlines", map(self._deadline, counting.of_case(session, file.case)))
        self._lines("events", [self._event(session, file.case, event) for event in file.events])
        self._lines("possible", self._possible(session, file.case))

    def _about(self, case: Case) -> Iterator[str]:
        yield self._wording("queue.routed", reason=Rule(case.routing_reason).label)
        yield self._wording("queue.identity", mode=case.identity_mode.label)
        yield self._wording("queue.since", state=case.state.label, day=day(case.state_since))
        if case.department:
            yield self._wording("queue.department", department=case.department)
        if case.rating:
            yield self._wording("queue.rated", rating=case.rating.label)
        if case.quality_since:
            yield self._wording("queue.quality", day=day(case.quality_since))
        if case.accountable:
            yield self._wording("queue.accountable", count=case.rework_count)

    def _message(self, session: Session, message: Message) -> str:
        try:
            words = content.read(session, message, self._opening.reader).decode("utf-8", "replace")
        except Unreadable:
            words = self._wording("queue.sealed")
        shown = {"at": self._time(message.case, message.created_at), "author": message.author.label}
        return self._wording("queue.message", **shown, visibility=message.visibility.label, words=words)

    def _file(self, session: Session, case: Case, file: Attachment) -> str:
        try:
            known = attachments.about_of_case(session, self._opening.secret, case, file, self._opening.reader)
            about = " ".join(str(known[name]) for name in ("name", "size") if known.get(name))
        except Unreadable:
            about = self._wording("queue.sealed")
        kind, state = self._wording(f"file.{file.kind}"), self._wording(f"queue.file_{file.state}")
        found = f"{file.copy_state.label}、{file.scan.label}" if file.state == FileState.STORED else ""
        return self._wording("queue.file", kind=kind, state=state, about=f"{about} {found}".strip())

    def _notice(self, case: Case, notice: CitizenNotice) -> str:
        return f"{self._time(case, notice.at)}  {notice.state.label}"

    def _deadline(self, row: Deadline) -> str:
        provisional = self._wording("queue.provisional") if row.provisional else ""
        shown = {"duty": row.rule.label, "due": f"{row.due_on}{provisional}", "source": BY_ID[row.rule].source}
        return self._wording("queue.deadline", **shown, how=self._how(row))

    def _how(self, row: Deadline) -> str:
        """Met, no longer owed, standing still, late or running."""
        if row.met_on:
            return self._wording("queue.deadline_met", day=row.met_on)
        if row.ended_on:
            return self._wording("queue.deadline_ended", day=row.ended_on)
        if row.paused_on:
            return self._wording("queue.deadline_paused", day=row.paused_on)
        late = row.late(local_date(self._now))
        return self._wording("queue.deadline_late" if late else "queue.deadline_running")

    def _event(self, session: Session, case: Case, event: CaseEvent) -> str:
        change = " → ".join(_named(session, event.what, word) for word in (event.old, event.new) if word)
        actor = self._wording("queue.system") if event.actor == history.SYSTEM else LABELS.get(event.actor, event.actor)
        reason = self._reason(session, case, event)
        at, what = self._time(case, event.at), MOVES.get(event.what) or self._wording(f"event.{event.what}")
        return "  ".join(word for word in (at, actor, what, change, reason) if word)

    def _reason(self, session: Session, case: Case, event: CaseEvent) -> str:
        try:
            reason = history.reason_of(session, case, event, self._opening.reader) or ""
        except Unreadable:
            return self._wording("queue.sealed")
        return LABELS.get(reason, reason)

    def _possible(self, session: Session, case: Case) -> Iterable[str]:
        """With the words to type; nothing of what other officers could do."""
        officer = self._opening.officer
        if not attestations.has_attested(session, officer, case):
            yield self._can("attest", case)
        may_take = officer.has(*RECIPIENTS.get(case.queue, holding.TAKE)) and case.state not in LEFT
        if case.holder_id is None and may_take:
            yield self._can("claim", case)
        for move in moves.possible(session, officer, case):
            if word(move) in VERBS:
                yield self._can(word(move), case)

    def _can(self, name: str, case: Case) -> str:
        shown = {"label": label(name, self._wording), "command": written(name, self._wording, case.number)}
        return self._wording("queue.can", **shown)

    def _time(self, case: Case, at: datetime) -> str:
        return day(at) if case.confidential else at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")

    def _lines(self, name: str, lines: Iterable[str]) -> None:
        shown: Sequence[str] = list(lines)
        if shown:
            self._console.print(plain(self._wording(f"queue.{name}")), style="bold")
        for line in shown:
            self._console.print(plain(line))


def _named(session: Session, what: str, word: str) -> str:
    """A word of the code in Chinese, an account by its name."""
    if what in history.NAMING and word.isdigit():
        staff = session.get(Staff, int(word))
        return staff.name if staff else word
    return LABELS.get(word, word)
