"""A citizen who is threatened asks for protection: at once to the leader, past an accused one (domain.md INV-P1)."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import access, content, history, staff_notices
from cases.deadlines import clock
from cases.deadlines.rule import Event
from cases.errors import IllegalMove, NoSuchCase, ReasonNeeded, TooLate, Unreadable
from cases.history import CITIZEN, What
from cases.kinds import Queue, Role, State
from cases.masking import mask
from cases.models import Base, Case
from cases.recusal import exclusions, matching
from cases.routing.jurisdiction import Jurisdiction
from cases.routing.mentions import speaks_of_leader
from cases.routing.spelling import Said
from cases.routing.team import with_team
from cases.sealing import envelope, readers
from cases.sealing.envelope import Place
from cases.sealing.reading import officer_reader
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice


class ProtectionRequest(Base):
    """`upward`: its words are for the liaison of the dispatching organ alone, whoever else may read the case."""

    __tablename__ = "protection_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    words: Mapped[bytes]
    upward: Mapped[bool]
    asked_at: Mapped[datetime]
    taken_by: Mapped[str | None] = mapped_column(sa.String(64))
    taken_at: Mapped[datetime | None]


def ask(session: Session, known: Jurisdiction, case: Case, text: str, now: datetime) -> ProtectionRequest:
    """Record it and tell who decides; HandOffOnly when it accuses the leader and there is no liaison to read it."""
    if case.state is State.PURGED:
        raise TooLate
    matching.new_words(session, known, case, text, now)  # who threatens keeps out from now on
    request = ProtectionRequest(case_id=case.id, words=b"", asked_at=case.clock(now))
    request.upward = _past_the_leader(session, known, case, text)
    session.add(request)
    session.flush()
    request.words = _kept(session, case, request, text)
    if request.upward:  # a line of history or a deadline would tell the leader
        staff_notices.tell(session, case, Notice.PROTECTION, now, role=Role.SUPERIOR_LIAISON)
        return request
    history.record(session, case, What.PROTECTION_ASKED, CITIZEN, now)
    clock.on_event(session, case, Event.PROTECTION_REQUESTED, now)
    staff_notices.tell_role(session, case, Notice.PROTECTION, Role.TEAM_LEADER, now)
    return request


def words_of(session: Session, officer: Officer, request: ProtectionRequest) -> str:
    """What was asked; Unreadable for who has no key to it."""
    case = session.get_one(Case, request.case_id)
    if request.upward:
        return _unsealed(officer, request).decode()
    access.require(session, officer, case)
    if not case.confidential:
        return request.words.decode()
    return content.unseal(session, case, request.words, _place(request), officer_reader(officer)).decode()


def take(session: Session, officer: Officer, request: ProtectionRequest, how: str, now: datetime) -> None:
    """The leader, or past an accused one the dispatching organ, has taken it up; how is written down."""
    case = session.get_one(Case, request.case_id)
    if exclusions.keeps_out(session, case, officer.staff_id):
        raise NoSuchCase
    exclusions.require_judge(officer, request.upward)
    session.refresh(request, with_for_update=True)
    if request.taken_at is not None:
        raise IllegalMove
    if not how.strip():
        raise ReasonNeeded
    request.taken_by, request.taken_at = officer.name, case.clock(now)
    what = What.UPWARD_PROTECTED if request.upward else Event.PROTECTION_TAKEN
    history.record(session, case, what, officer.name, now, reason=how.strip())
    if not request.upward:
        clock.on_event(session, case, Event.PROTECTION_TAKEN, now)


def of_case(session: Session, case: Case) -> Sequence[ProtectionRequest]:
    """All of a case, oldest first."""
    rows = select(ProtectionRequest).where(ProtectionRequest.case_id == case.id)
    return session.scalars(rows.order_by(ProtectionRequest.id)).all()


def cover(session: Session, case: Case) -> None:
    """The case has just become confidential; what is for the liaison alone was sealed before."""
    for request in of_case(session, case):
        if not request.upward:
            request.words = content.seal(session, case, request.words, _place(request))
    session.flush()


def _past_the_leader(session: Session, known: Jurisdiction, case: Case, text: str) -> bool:
    """It speaks of the leader, or no leader may know of the case."""
    if case.queue is Queue.SEALED_TEAM_LEADER or speaks_of_leader(Said(text), with_team(session, known)):
        return True
    leaders = [staff for staff in session.scalars(select(Staff).where(Staff.active)) if Role.TEAM_LEADER in staff.held]
    officers = (Officer(leader.id, leader.name, leader.held, leader.department) for leader in leaders)
    return bool(leaders) and not any(access.sees(session, officer, case) for officer in officers)


def _kept(session: Session, case: Case, request: ProtectionRequest, text: str) -> bytes:
    words = (text if case.kind.sealed else mask(text)[0]).encode("utf-8", "replace")
    if request.upward:
        liaisons = readers.readers_of(session, Queue.SEALED_TEAM_LEADER)
        sealed = {who.id: envelope.seal(who.public_key or b"", words, _place(request)) for who in liaisons}
        return json.dumps({who: b64encode(blob).decode() for who, blob in sealed.items()}).encode()
    return content.seal(session, case, words, _place(request)) if case.confidential else words


def _unsealed(officer: Officer, request: ProtectionRequest) -> bytes:
    mine = json.loads(request.words).get(str(officer.staff_id))
    if mine is None or officer.private is None:
        raise Unreadable
    return envelope.unseal(officer.private, b64decode(mine), _place(request))


def _place(request: ProtectionRequest) -> Place:
    return Place("protection_requests", str(request.id), "words")
