"""What is done about an item: who takes it on, which measures, how far they are."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from cases.errors import IllegalMove, WrongDay
from cases.ledger import history
from cases.ledger.errors import NoSuchItem
from cases.ledger.history import SILENT, Note
from cases.ledger.models import LedgerItem, LedgerMeasure, LedgerPromise
from cases.ledger.rights import may_check, may_work, required
from cases.ledger.states import UNDER_WAY, ItemState, Step
from cases.staff.officer import Officer
from cases.times import local_date


def claim(session: Session, officer: Officer, item: LedgerItem, leader: str, due_on: date, now: datetime) -> None:
    """A leader answers for the item until a day (对号入座, F3)."""
    may_check(officer)
    old, item.leader, item.due_on = item.leader, required(leader), due_on
    history.record(session, item, Step.CLAIMED, officer.name, now, old=old, new=leader, note=Note(str(due_on)))


def add_measure(
    session: Session, officer: Officer, item: LedgerItem, words: str, owner: str, due_on: date, now: datetime
) -> LedgerMeasure:
    """No item without a measure, an owner and a day (条条要整改、件件有着落, F2)."""
    may_work(officer, item, SILENT)
    _be_under_way(item)
    measure = LedgerMeasure(words=required(words), owner=required(owner), due_on=due_on)
    item.measures.append(measure)
    _begin(item)
    history.record(session, item, Step.MEASURE_ADDED, officer.name, now, new=owner, note=Note(measure.words))
    return measure


def finish_measure(
    session: Session, officer: Officer, item: LedgerItem, measure_id: int, now: datetime, note: Note
) -> None:
    """It is done; evidence is mandatory."""
    may_work(officer, item, note)
    required(note.evidence)
    measure = next((measure for measure in item.measures if measure.id == measure_id), None)
    if measure is None:
        raise NoSuchItem
    measure.done_on = local_date(now)
    history.record(session, item, Step.MEASURE_DONE, officer.name, now, new=str(measure.id), note=note)


def progress(
    session: Session, officer: Officer, item: LedgerItem, now: datetime, note: Note, *, lasting: bool = False
) -> None:
    """How far it is; `lasting`: it needs time and goes on (持续推进)."""
    may_work(officer, item, note)
    required(note.reason)
    _be_under_way(item)
    old = item.state
    _begin(item)
    if lasting:
        item.state = ItemState.CONTINUING
    history.record(session, item, Step.PROGRESS, officer.name, now, old=old, new=item.state, note=note)


def add_promise(
    session: Session, officer: Officer, item: LedgerItem, quote: str, due_on: date, now: datetime
) -> LedgerPromise:
    """A dated commitment (F13)."""
    may_work(officer, item, SILENT)
    promise = LedgerPromise(quote=required(quote), due_on=due_on)
    item.promises.append(promise)
    history.record(session, item, Step.PROMISED, officer.name, now, new=str(due_on), note=Note(promise.quote))
    return promise


def keep_promise(
    session: Session, officer: Officer, item: LedgerItem, promise_id: int, met_on: date, now: datetime, note: Note
) -> None:
    """It was met, on that day, by this evidence; until then it is not (domain.md 7.3). Checkers alone decide it."""
    may_work(officer, item, note)
    may_check(officer)
    promise = next((promise for promise in item.promises if promise.id == promise_id), None)
    if promise is None:
        raise NoSuchItem
    if met_on > local_date(now):
        raise WrongDay
    promise.met_on, promise.evidence = met_on, required(note.evidence)
    history.record(
        session, item, Step.PROMISE_MET, officer.name, now, old=str(promise.due_on), new=str(met_on), note=note
    )


def _be_under_way(item: LedgerItem) -> None:
    if item.state not in UNDER_WAY:
        raise IllegalMove(item.state.label)


def _begin(item: LedgerItem) -> None:
    if item.state is ItemState.NOT_STARTED:
        item.state = ItemState.IN_PROGRESS
