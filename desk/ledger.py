"""What can be done to an item of the ledger, from a terminal and from a page, and what is said when it may not be."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from cases import access
from cases.errors import IllegalMove, NoSuchCase, NotAllowed, ReasonNeeded, SamePerson, WrongDay
from cases.ledger import leads, public, sign_off, suggestions, work
from cases.ledger.errors import NoSuchItem, NotReady
from cases.ledger.history import SILENT, Note
from cases.ledger.models import LedgerItem
from cases.ledger.rights import may_check, may_work
from cases.ledger.states import NEXT, UNDER_WAY, Step
from cases.models import Case
from cases.staff.officer import Officer
from desk.staff_refusals import SAID, explained
from wording import Wording

Do = Callable[[Session, Officer, LedgerItem, argparse.Namespace, datetime], object]
PLAIN: dict[type[Exception], str] = {
    NoSuchItem: "ledger.unknown",
    NoSuchCase: "ledger.unknown_case",
    SamePerson: "ledger.same_person",
    ReasonNeeded: "ledger.no_reason",
    WrongDay: "ledger.wrong_day",
    StaleDataError: "ledger.meanwhile",
}
REFUSALS: tuple[type[Exception], ...] = (*PLAIN, NotReady, NotAllowed, IllegalMove, *SAID)


@dataclass(frozen=True)
class Verb:
    """What stands behind the item, and what it does."""

    arguments: tuple[str, ...]
    do: Do


def refusal(refused: Exception, wording: Wording) -> str:
    """One of REFUSALS in Chinese."""
    for sort, name in PLAIN.items():
        if isinstance(refused, sort):
            return wording(name)
    match refused:
        case NotReady():
            return wording(f"ledger.not_ready_{refused.missing}")
        case IllegalMove():
            return wording("ledger.not_now", state=refused.args[0])
    return explained(refused, wording)


def offered(officer: Officer, item: LedgerItem) -> Iterator[str]:
    """The verbs that the state of the item and the roles of the officer leave, in their order."""
    for name in VERBS:
        if (name in CHECKING and not _may_check(officer)) or not _may_work(officer, item):
            continue
        if _fits(name, item):
            yield name


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


def _step(step: Callable[..., None], **settled: bool) -> Do:
    def take(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
        step(session, who, item, now, _note(asked), **settled)

    return take


def _case(session: Session, who: Officer, asked: argparse.Namespace) -> Case:
    found = access.find(session, who, asked.number)
    if found.confidential:
        raise NoSuchCase  # nothing confidential is ever spoken of beside an item (INV-C1)
    return found


def _draft(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    public.draft(session, who, item, asked.words, now)


def _release(session: Session, who: Officer, item: LedgerItem, asked: argparse.Namespace, now: datetime) -> None:
    public.release(session, who, item, asked.id, now)


def _may_check(officer: Officer) -> bool:
    try:
        may_check(officer)
    except NotAllowed:
        return False
    return True


def _may_work(officer: Officer, item: LedgerItem) -> bool:
    try:
        may_work(officer, item, SILENT)
    except NotAllowed:
        return False
    return True


def _fits(verb: str, item: LedgerItem) -> bool:
    if verb in STEPS:
        return item.state in NEXT[STEPS[verb]][0]
    match verb:
        case "measure" | "progress":
            return item.state in UNDER_WAY
        case "done":
            return any(measure.done_on is None for measure in item.measures)
        case "met":
            return any(promise.met_on is None for promise in item.promises)
    return True


NOTE = ("--evidence", "--public")
STEPS = {
    "propose-sign-off": Step.PROPOSED,
    "sign-off": Step.SIGNED_OFF,
    "return": Step.RETURNED,
    "look-back": Step.LOOK_BACK,
    "passed": Step.LOOK_BACK_PASSED,
    "failed": Step.LOOK_BACK_FAILED,
    "reopen": Step.REOPENED,
}
CHECKING = frozenset({*STEPS, "claim", "met", "decide", "lead", "release", "take-back"} - {"propose-sign-off"})
VERBS: dict[str, Verb] = {
    "claim": Verb(("leader", "--due"), _claim),
    "measure": Verb(("words", "--owner", "--due"), _measure),
    "done": Verb(("id", "--reason", *NOTE), _done),
    "progress": Verb(("reason", "--lasting", *NOTE), _progress),
    "propose-sign-off": Verb(("--reason", *NOTE), _step(sign_off.propose)),
    "sign-off": Verb(("--reason", *NOTE), _step(sign_off.sign_off)),
    "return": Verb(("reason", *NOTE), _step(sign_off.send_back)),
    "look-back": Verb(("reason", *NOTE), _step(sign_off.look_back)),
    "passed": Verb(("--reason", *NOTE), _step(sign_off.looked_back, passed=True)),
    "failed": Verb(("--reason", *NOTE), _step(sign_off.looked_back, passed=False)),
    "reopen": Verb(("reason", *NOTE), _step(sign_off.reopen)),
    "promise": Verb(("words", "--due"), _promise),
    "met": Verb(("id", "on", "--reason", *NOTE), _met),
    "attach": Verb(("number",), _attach),
    "decide": Verb(("number", "decision", "reason"), _decide),
    "lead": Verb(("change", "department", "--scope", "--assisting"), _lead),
    "draft": Verb(("words",), _draft),
    "release": Verb(("id",), _release),
    "take-back": Verb(("id", "reason"), _take_back),
}
