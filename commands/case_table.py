"""Cases as a table, one line each, and nothing of what was said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cases.models import Case
from cases.times import local_date
from wording import Wording

WIDTHS = {
    "number": 10,
    "kind": 8,
    "state": 12,
    "due": 14,
    "holder": 10,
    "received": 10,
    "street": 8,
    "section": 6,
    "queue": 12,
}  # with a blank between them 98 columns
UNPIPED_WIDTH = 100  # columns where no terminal says how many there are
REPLACEMENT = "\ufffd"


class CaseTable:
    """Prints cases; who has them in hand is looked up by `holders`."""

    def __init__(self, wording: Wording, console: Console, today: date) -> None:
        self._wording, self._console, self._today = wording, console, today

    def show(self, cases: Sequence[Case], holders: Mapping[int, str]) -> None:
        """A head and a line for each."""
        table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
        for name, width in WIDTHS.items():
            whole = name in ("number", "due", "received")
            table.add_column(self._wording(f"queue.column_{name}"), max_width=width, no_wrap=whole, overflow="fold")
        for case in cases:
            table.add_row(*map(plain, self._row(case, holders)))
        self._console.print(table)

    def _row(self, case: Case, holders: Mapping[int, str]) -> tuple[str, ...]:
        urgent = self._wording("queue.urgent") if case.urgent else ""
        holder = holders.get(case.holder_id or 0, "")
        where = case.subdistrict or "", case.section or ""
        return (
            f"{case.number}{urgent}",
            case.kind.label,
            case.state.label,
            self.due(case),
            holder,
            day(case.received_at),
            *where,
            case.queue.label,
        )

    def due(self, case: Case) -> str:
        """The next last day, when it is over, and when the calendar is not yet known (暂定)."""
        if case.due_on is None:
            return ""
        late = self._wording("queue.late") if case.due_on < self._today else ""
        return f"{case.due_on}{late}{self._wording('queue.provisional') if case.due_provisional else ''}"


def day(at: datetime) -> str:
    """The day on the wall."""
    return local_date(at).isoformat()


def plain(words: str) -> Text:
    """Never markup, and nothing that a terminal would obey."""
    return Text("".join(c if c.isprintable() or c in "\n\u3000" else REPLACEMENT for c in words))
