"""挂账销号: an item stays open until two people, on evidence, have signed it off; and it may be opened again."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.errors import IllegalMove, SamePerson
from cases.ledger import history
from cases.ledger.errors import NotReady
from cases.ledger.history import Note
from cases.ledger.models import LedgerChange, LedgerItem, LedgerLead
from cases.ledger.rights import may_check, may_work, required
from cases.ledger.states import NEXT, Step
from cases.staff.models import Staff
from cases.staff.officer import Officer

REWORKS_BEFORE_ACCOUNTABILITY = 2


def propose(session: Session, officer: Officer, item: LedgerItem, now: datetime, note: Note) -> None:
    """Who did the work says that it is done; evidence is mandatory (F4)."""
    may_work(officer, item, note)
    required(note.evidence)
    _may_step(item, Step.PROPOSED)
    _be_ready(item)
    _move(session, officer, item, Step.PROPOSED, now, note)
    item.proposed_by = officer.name


def send_back(session: Session, officer: Officer, item: LedgerItem, now: datetime, note: Note) -> None:
    """What was proposed is not enough."""
    may_check(officer)
    required(note.reason)
    _move(session, officer, item, Step.RETURNED, now, note)
    item.proposed_by = None


def sign_off(session: Session, officer: Officer, item: LedgerItem, now: datetime, note: Note) -> None:
    """完成一项销号一项: a second person checked it on the spot; reviewer != owner (F4)."""
    may_check(officer)
    required(note.evidence)
    _may_step(item, Step.SIGNED_OFF)
    _be_another_person(session, officer, item)
    _be_ready(item)
    _move(session, officer, item, Step.SIGNED_OFF, now, note)


def look_back(session: Session, officer: Officer, item: LedgerItem, now: datetime, note: Note) -> None:
    """Inspect a signed-off item again (回头看, F7)."""
    may_check(officer)
    _move(session, officer, item, Step.LOOK_BACK, now, note)


def looked_back(
    session: Session, officer: Officer, item: LedgerItem, now: datetime, note: Note, *, passed: bool
) -> None:
    """It holds, or it is worked on again; neither without evidence, and not by who answers for it."""
    may_check(officer)
    required(note.evidence)
    _be_another_person(session, officer, item)
    _move(session, officer, item, Step.LOOK_BACK_PASSED if passed else Step.LOOK_BACK_FAILED, now, note)


def reopen(session: Session, officer: Officer, item: LedgerItem, now: datetime, note: Note) -> None:
    """“回炉”补课: a verified complaint, or the superior's order (F6)."""
    may_check(officer)
    required(note.reason)
    _move(session, officer, item, Step.REOPENED, now, note)


def reworks(session: Session, item: LedgerItem) -> int:
    """How often the item was sent back to be done again."""
    again = LedgerChange.what.in_((Step.REOPENED, Step.LOOK_BACK_FAILED))
    return session.scalar(select(func.count()).where(LedgerChange.item_id == item.id, again)) or 0


def accountability_due(session: Session, item: LedgerItem) -> bool:
    """After a second rework it is time to ask who is to blame (应付了事追究问责, F6)."""
    return reworks(session, item) >= REWORKS_BEFORE_ACCOUNTABILITY


def _be_another_person(session: Session, officer: Officer, item: LedgerItem) -> None:
    """Under none of the names that they are known by."""
    staff = session.get(Staff, officer.staff_id)
    names = {officer.name, *((staff.display_name, *staff.aliases) if staff else ())}
    if not names.isdisjoint((item.proposed_by, item.leader, *(measure.owner for measure in item.measures))):
        raise SamePerson(Step.PROPOSED.label)


def _be_ready(item: LedgerItem) -> None:
    if not item.measures:
        raise NotReady("measure")
    if any(measure.done_on is None for measure in item.measures):
        raise NotReady("measure_undone")
    if any(promise.met_on is None for promise in item.promises):
        raise NotReady("promise")
    if not any(_answers(lead) for lead in item.leads):
        raise NotReady("lead")


def _answers(lead: LedgerLead) -> bool:
    return lead.removed_at is None and not lead.assisting and not lead.doubtful


def _may_step(item: LedgerItem, step: Step) -> None:
    if item.state not in NEXT[step][0]:
        raise IllegalMove(item.state.label)


def _move(session: Session, officer: Officer, item: LedgerItem, step: Step, now: datetime, note: Note) -> None:
    if note.public is not None:
        may_check(officer)
    _may_step(item, step)
    old, item.state = item.state, NEXT[step][1]
    history.record(session, item, step, officer.name, now, old=old, new=item.state, note=note)
