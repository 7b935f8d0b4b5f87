"""`./huiyin ledger`: the rectification ledger of the live bulletin, until there is a console."""

import argparse
import sys

from rich.console import Console
from sqlalchemy import Engine as Database

from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases import access
from cases.audit import log
from cases.audit.deeds import Action, Deed
from cases.ledger import history, overview, public, seeding, suggestions
from cases.times import local_date
from commands import acting, ledger_seed, ledger_words, models
from commands.clock import now
from commands.ledger_view import LedgerView
from db.session import read_scope, write_scope
from desk import ledger
from desk.errors import Misused
from desk.ledger import VERBS
from settings import Settings
from wording import Wording

UNPIPED_WIDTH = 100  # columns of a table that no terminal limits


def run(settings: Settings, words: list[str]) -> int:
    """List, show, or do something to an item."""
    wording = Wording.load()
    console = Console() if sys.stdout.isatty() else Console(width=UNPIPED_WIDTH)
    try:
        asked = ledger_words.parsed(words, wording("ledger.usage"))
        Ledger(settings, wording, LedgerView(wording, console, local_date(now()))).carry_out(asked)
        return 0
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
    except ledger.REFUSALS as refused:
        sys.stderr.write(f"{ledger.refusal(refused, wording)}\n")
    return 1


class Ledger:
    """That of the live bulletin, which is put into it on first use."""

    def __init__(self, settings: Settings, wording: Wording, view: LedgerView) -> None:
        self._settings, self._wording, self._view = settings, wording, view
        self._database: Database = models.opened(settings)
        self._bulletin, self._profile = live_bulletin(settings, self._database)

    def carry_out(self, asked: argparse.Namespace) -> None:
        """One of the verbs of the parser."""
        self._seed(again=asked.do == "seed")
        if asked.do in VERBS:
            self._change(asked)
        elif asked.do == "show":
            self._show(asked)
        elif asked.do == "told":
            self._told(asked)
        elif asked.do == "list":
            with read_scope(self._database) as session:
                self._view.items(overview.items(session, self._bulletin.id, asked.state))

    def _seed(self, *, again: bool) -> None:
        with read_scope(self._database) as session:
            if seeding.seeded(session, self._bulletin.id) and not again:
                return
        with write_scope(self._database) as session:
            added = ledger_seed.seed(session, self._bulletin, self._profile, now())
        self._view.say("ledger.seeded", added=added)

    def _change(self, asked: argparse.Namespace) -> None:
        if not asked.actor:
            raise Misused(self._wording("ledger.no_actor"))
        officer = acting.signed_in(self._settings, self._database, self._wording, asked.actor)
        deed = Deed(Action.LEDGER, officer.name, subject=f"{asked.item} {asked.do}")
        with log.carried_out(lambda: write_scope(self._database), deed, now) as session:
            item = overview.find(session, self._bulletin.id, asked.item)
            VERBS[asked.do].do(session, officer, item, asked, now())
        self._view.say("ledger.saved")

    def _show(self, asked: argparse.Namespace) -> None:
        """Attached cases only for who may know of them."""
        officer = asked.actor and acting.signed_in(self._settings, self._database, self._wording, asked.actor)
        with read_scope(self._database) as session:
            item = overview.find(session, self._bulletin.id, asked.item)
            attached = suggestions.attached(session, item, access.visible_to(officer)) if officer else []
            self._view.item(item, history.of(session, item), attached)

    def _told(self, asked: argparse.Namespace) -> None:
        with read_scope(self._database) as session:
            item = overview.find(session, self._bulletin.id, asked.item)
            self._view.told(public.changes_since(session, self._bulletin.id, item.section))


def live_bulletin(settings: Settings, database: Database) -> tuple[Bulletin, Profile]:
    """The one that questions are answered from."""
    return models.layers(settings, models.live(database)).about()
