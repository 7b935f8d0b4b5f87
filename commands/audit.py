"""`./huiyin audit`: whether the chain holds, its head to keep on paper, and the log for the auditor."""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from cases.audit import chain
from cases.audit import log as audit
from cases.audit.chain import Head, Verdict
from cases.audit.deeds import Action, Deed, Outcome
from cases.audit.models import AuditEntry
from cases.history import SYSTEM
from cases.times import LOCAL
from commands import models
from commands.acting import signed_in
from commands.clock import now
from commands.typed import Parser, one_of
from db.session import read_scope, write_scope
from desk.errors import Misused
from desk.staff_refusals import SAID, explained
from settings import Settings
from wording import Wording

COLUMNS = ("number", "at", "actor", "action", "case", "subject", "reason", "outcome")
LABELS = {word.value: word.label for words in (Action, Outcome) for word in words}
UNPIPED_WIDTH = 140  # columns of a table that no terminal limits
LOG = "audit_log"


def run(settings: Settings, words: list[str]) -> int:
    """verify, head or show; 1 when the chain is broken or the command refused."""
    wording = Wording.load()
    try:
        asked = _parser(wording("audit.usage")).parse_args(words)
        desk = Desk(settings, wording)
        return {"verify": desk.verify, "head": desk.head, "show": desk.show}[asked.do](asked)
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
    except SAID as refused:
        sys.stderr.write(f"{explained(refused, wording)}\n")
    return 1


class Desk:
    """Reads the log; reading it page by page is itself an entry."""

    def __init__(self, settings: Settings, wording: Wording) -> None:
        self._settings, self._wording = settings, wording
        self._database = models.opened(settings)

    def verify(self, asked: argparse.Namespace) -> int:
        """Walk the chain and say how far it holds."""
        with read_scope(self._database) as session:
            verdict, cut_off = chain.verify(session, asked.head), len(audit.unfinished(session))
        for line in self._verdict(verdict):
            sys.stdout.write(f"{line}\n")
        if cut_off:
            sys.stdout.write(f"{self._wording('audit.unfinished', count=cut_off)}\n")
        return 0 if verdict.holds else 1

    def head(self, _asked: argparse.Namespace) -> int:
        """The newest entry, for paper."""
        with read_scope(self._database) as session:
            sys.stdout.write(f"{chain.head(session)}\n")
        return 0

    def show(self, asked: argparse.Namespace) -> int:
        """The log, newest first, or the attempts that were cut off."""
        officer = signed_in(self._settings, self._database, self._wording, asked.by)
        with write_scope(self._database) as session:
            audit.note(session, Deed(Action.VIEW, officer.name, subject=LOG), Outcome.DONE, now())
            actors = [asked.actor] if asked.actor else []
            wanted = {"actors": actors, "action": asked.action, "number": asked.number, "before": asked.before}
            found = audit.entries(session, officer, **wanted)
            found = audit.unfinished(session) if asked.unfinished else found
        self._table(found)
        return 0

    def _verdict(self, verdict: Verdict) -> list[str]:
        if verdict.broken is not None:
            return [self._wording("audit.broken", number=verdict.broken)]
        lines = [] if verdict.kept_found else [self._wording("audit.kept_lost")]
        return [*lines, self._wording("audit.holds", count=verdict.head.number, head=verdict.head)]

    def _table(self, entries: Sequence[AuditEntry]) -> None:
        table = Table()
        for column in COLUMNS:
            table.add_column(self._wording(f"audit.column_{column}"))
        for entry in entries:
            table.add_row(*self._row(entry))
        console = Console() if sys.stdout.isatty() else Console(width=UNPIPED_WIDTH)
        console.print(table)

    def _row(self, entry: AuditEntry) -> tuple[str, ...]:
        actor = self._wording("queue.system") if entry.actor == SYSTEM else entry.actor
        at = f"{entry.at.astimezone(LOCAL):%Y-%m-%d %H:%M:%S}"
        ended = LABELS.get(entry.outcome or "", entry.outcome) or self._wording("audit.attempt")
        number = f"{entry.id}" if entry.attempt_id is None else f"{entry.id}（{entry.attempt_id}）"
        words = (entry.case_number or "", entry.subject or "", entry.reason or "")
        return (number, at, actor, LABELS.get(entry.action, entry.action), *words, ended)


def _parser(usage: str) -> argparse.ArgumentParser:
    parser = Parser(usage)
    verbs = parser.verbs("verify", "head", "show")
    verbs["verify"].add_argument("--head", type=Head.parse)
    show = verbs["show"]
    show.add_argument("--as", dest="by", required=True)
    show.add_argument("--actor")
    show.add_argument("--action", type=one_of(Action))
    show.add_argument("--number")
    show.add_argument("--before", type=int)
    show.add_argument("--unfinished", action="store_true")
    return parser
