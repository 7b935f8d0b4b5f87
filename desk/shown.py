"""One case in words, for the terminal and for a page: only what this officer may see, opened with their key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cases import attachments, content, history
from cases.at_rest import ServiceSecret
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.deadlines import counting
from cases.deadlines.models import Deadline
from cases.deadlines.rules import BY_ID
from cases.errors import Unreadable
from cases.files.file_kind import FileKind
from cases.files.states import CopyState
from cases.kinds import Author, IdentityMode, Kind, Labelled, Queue, Rating, Says, Source, State, Visibility
from cases.models import Case, CaseEvent, Message
from cases.queries import CaseFile
from cases.routing.rules import Rule
from cases.times import LOCAL, local_date
from cases.transitions import Move
from desk.circle import NOBODY
from desk.look import Look
from wording import Wording

LABELLED: tuple[type[Labelled], ...] = (Says, Kind, State, Queue, Rating, Rule, Author, IdentityMode, Source)
LABELS = {word.value: word.label for words in LABELLED for word in words}
MOVES = {move.value: move.label for move in Move}


@dataclass(frozen=True)
class ShownMessage:
    """Something said; where the key is missing, `words` say so."""

    id: int
    at: str
    author: Author
    visibility: Visibility
    words: str


@dataclass(frozen=True)
class ShownFile:
    """A file by its place in the case; `known` is empty where the key is missing."""

    place: int
    row: Attachment
    kind: str
    state: str
    about: str
    found: str
    known: dict[str, object]

    @property
    def content(self) -> FileKind:
        """What it is, whatever its name says."""
        return FileKind(str(self.known.get("file_kind") or FileKind.UNKNOWN))

    @property
    def stored(self) -> bool:
        """Whether there are bytes."""
        return self.row.state == FileState.STORED and self.row.kind != attachments.PLACE

    @property
    def has_copy(self) -> bool:
        """Whether there is a copy for handlers."""
        return self.stored and self.row.copy_state is CopyState.MADE


@dataclass(frozen=True)
class ShownDeadline:
    """A duty with the law it comes from, and how it stands."""

    duty: str
    due_on: date
    provisional: bool
    source: str
    how: str
    late: bool
    running: bool


@dataclass(frozen=True)
class ShownEvent:
    """A line of the history."""

    id: int
    at: str
    actor: str
    what: str
    change: str
    reason: str


@dataclass(frozen=True)
class Shown:
    """What one officer is told of one case."""

    look: Look
    file: CaseFile
    wording: Wording
    secret: ServiceSecret
    informal: bool = False  # officers by what people call them, not by what they sign in as

    @property
    def case(self) -> Case:
        """The case."""
        return self.file.case

    def about(self) -> Iterator[str]:
        """Why it is where it is, who the citizen says to be, since when it stands as it does."""
        case, say = self.case, self.wording
        yield say("queue.routed", reason=Rule(case.routing_reason).label)
        yield say("queue.identity", mode=case.identity_mode.label)
        yield say("queue.since", state=case.state.label, day=local_date(case.state_since))
        if case.department:
            yield say("queue.department", department=case.department)
        if case.rating:
            yield say("queue.rated", rating=case.rating.label)
        if case.quality_since:
            yield say("queue.quality", day=local_date(case.quality_since))
        if case.accountable:
            yield say("queue.accountable", count=case.rework_count)

    def messages(self) -> Sequence[ShownMessage]:
        """All that was said, oldest first."""
        return [self._message(row) for row in self.file.messages]

    def files(self) -> Sequence[ShownFile]:
        """All that was sent, in the order of their numbers."""
        return [self._file(place, row) for place, row in enumerate(self.file.attachments, start=1)]

    def deadlines(self) -> Sequence[ShownDeadline]:
        """All duties it has or had."""
        return [self._deadline(row) for row in counting.of_case(self.look.session, self.case)]

    def events(self) -> Sequence[ShownEvent]:
        """Its history as far as this officer reads it, oldest first."""
        return [self._event(row) for row in self.file.events]

    def at(self, when: datetime) -> str:
        """The minute; of a confidential case the day."""
        return str(local_date(when)) if self.case.confidential else f"{when.astimezone(LOCAL):%Y-%m-%d %H:%M}"

    def _message(self, row: Message) -> ShownMessage:
        try:
            words = content.read(self.look.session, row, self.look.reader).decode("utf-8", "replace")
        except Unreadable:
            words = self.wording("queue.sealed")
        return ShownMessage(row.id, self.at(row.created_at), row.author, row.visibility, words)

    def _file(self, place: int, row: Attachment) -> ShownFile:
        known: dict[str, object] = {}
        try:
            session, reader = self.look.session, self.look.reader
            known = attachments.about_of_case(session, self.secret, self.case, row, reader)
            about = " ".join(str(known[name]) for name in ("name", "size") if known.get(name))
        except Unreadable:
            about = self.wording("queue.sealed")
        kind, state = self.wording(f"file.{row.kind}"), self.wording(f"queue.file_{row.state}")
        found = f"{row.copy_state.label}、{row.scan.label}" if row.state == FileState.STORED else ""
        return ShownFile(place, row, kind, state, about, found, known)

    def _deadline(self, row: Deadline) -> ShownDeadline:
        late = row.open and row.late(local_date(self.look.now))
        how, source = self._how(row), BY_ID[row.rule].source
        return ShownDeadline(row.rule.label, row.due_on, row.provisional, source, how, late, row.running)

    def _how(self, row: Deadline) -> str:
        """Met, no longer owed, standing still, late or running."""
        if row.met_on:
            return self.wording("queue.deadline_met", day=row.met_on)
        if row.ended_on:
            return self.wording("queue.deadline_ended", day=row.ended_on)
        if row.paused_on:
            return self.wording("queue.deadline_paused", day=row.paused_on)
        return self.wording("queue.deadline_late" if row.late(local_date(self.look.now)) else "queue.deadline_running")

    def _event(self, row: CaseEvent) -> ShownEvent:
        change = " → ".join(self._named(row.what, word) for word in (row.old, row.new) if word)
        actor = self.wording("queue.system") if row.actor == history.SYSTEM else self._in_words(row.actor)
        what = MOVES.get(row.what) or self.wording(f"event.{row.what}")
        return ShownEvent(row.id, self.at(row.at), actor, what, change, self._reason(row))

    def _reason(self, row: CaseEvent) -> str:
        try:
            reason = history.reason_of(self.look.session, self.case, row, self.look.reader) or ""
        except Unreadable:
            return self.wording("queue.sealed")
        return LABELS.get(reason, reason)

    def _named(self, what: str, word: str) -> str:
        """A word of the code in Chinese, an account by its name."""
        if what in history.NAMING and word.isdigit():
            return self._in_words(self._names.get(int(word), word))
        return self._in_words(word)

    def _in_words(self, word: str) -> str:
        return LABELS.get(word) or self._called.get(word, word)

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return self.look.names

    @cached_property
    def _called(self) -> Mapping[str, str]:
        return self.look.called if self.informal else NOBODY
