"""`./huiyin queue`: the cases that wait, and what staff do with one of them until there is a console."""

import argparse
import sys
from collections.abc import Callable, Iterator
from typing import NoReturn

from rich.console import Console
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from bot.turn import Custody
from cases import handling, history, queries
from cases.errors import HandOffOnly
from cases.kinds import Kind, Labelled, Queue, State
from cases.models import Case
from cases.queries import CaseFile
from commands import keys, models
from commands.case_view import CaseView
from commands.clock import now
from db.session import read_scope, write_scope
from settings import Settings
from wording import Wording

LONGEST_ACTOR = 64
OPEN = (State.REGISTERED, State.SEALED, State.REWORK)
MAY = {"reply": (*OPEN, State.COMPLETED), "close": OPEN, "reopen": (State.COMPLETED,)}
UNPIPED_WIDTH = 140  # columns of a table that no terminal limits


class Refused(Exception):
    """The command cannot be carried out; its text says in Chinese what to do instead."""


def run(settings: Settings, words: list[str]) -> int:
    """List, show, answer, close or reopen."""
    wording = Wording.load()
    console = Console() if sys.stdout.isatty() else Console(width=UNPIPED_WIDTH)
    try:
        asked = _parser(wording).parse_args(words)
        _carry_out(asked, settings, CaseView(wording, console), wording)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    return 0


def _carry_out(asked: argparse.Namespace, settings: Settings, view: CaseView, wording: Wording) -> None:
    if asked.do in MAY:
        actor, text = _actor(asked.actor, wording), _text(asked.text, wording)
        Desk(models.opened(settings), keys.staff_custody(settings), wording).change(asked.do, asked.number, text, actor)
        view.say("queue.done")
    elif asked.do == "show":
        with read_scope(models.opened(settings)) as session:
            view.case(_found(session, asked.number, wording), keys.staff_custody(settings))
    else:
        view.table(list(_listed(models.opened(settings), asked)))


class Desk:
    """Changes a case as a clerk has typed it, in one transaction, under his name."""

    def __init__(self, database: Database, custody: Custody, wording: Wording) -> None:
        self._database, self._custody, self._wording = database, custody, wording

    def change(self, verb: str, number: str, text: str, actor: str) -> None:
        """reply, close or reopen; Refused when the case's state does not allow it."""
        change = {"reply": self._reply, "close": self._close, "reopen": self._reopen}[verb]
        with write_scope(self._database) as session:
            case = _found(session, number, self._wording).case
            if case.state not in MAY[verb]:
                raise Refused(self._wording("queue.not_now", number=case.number, state=case.state.label))
            change(session, case, text, actor)

    def _reply(self, session: Session, case: Case, text: str, actor: str) -> None:
        notice = self._wording("case.neutral", number=case.number)
        heading = self._wording("case.reply")
        try:
            secret, readers = self._custody.secret, self._custody.readers
            handling.reply(session, secret, readers, case, text, actor, now(), notice=notice, heading=heading)
        except HandOffOnly:
            raise Refused(self._wording("queue.no_key")) from None

    def _close(self, session: Session, case: Case, reason: str, actor: str) -> None:
        notice = self._wording("case.neutral" if case.confidential else "case.closed", number=case.number)
        handling.close(session, self._custody.secret, case, actor, now(), reason=reason, notice=notice)

    def _reopen(self, session: Session, case: Case, reason: str, actor: str) -> None:
        handling.reopen(session, case, actor, now(), reason=reason)


def _actor(name: str | None, wording: Wording) -> str:
    actor = (name or "").strip()
    if not actor or len(actor) > LONGEST_ACTOR or actor in (history.CITIZEN, history.SYSTEM):
        raise Refused(wording("queue.no_actor"))
    return actor


def _text(typed: str, wording: Wording) -> str:
    if not typed.strip():
        raise Refused(wording("queue.no_text"))
    return typed.strip()


def _listed(database: Database, asked: argparse.Namespace) -> Iterator[Case]:
    """Newest first, page by page."""
    queues, before = [asked.queue] if asked.queue else list(Queue), None
    with read_scope(database) as session:
        while page := queries.in_queues(session, queues, asked.kind, asked.state, before):
            yield from page
            before = page[-1].id


def _found(session: Session, number: str, wording: Wording) -> CaseFile:
    file = queries.by_number(session, number)
    if file is None:
        raise Refused(wording("queue.unknown", number=number))
    return file


def _parser(wording: Wording) -> argparse.ArgumentParser:
    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's own words are English
            raise Refused(wording("queue.usage"))

    parser = Parser("huiyin queue", add_help=False)
    for name, closed_set in (("kind", Kind), ("state", State), ("queue", Queue)):
        parser.add_argument(f"--{name}", type=_one_of(closed_set, wording))
    verbs = parser.add_subparsers(dest="do")
    verbs.add_parser("show").add_argument("number")
    for verb in MAY:
        doing = verbs.add_parser(verb)
        doing.add_argument("number")
        doing.add_argument("text")
        doing.add_argument("--as", dest="actor")
    return parser


def _one_of[Word: Labelled](closed_set: type[Word], wording: Wording) -> Callable[[str], Word]:
    """Reads a word of a closed set, or its Chinese label."""

    def read(typed: str) -> Word:
        for word in closed_set:
            if typed in (word.value, word.label):
                return word
        choices = "、".join(f"{word.value}（{word.label}）" for word in closed_set)
        raise Refused(wording("queue.unknown_word", typed=typed, choices=choices))

    return read
