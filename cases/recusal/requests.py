"""Requests that an officer step aside: as long as one is pending the case stands still (domain.md 2.7 INV-R5)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, content, history, one_at_a_time, staff_notices
from cases.deadlines import clock
from cases.deadlines.rule import Standstill
from cases.errors import IllegalMove, NoSuchCase, ReasonNeeded
from cases.history import CITIZEN, What
from cases.kinds import Role
from cases.masking import mask
from cases.models import Case
from cases.recusal import exclusions
from cases.recusal.models import RecusalRequest, RequestState, Why
from cases.routing.jurisdiction import Jurisdiction
from cases.routing.mentions import speaks_of_leader
from cases.routing.spelling import Said
from cases.routing.team import with_team
from cases.sealing.envelope import Place
from cases.sealing.reading import Reader
from cases.staff.officer import Officer
from cases.staff_notices import Notice


def ask(
    session: Session, known: Jurisdiction, case: Case, text: str, now: datetime, by: str = CITIZEN
) -> RecusalRequest:
    """Record a request (notice N7) and tell who decides; its words are kept as those of the case are."""
    request = RecusalRequest(case_id=case.id, by=by, words=b"", state=RequestState.PENDING, asked_at=case.clock(now))
    request.upward = is_upward(with_team(session, known), text)
    session.add(request)
    session.flush()
    words = (text if case.kind.sealed else mask(text)[0]).encode("utf-8", "replace")
    request.words = content.seal(session, case, words, _place(request)) if case.confidential else words
    one_at_a_time.touch(session, case)  # who claims it in this moment has to look again
    clock.pause(session, case, now, Standstill.RECUSAL)
    if request.upward:  # a line of history would tell the leader; he reads it everywhere
        staff_notices.tell(session, case, Notice.RECUSAL, now, role=Role.SUPERIOR_LIAISON)
        return request
    history.record(session, case, What.RECUSAL_ASKED, by, now)
    staff_notices.tell_role(session, case, Notice.RECUSAL, Role.TEAM_LEADER, now)
    return request


def words_of(session: Session, request: RecusalRequest, reader: Reader | None = None) -> str:
    """What was asked; Unreadable for who has no key to a confidential case."""
    case = session.get_one(Case, request.case_id)
    if not case.confidential:
        return request.words.decode()
    return content.unseal(session, case, request.words, _place(request), reader).decode()


def cover(session: Session, case: Case) -> None:
    """The case has just become confidential: what was asked is sealed, why it was decided so is in the history."""
    for request in session.scalars(select(RecusalRequest).where(RecusalRequest.case_id == case.id)).all():
        request.words, request.reason = content.seal(session, case, request.words, _place(request)), None
    session.flush()


def is_upward(known: Jurisdiction, text: str) -> bool:
    """Whether a request is against the leader (INV-R5); 请组长回避 asks nothing of him, it is about him."""
    about_him = replace(known, leader=replace(known.leader, asked=()))
    return speaks_of_leader(Said(text), about_him)


def pending(session: Session, case: Case) -> bool:
    """Whether assignment and completion have to wait."""
    return bool(undecided(session, case))


def undecided(session: Session, case: Case) -> Sequence[RecusalRequest]:
    """The requests that wait for a decision, oldest first."""
    waiting = select(RecusalRequest).where(
        RecusalRequest.case_id == case.id, RecusalRequest.state == RequestState.PENDING
    )
    return session.scalars(waiting.order_by(RecusalRequest.id)).all()


def grant(
    session: Session, officer: Officer, request: RecusalRequest, staff_id: int, reason: str, now: datetime
) -> None:
    """The person asked about is kept out from now on; OnlyReader when nobody else could open the case."""
    case = _decide(session, officer, request, RequestState.GRANTED, reason, now)
    exclusions.exclude(session, case, staff_id, Why.REQUESTED, officer.name, now)
    what = What.UPWARD_GRANTED if request.upward else What.RECUSAL_GRANTED
    history.record(session, case, what, officer.name, now, reason=reason)


def refuse(session: Session, officer: Officer, request: RecusalRequest, reason: str, now: datetime) -> None:
    """Nobody steps aside; the citizen is told why."""
    case = _decide(session, officer, request, RequestState.REFUSED, reason, now)
    what = What.UPWARD_REFUSED if request.upward else What.RECUSAL_REFUSED
    history.record(session, case, what, officer.name, now, reason=reason)


def _decide(
    session: Session, officer: Officer, request: RecusalRequest, state: RequestState, reason: str, now: datetime
) -> Case:
    case = session.get_one(Case, request.case_id)
    if exclusions.keeps_out(session, case, officer.staff_id):
        raise NoSuchCase
    if not request.upward:  # the dispatching organ decides about the leader without knowing the case
        access.require(session, officer, case)
    exclusions.require_judge(officer, request.upward)
    session.refresh(request, with_for_update=True)
    if request.state is not RequestState.PENDING:
        raise IllegalMove
    if not reason.strip():
        raise ReasonNeeded
    request.state, request.reason = state, None if case.confidential else reason
    request.decided_by, request.decided_at = officer.name, case.clock(now)
    session.flush()
    if not pending(session, case):
        clock.resume(session, case, now, Standstill.RECUSAL)
    return case


def _place(request: RecusalRequest) -> Place:
    return Place("recusal_requests", str(request.id), "words")
