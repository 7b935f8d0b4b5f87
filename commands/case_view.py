"""One case whole, for a terminal: only what this officer may see, and of words only what their key opens."""

from collections.abc import Iterable, Sequence

from rich.console import Console

from cases.citizen_notices import CitizenNotice
from cases.times import local_date
from commands.case_table import CaseTable, plain
from commands.queue_words import written
from desk import beside, circle, offers
from desk.shown import Shown, ShownDeadline, ShownEvent, ShownFile, ShownMessage
from desk.verbs import label
from wording import Wording


class CaseView:
    """Prints what is shown of a case."""

    def __init__(self, wording: Wording, console: Console, shown: Shown) -> None:
        self._wording, self._console, self._shown = wording, console, shown
        self._table = CaseTable(wording, console, local_date(shown.look.now))

    def show(self) -> None:
        """Its line, what is known of it, its people, words, files, deadlines, history, and what can be done now."""
        look, case = self._shown.look, self._shown.case
        self._table.show([case], look.names)
        self._lines("about", self._shown.about())
        around = beside.beside(look)
        self._lines("people", [*circle.lines(look, self._wording), *beside.lines(self._wording, around)])
        if look.owes:
            self._lines("messages", [self._wording("queue.not_attested", number=case.number)])
        else:
            self._lines("messages", map(self._message, self._shown.messages()))
            self._lines("files", map(self._file, self._shown.files()))
        self._lines("citizen_notices", map(self._notice, look.notices))
        self._lines("deadlines", map(self._deadline, self._shown.deadlines()))
        self._lines("events", map(self._event, self._shown.events()))
        self._lines("possible", map(self._can, offers.next_steps(look)))

    def _message(self, said: ShownMessage) -> str:
        shown = {"at": said.at, "author": said.author.label, "visibility": said.visibility.label}
        return self._wording("queue.message", **shown, words=said.words)

    def _file(self, file: ShownFile) -> str:
        about = f"{file.about} {file.found}".strip()
        return f"{file.place}. {self._wording('queue.file', kind=file.kind, state=file.state, about=about)}"

    def _notice(self, notice: CitizenNotice) -> str:
        return f"{self._shown.at(notice.at)}  {notice.state.label}"

    def _deadline(self, one: ShownDeadline) -> str:
        due = f"{one.due_on}{self._wording('queue.provisional') if one.provisional else ''}"
        return self._wording("queue.deadline", duty=one.duty, due=due, how=one.how, source=one.source)

    def _event(self, line: ShownEvent) -> str:
        return "  ".join(word for word in (line.at, line.actor, line.what, line.change, line.reason) if word)

    def _can(self, name: str) -> str:
        """With the words to type; nothing of what other officers could do."""
        command = written(name, self._wording, self._shown.case.number)
        return self._wording("queue.can", label=label(name, self._wording), command=command)

    def _lines(self, name: str, lines: Iterable[str]) -> None:
        shown: Sequence[str] = list(lines)
        if shown:
            self._console.print(plain(self._wording(f"queue.{name}")), style="bold")
        for line in shown:
            self._console.print(plain(line))
