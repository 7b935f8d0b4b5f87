"""What `./huiyin ledger` does to an item: each verb under the name of who signed in, and into the audit log."""

import argparse
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from cases import access
from cases.errors import NoSuchCase
from cases.ledger import leads, public, sign_off, suggestions, work
from cases.ledger.history import Note
from cases.ledger.models import LedgerItem
from cases.models import Case
from cases.staff.officer import Officer

Verb = Callable[[Session, Officer, LedgerItem, argparse.Namespace, datetime], object]


def _note(asked: argparse.Namespace) -> Note:
    given = {name: getattr(asked, name, None) for name in ("reason", "evidence", "public")}
    return Note(**{name: (words or "").strip() or None for name, words in given.items()})


def _claim(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    work.claim(session, who, item, asked.leader, asked.due, now)


def _measure(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    work.add_measure(session, who, item, asked.words, asked.owner, asked.due, now)


def _done(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    work.finish_measure(session, who, item, asked.id, now, _note(asked))


def _progress(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    work.progress(session, who, item, now, _note(asked), lasting=asked.lasting)


def _promise(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    work.add_promise(session, who, item, asked.words, asked.due, now)


def _met(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    work.keep_promise(session, who, item, asked.id, asked.on, now, _note(asked))


def _attach(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    suggestions.attach(session, who, item, _case(session, who, asked), now)


def _decide(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    case = _case(session, who, asked)
    suggestions.decide(session, who, item, case, asked.decision, now, asked.reason)


def _lead(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    if asked.change == "add":
        leads.add(session, who, item, asked.department, now, scope=asked.scope, assisting=asked.assisting)
    else:
        {"confirm": leads.confirm, "remove": leads.remove}[asked.change](session, who, item, asked.department, now)


def _take_back(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    public.take_back(session, who, item, asked.id, now, reason=asked.reason)


def _step(step: Callable[..., None], **settled: bool) -> Verb:
    def take(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
        step(session, who, item, now, _note(asked), **settled)

    return take


def _case(session: Session, who: Officer, asked: argparse.Namespace) -> Case:
    found = access.find(session, who, asked.number)
    if found.confidential:
        raise NoSuchCase  # nothing confidential is ever spoken of beside an item (INV-C1)
    return found


VERBS: dict[str, Verb] = {
    "claim": _claim,
    "measure": _measure,
    "done": _done,
    "progress": _progress,
    "propose-sign-off": _step(sign_off.propose),
    "sign-off": _step(sign_off.sign_off),
    "return": _step(sign_off.send_back),
    "look-back": _step(sign_off.look_back),
    "passed": _step(sign_off.looked_back, passed=True),
    "failed": _step(sign_off.looked_back, passed=False),
    "reopen": _step(sign_off.reopen),
    "promise": _promise,
    "met": _met,
    "attach": _attach,
    "decide": _decide,
    "lead": _lead,
    "take-back": _take_back,
}
