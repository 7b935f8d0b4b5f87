"""Who the citizen is: a sealed annex, opened for a written reason that a second person approves (domain.md INV-C2)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from cases import history, staff_notices
from cases.errors import IllegalMove, KeptOut, NotAllowed, ReasonNeeded
from cases.history import What
from cases.kinds import Queue, Role
from cases.models import Case, Identity
from cases.recusal.models import Recusal
from cases.sealing import case_keys, readers
from cases.sealing.envelope import Place, seal, unseal
from cases.sealing.models import CaseKeyWrap, Holder, IdentityRequest, Purpose, RequestState
from cases.sealing.reading import has_key, officer_reader, private_half, read
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice

EVENT_OF = {RequestState.APPROVED: What.IDENTITY_RELEASED, RequestState.REFUSED: What.IDENTITY_REFUSED}


def store(session: Session, case: Case, plain: bytes) -> None:
    """Seal name and telephone to the case's own key for them."""
    public = case_keys.public_of(session, case, Purpose.IDENTITY)
    session.add(Identity(case_id=case.id, body=seal(public, plain, _place(case))))
    session.flush()


def ask(session: Session, officer: Officer, case: Case, reason: str, now: datetime) -> IdentityRequest:
    """Say in writing why the name is needed; of a confidential case the reason is for its readers only."""
    if not reason.strip():
        raise ReasonNeeded
    _refuse_recused(session, officer.staff_id, case)
    request = IdentityRequest(case_id=case.id, asked_by=officer.staff_id, reason=b"", asked_at=case.clock(now))
    session.add(request)
    session.flush()
    request.reason = _covered(session, request, case, reason.strip().encode())
    history.record(session, case, What.IDENTITY_ASKED, officer.name, now)
    return request


def undecided(session: Session, case: Case) -> Sequence[IdentityRequest]:
    """The requests that wait for a second person, oldest first."""
    waiting = (IdentityRequest.case_id == case.id) & (IdentityRequest.state == RequestState.PENDING)
    return session.scalars(select(IdentityRequest).where(waiting).order_by(IdentityRequest.id)).all()


def reason_of(session: Session, officer: Officer, request: IdentityRequest) -> str:
    """Why the name is wanted."""
    case = session.get_one(Case, request.case_id)
    if not case.confidential:
        return request.reason.decode()
    return read(session, officer_reader(officer), case, request.reason, _reason_place(request)).decode()


def approve(session: Session, officer: Officer, request: IdentityRequest, now: datetime) -> None:
    """A second person who may release names wraps the key for who has asked; the auditor is told."""
    case = _pending(session, officer, request)
    _refuse_recused(session, request.asked_by, case)
    private = private_half(session, officer_reader(officer), case, Purpose.IDENTITY)
    if not has_key(session, request.asked_by, case, Purpose.IDENTITY):
        to = session.get_one(Staff, request.asked_by)
        case_keys.put(session, case, Purpose.IDENTITY, private, to, officer.name, now)
    _decide(session, officer, request, RequestState.APPROVED, case, now)
    staff_notices.tell(session, case, Notice.IDENTITY, now, role=Role.AUDITOR)


def refuse(session: Session, officer: Officer, request: IdentityRequest, now: datetime) -> None:
    """The reason does not suffice."""
    _decide(session, officer, request, RequestState.REFUSED, _pending(session, officer, request), now)


def reveal(session: Session, officer: Officer, case: Case, now: datetime) -> bytes:
    """The name, for who was allowed to know it, leaders too; each look is an event."""
    mine = (IdentityRequest.case_id == case.id) & (IdentityRequest.asked_by == officer.staff_id)
    _refuse_recused(session, officer.staff_id, case)
    approved = select(IdentityRequest.id).where(mine, IdentityRequest.state == RequestState.APPROVED)
    if session.scalars(approved).first() is None:
        raise NotAllowed
    private = private_half(session, officer_reader(officer), case, Purpose.IDENTITY)
    history.record(session, case, What.IDENTITY_READ, officer.name, now)
    return unseal(private, session.get_one(Identity, case.id).body, _place(case))


def cover(session: Session, case: Case) -> None:
    """The case has just become confidential: why a name was wanted is sealed to the key that it has now."""
    for request in session.scalars(select(IdentityRequest).where(IdentityRequest.case_id == case.id)).all():
        request.reason = _covered(session, request, case, request.reason)
    session.flush()


def narrow(session: Session, case: Case, excluded: Collection[int]) -> None:
    """It has come into another queue: only who may release a name there keeps the key of it (INV-R4)."""
    may = [staff.id for staff in readers.releasers_of(session, case.queue, excluded)]
    gone: ColumnElement[bool] = CaseKeyWrap.staff_id.not_in(may)
    if case.queue is Queue.SEALED_TEAM_LEADER:
        gone |= CaseKeyWrap.holder == Holder.RECOVERY
    of_name = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.purpose == Purpose.IDENTITY)
    session.execute(delete(CaseKeyWrap).where(of_name, gone))


def _pending(session: Session, officer: Officer, request: IdentityRequest) -> Case:
    """The case of an undecided request; nobody decides on their own, and only who may release names."""
    case = session.get_one(Case, request.case_id)
    session.refresh(request, with_for_update=True)
    if request.state is not RequestState.PENDING:
        raise IllegalMove
    _refuse_recused(session, officer.staff_id, case)
    may = {staff.id for staff in readers.releasers_of(session, case.queue)}
    if officer.staff_id == request.asked_by or officer.staff_id not in may:
        raise NotAllowed
    return case


def _decide(
    session: Session, officer: Officer, request: IdentityRequest, state: RequestState, case: Case, now: datetime
) -> None:
    request.state, request.decided_by, request.decided_at = state, officer.staff_id, case.clock(now)
    history.record(session, case, EVENT_OF[state], officer.name, now)


def _refuse_recused(session: Session, staff_id: int, case: Case) -> None:
    if session.get(Recusal, (case.id, staff_id)) is not None:
        raise KeptOut
    if case.confidential and not has_key(session, staff_id, case):
        raise KeptOut


def _covered(session: Session, request: IdentityRequest, case: Case, reason: bytes) -> bytes:
    if not case.confidential:
        return reason
    return seal(case_keys.public_of(session, case, Purpose.CASE), reason, _reason_place(request))


def _reason_place(request: IdentityRequest) -> Place:
    return Place("identity_requests", str(request.id), "reason")


def _place(case: Case) -> Place:
    return Place("identities", str(case.id), "body")
