"""The demo team at work: each step as somebody would type it, at the time that the story has come to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bulletin.document import Bulletin
from cases import access
from cases.audit import log
from cases.audit.deeds import Action, Deed
from cases.audit.log import WriteScope
from cases.ledger import overview
from cases.models import Case
from cases.staff.officer import Officer
from commands import ledger_words
from commands.queue_words import Grammar
from desk import ledger as ledger_desk
from desk.step import Office, Step
from desk.verbs import VERBS

OF_ITEMS = ("attach", "decide")


@dataclass
class Team:
    """All that is done is one transaction, so that a start that was broken off leaves nothing behind."""

    session: Session
    office: Office
    bulletin: Bulletin
    members: Mapping[str, Officer]
    grammar: Grammar
    now: datetime

    def do(self, name: str, case: Case, words: Sequence[str]) -> None:
        """`complete 已装灯`, as in `./huiyin queue`."""
        if words[0] in OF_ITEMS:
            self.do_in_ledger(name, case.section or "", [words[0], case.number, *words[1:]])
            return
        asked, officer = self.grammar.parsed([words[0], case.number, *words[1:]]), self.members[name]
        deed = Deed.on_number(case.number, VERBS[asked.do].action, officer.name)
        with log.carried_out(self.scope, deed, lambda: self.now) as session:
            found = access.find(session, officer, case.number)
            VERBS[asked.do].do(Step(self.office, session, officer, found, asked, self.now))

    def do_in_ledger(self, name: str, item: str, words: Sequence[str]) -> None:
        """`measure 装屏 --owner 专班 --due 2026-12-31`, as in `./huiyin ledger`."""
        usage, officer = self.office.wording("ledger.usage"), self.members[name]
        asked = ledger_words.parsed([words[0], item, *words[1:]], usage)
        deed = Deed(Action.LEDGER, officer.name, subject=f"{item} {words[0]}")
        with log.carried_out(self.scope, deed, lambda: self.now) as session:
            found = overview.find(session, self.bulletin.id, item)
            ledger_desk.VERBS[asked.do].do(session, officer, found, asked, self.now)

    @property
    def scope(self) -> WriteScope:
        """Where a deed is written: always the same transaction."""
        return partial(_part_of, self.session)


@contextmanager
def _part_of(session: Session) -> Iterator[Session]:
    yield session
    session.flush()
