"""The ledger as a table, and one item whole, for a terminal."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cases.history import SYSTEM
from cases.ledger import overview
from cases.ledger.models import LedgerChange, LedgerItem, LedgerLead, LedgerSuggestion
from cases.ledger.public import PublicChange
from cases.ledger.states import Adoption, Basis, ItemState
from cases.models import Case
from cases.times import local_date
from wording import Wording

COLUMNS = ("section", "title", "state", "leads", "leader", "due", "gaps")
TITLE_SHOWN = 20
LABELS = {word.value: word.label for words in (ItemState, Adoption) for word in words}


class LedgerView:
    """Prints items; overdue is reckoned by the day it is given."""

    def __init__(self, wording: Wording, console: Console, today: date) -> None:
        self._wording, self._console, self._today = wording, console, today

    def say(self, name: str, **blanks: object) -> None:
        """One sentence of the wording."""
        self._console.print(_plain(self._wording(name, **blanks)))

    def items(self, items: Sequence[LedgerItem]) -> None:
        """One line an item, and how many are overdue."""
        self._table(items)
        late = sum(overview.overdue(item, self._today) for item in items)
        self.say("ledger.summary", items=len(items), overdue=late)

    def item(
        self, item: LedgerItem, lines: Sequence[LedgerChange], attached: Sequence[tuple[Case, LedgerSuggestion]]
    ) -> None:
        """Its line, departments, measures, promises, suggestions, history."""
        self._table([item])
        self._lines("open_words", (item.open_words or "").splitlines())
        self._lines("leads", map(self._lead, overview.leads(item)))
        self._lines("measures", self._measures(item))
        self._lines("promises", self._promises(item))
        self._lines("suggestions", map(self._suggestion, attached))
        self._lines("history", map(self._change, lines))

    def told(self, changes: Sequence[PublicChange]) -> None:
        """What citizens are told."""
        if not changes:
            self.say("ledger.nothing_told")
        for change in changes:
            self._console.print(_plain(f"{change.on}  {change.words}"))

    def _table(self, items: Sequence[LedgerItem]) -> None:
        table = Table()
        for column in COLUMNS:
            table.add_column(self._wording(f"ledger.column_{column}"))
        for item in items:
            table.add_row(*map(_plain, self._row(item)))
        self._console.print(table)

    def _row(self, item: LedgerItem) -> Iterable[str]:
        state = item.state.label
        if overview.overdue(item, self._today):
            state = self._wording("ledger.overdue", state=state)
        departments = "、".join(self._named(lead) for lead in overview.leads(item))
        missing = "、".join(self._wording(f"ledger.gap_{gap}") for gap in overview.gaps(item))
        due = str(item.due_on or "")
        return item.section, item.title[:TITLE_SHOWN], state, departments, item.leader or "", due, missing

    def _named(self, lead: LedgerLead) -> str:
        return self._wording("ledger.doubtful", department=lead.department) if lead.doubtful else lead.department

    def _lead(self, lead: LedgerLead) -> str:
        said = self._wording("ledger.assisting") if lead.assisting else self._wording("ledger.leading")
        basis = lead.basis.label
        if lead.confirmed_by and lead.basis is not Basis.STAFF:
            basis = self._wording("ledger.confirmed", basis=basis, by=lead.confirmed_by)
        return "  ".join(word for word in (said, self._named(lead), lead.scope or "", basis) if word)

    def _measures(self, item: LedgerItem) -> Iterable[str]:
        for measure in item.measures:
            done = self._done(measure.done_on)
            shown = {"words": measure.words, "owner": measure.owner, "due": measure.due_on, "done": done}
            yield self._wording("ledger.measure", id=measure.id, **shown)

    def _promises(self, item: LedgerItem) -> Iterable[str]:
        for promise in item.promises:
            done = self._done(promise.met_on) if promise.met_on else self._wording("ledger.not_met")
            yield self._wording("ledger.promise", id=promise.id, quote=promise.quote, due=promise.due_on, done=done)

    def _done(self, on: date | None) -> str:
        return self._wording("ledger.done_on", on=on) if on else self._wording("ledger.not_done")

    def _suggestion(self, found: tuple[Case, LedgerSuggestion]) -> str:
        case, link = found
        decision = link.decision.label if link.decision else self._wording("ledger.undecided")
        return "  ".join(word for word in (case.number, case.kind.label, decision, link.reason or "") if word)

    def _change(self, line: LedgerChange) -> str:
        who = self._wording("queue.system") if line.who == SYSTEM else line.who
        moved = " → ".join(LABELS.get(word, word) for word in (line.old, line.new) if word)
        proof = self._wording("ledger.evidence", words=line.evidence) if line.evidence else ""
        public = self._wording("ledger.public", words=line.public_words) if line.told_public else ""
        words = str(line.id), str(local_date(line.at)), who, line.what.label, moved, line.reason or "", proof, public
        return "  ".join(word for word in words if word)

    def _lines(self, name: str, lines: Iterable[str]) -> None:
        shown = list(lines)
        if shown:
            self._console.print(_plain(self._wording(f"ledger.{name}")), style="bold")
        for line in shown:
            self._console.print(_plain(line))


def _plain(words: str) -> Text:
    """Without anything that a terminal or rich would take for an order."""
    return Text("".join(character if character.isprintable() else " " for character in words))
