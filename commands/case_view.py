"""Cases as a table, and one case whole, for a terminal."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.turn import Custody
from cases import attachments, content, history
from cases.chat_models import Attachment
from cases.errors import HandOffOnly, Unreadable
from cases.kinds import Author, Kind, Queue, Rating, State
from cases.models import Case, CaseEvent, Message
from cases.queries import CaseFile
from cases.routing import Rule
from cases.times import LOCAL
from wording import Wording

COLUMNS = ("number", "kind", "state", "street", "section", "urgent", "received", "queue")
REPLACEMENT = "\ufffd"
LABELS = {word.value: word.label for words in (Kind, State, Queue, Rating, Rule, Author) for word in words}


class CaseView:
    """Prints what may be seen; what only another key opens is said to be closed."""

    def __init__(self, wording: Wording, console: Console) -> None:
        self._wording, self._console = wording, console

    def say(self, name: str) -> None:
        """One sentence of the wording."""
        self._console.print(_plain(self._wording(name)))

    def table(self, cases: Sequence[Case]) -> None:
        """One line a case; nothing of what was said."""
        if not cases:
            self.say("queue.empty")
            return
        table = Table()
        for column in COLUMNS:
            table.add_column(self._wording(f"queue.column_{column}"), no_wrap=True)
        for case in cases:
            table.add_row(*map(_plain, self._row(case)))
        self._console.print(table)

    def case(self, file: CaseFile, custody: Custody) -> None:
        """Its line, what was said, its files, its history."""
        self.table([file.case])
        reason = self._wording("queue.routed", reason=Rule(file.case.routing_reason).label)
        identity = self._wording("queue.identity", mode=file.case.identity_mode.label)
        self._lines("about", [reason, identity])
        self._lines("messages", [self._message(message, custody) for message in file.messages])
        self._lines("files", [self._file(file.case, attachment, custody) for attachment in file.attachments])
        self._lines("events", [self._event(file.case, event) for event in file.events])

    def _row(self, case: Case) -> tuple[str, ...]:
        urgent = self._wording("queue.urgent") if case.urgent else ""
        where = case.subdistrict or "", case.section or "", urgent
        return case.number, case.kind.label, case.state.label, *where, _day(case.received_at), case.queue.label

    def _lines(self, name: str, lines: Sequence[str]) -> None:
        if lines:
            self._console.print(_plain(self._wording(f"queue.{name}")), style="bold")
        for line in lines:
            self._console.print(_plain(line))

    def _message(self, message: Message, custody: Custody) -> str:
        try:
            words = content.read(message, custody.readers).decode("utf-8", "replace")
        except (Unreadable, HandOffOnly):
            words = self._wording("queue.sealed")
        shown = {"at": self._time(message.case, message.created_at), "author": message.author.label}
        return self._wording("queue.message", **shown, visibility=message.visibility.label, words=words)

    def _file(self, case: Case, file: Attachment, custody: Custody) -> str:
        try:
            known = attachments.about_of_case(custody.secret, custody.readers, case, file)
            about = " ".join(str(known[name]) for name in ("name", "size") if known.get(name))
        except (Unreadable, HandOffOnly):
            about = self._wording("queue.sealed")
        kind, state = self._wording(f"file.{file.kind}"), self._wording(f"queue.file_{file.state}")
        return self._wording("queue.file", kind=kind, state=state, about=about)

    def _event(self, case: Case, event: CaseEvent) -> str:
        change = " → ".join(LABELS.get(word, word) for word in (event.old, event.new) if word)
        actor = self._wording("queue.system") if event.actor == history.SYSTEM else LABELS.get(event.actor, event.actor)
        reason = LABELS.get(event.reason or "", event.reason or "")
        at, what = self._time(case, event.at), self._wording(f"event.{event.what}")
        return "  ".join(word for word in (at, actor, what, change, reason) if word)

    def _time(self, case: Case, at: datetime) -> str:
        return _day(at) if case.confidential else at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def _day(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime("%Y-%m-%d")


def _plain(words: str) -> Text:
    """Never markup, and nothing that a terminal would obey."""
    return Text("".join(c if c.isprintable() or c == "\n" else REPLACEMENT for c in words))
