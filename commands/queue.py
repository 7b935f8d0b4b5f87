"""`./huiyin queue`: the cases that wait, and what staff do with them until there is a console."""

import argparse
import sys
from functools import partial

from rich.console import Console

from cases import queries, staff_notices
from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.errors import IllegalMove
from cases.staff.officer import Officer
from commands import acting, jurisdiction, keys, models
from commands.case_table import UNPIPED_WIDTH, plain
from commands.case_view import CaseView
from commands.clock import now, quiet_hours
from commands.queue_lists import Lists
from commands.queue_papers import Papers
from commands.queue_words import (
    CAMPAIGNS,
    FILE,
    NOTICES,
    PRINT,
    SEARCH,
    SHOW,
    SUMMARY,
    UPWARD,
    Grammar,
    Help,
    help_page,
)
from db.session import read_scope, write_scope
from desk import one_step
from desk import upward as upward_requests
from desk.look import Look
from desk.refusals import REFUSALS, refusal
from desk.shown import Shown
from desk.step import Office
from desk.verbs import VERBS
from settings import Settings
from wording import Wording

STDIN = "-"  # words that no list of processes should show
TYPED = ("text", "reason", "how", "original")


def run(settings: Settings, words: list[str]) -> int:
    """List, show, or do something to a case; 1 when it was refused, with what to do instead on stderr."""
    wording = Wording.load()
    console = Console() if sys.stdout.isatty() else Console(width=UNPIPED_WIDTH)
    asked = argparse.Namespace(number="")
    try:
        asked = Grammar(wording).parsed(words)
        Desk(settings, wording, console, asked).carry_out()
    except Help:
        sys.stdout.write(help_page(wording))
    except REFUSALS as refused:
        sys.stderr.write(f"{refusal(refused, getattr(asked, 'number', ''), wording)}\n")
        return 1
    return 0


class Desk:
    """Does what was typed, for whoever signs in."""

    def __init__(self, settings: Settings, wording: Wording, console: Console, asked: argparse.Namespace) -> None:
        self._settings, self._wording, self._console, self._asked = settings, wording, console, asked
        self._database = models.opened(settings)
        self._write = partial(write_scope, self._database)
        self._read = partial(read_scope, self._database)

    def carry_out(self) -> None:
        """One of the words of the grammar."""
        officer = acting.whoever(self._settings, self._database, self._wording, self._asked.actor)
        for name in TYPED:
            if getattr(self._asked, name, None) == STDIN:
                setattr(self._asked, name, sys.stdin.read().strip())
        if self._asked.do in VERBS:
            self._change(officer)
        elif self._asked.do == SHOW:
            self._show(officer)
        elif self._asked.do == UPWARD:
            self._upward(officer)
        elif self._asked.do in (PRINT, FILE):
            papers = Papers(self._settings, self._database, self._wording, officer, lambda: now())
            {PRINT: papers.print_out, FILE: papers.file}[self._asked.do](self._asked)
        else:
            self._list(officer)

    def _list(self, officer: Officer) -> None:
        """What somebody looked through is in the audit log, the words they searched for are not."""
        with self._write() as session:
            log.note(session, Deed(Action.SEARCH, officer.name, subject=self._asked.do), Outcome.DONE, now())
        lists = Lists(self._wording, self._console, officer, now())
        seen: list[int] = []
        with self._read() as session:
            if self._asked.do == NOTICES:
                seen = lists.notices(session)
            elif self._asked.do in (SUMMARY, CAMPAIGNS):
                {SUMMARY: lists.summary, CAMPAIGNS: lists.campaigns}[self._asked.do](session)
            else:
                (lists.found if self._asked.do == SEARCH else lists.view)(session, self._asked)
        if seen:
            with self._write() as session:
                staff_notices.mark_seen(session, officer, seen, now())

    def _show(self, officer: Officer) -> None:
        secret = keys.staff_custody(self._settings).secret
        deed = Deed.on_number(self._asked.number, Action.VIEW, officer.name)
        with log.watched(self._write, deed, now), self._read() as session:
            file = queries.file_of(session, officer, self._asked.number)
            look = Look(session, officer, file.case, now())
            CaseView(self._wording, self._console, Shown(look, file, self._wording, secret)).show()

    def _upward(self, officer: Officer) -> None:
        deed = Deed(Action.VIEW, officer.name, subject=UPWARD)
        with log.watched(self._write, deed, now), self._read() as session:
            waiting = list(upward_requests.lines(session, self._wording, officer))
        for line in waiting or [self._wording("queue.empty")]:
            self._console.print(plain(line), soft_wrap=True)

    def _change(self, officer: Officer) -> None:
        deed = Deed.on_number(self._asked.number, VERBS[self._asked.do].action, officer.name)
        try:
            with log.carried_out(self._write, deed, now) as session:
                said = one_step.take(self._office(), session, officer, self._asked, now())
        except IllegalMove:
            with self._read() as session:
                raise IllegalMove(*one_step.instead(session, officer, self._asked.number)) from None
        self._console.print(said, markup=False, highlight=False, soft_wrap=True)

    def _office(self) -> Office:
        custody = keys.staff_custody(self._settings)
        opens, quiet = (custody.secret, custody.recovery), quiet_hours(self._settings)
        known = partial(jurisdiction.served, self._settings, self._database)
        return Office(self._wording, *opens, known, jurisdiction.doors, quiet)
