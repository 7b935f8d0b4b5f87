"""A case on paper: a confidential one for a written reason that a leader approves (domain.md INV-C13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import access, attachments, content, history, one_at_a_time, staff_notices
from cases.at_rest import ServiceSecret
from cases.chat_models import Attachment
from cases.errors import IllegalMove, NotAllowed, NotApproved, ReasonNeeded
from cases.history import What
from cases.kinds import Author, Visibility
from cases.models import Base, Case, Message
from cases.recusal import attestations
from cases.sealing.envelope import Place
from cases.sealing.models import RequestState
from cases.sealing.reading import officer_reader
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from cases.transitions import LEADERS, RECIPIENTS

EVENT_OF = {RequestState.APPROVED: What.PRINT_APPROVED, RequestState.REFUSED: What.PRINT_REFUSED}


class PrintRequest(Base):
    """Why somebody wants a confidential case on paper, and what a leader said to it; good for one print-out."""

    __tablename__ = "print_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    asked_by: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    reason: Mapped[bytes]
    state: Mapped[RequestState] = mapped_column(default=RequestState.PENDING)
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Said:
    """One message, as it goes on paper."""

    at: datetime
    author: Author
    visibility: Visibility
    words: str


@dataclass(frozen=True)
class PrintOut:
    """What goes on paper, with who printed it and when, which has to stand on every page; never a name or telephone."""

    case: Case
    said: tuple[Said, ...]
    files: tuple[str, ...]
    by: str
    at: datetime


def ask(session: Session, officer: Officer, case: Case, reason: str, now: datetime) -> PrintRequest:
    """Say in writing what the paper is for; an open case needs no request, and nobody asks twice for one print-out."""
    _require_open_to(session, officer, case)
    one_at_a_time.lock(session, case)
    if not case.confidential or has_asked(session, officer, case):
        raise IllegalMove
    if not reason.strip():
        raise ReasonNeeded
    request = PrintRequest(case_id=case.id, asked_by=officer.staff_id, reason=b"", asked_at=case.clock(now))
    session.add(request)
    session.flush()  # only now there is a row to bind the reason to
    request.reason = content.seal(session, case, reason.strip().encode("utf-8", "replace"), _place(request))
    history.record(session, case, What.PRINT_ASKED, officer.name, now)
    staff_notices.tell_roles(session, case, Notice.PRINT, RECIPIENTS.get(case.queue, LEADERS), now)
    return request


def has_asked(session: Session, officer: Officer, case: Case) -> bool:
    """Whether a request of this officer still waits, or is still good for a print-out."""
    mine = (PrintRequest.case_id == case.id) & (PrintRequest.asked_by == officer.staff_id)
    live = PrintRequest.state.in_((RequestState.PENDING, RequestState.APPROVED)) & PrintRequest.printed_at.is_(None)
    return session.scalar(select(PrintRequest.id).where(mine, live).limit(1)) is not None


def undecided(session: Session, case: Case) -> Sequence[PrintRequest]:
    """The requests that wait for a leader, oldest first."""
    waiting = (PrintRequest.case_id == case.id) & (PrintRequest.state == RequestState.PENDING)
    return session.scalars(select(PrintRequest).where(waiting).order_by(PrintRequest.id)).all()


def reason_of(session: Session, officer: Officer, request: PrintRequest) -> str:
    """What the paper is for; Unreadable for who has no key to the case."""
    case = session.get_one(Case, request.case_id)
    return content.unseal(session, case, request.reason, _place(request), officer_reader(officer)).decode()


def approve(session: Session, officer: Officer, request: PrintRequest, now: datetime) -> None:
    """Who has asked may print it once."""
    _decide(session, officer, request, RequestState.APPROVED, now)


def refuse(session: Session, officer: Officer, request: PrintRequest, now: datetime) -> None:
    """It stays off paper."""
    _decide(session, officer, request, RequestState.REFUSED, now)


def print_out(session: Session, secret: ServiceSecret, officer: Officer, case: Case, now: datetime) -> PrintOut:
    """For this officer, at this moment; NotApproved where a leader has to allow it first, which is then used up."""
    _require_open_to(session, officer, case)
    if case.confidential:
        _use_up(session, officer, case, now)
    history.record(session, case, What.PRINTED, officer.name, now)
    staff = session.get_one(Staff, officer.staff_id)
    said, files = _said(session, officer, case), _files(session, secret, officer, case)
    return PrintOut(case, said, files, f"{staff.display_name}（{staff.name}）", now)


def _require_open_to(session: Session, officer: Officer, case: Case) -> None:
    access.require(session, officer, case)
    if attestations.owes(session, officer, case):
        attestations.require(session, officer, case)


def _decide(session: Session, officer: Officer, request: PrintRequest, state: RequestState, now: datetime) -> None:
    """Nobody decides on their own."""
    case = session.get_one(Case, request.case_id)
    access.require(session, officer, case)
    access.require_role(officer, *RECIPIENTS.get(case.queue, LEADERS))
    session.refresh(request, with_for_update=True)
    if request.state is not RequestState.PENDING:
        raise IllegalMove
    if officer.staff_id == request.asked_by:
        raise NotAllowed
    request.state, request.decided_by, request.decided_at = state, officer.staff_id, case.clock(now)
    history.record(session, case, EVENT_OF[state], officer.name, now)


def _use_up(session: Session, officer: Officer, case: Case, now: datetime) -> None:
    mine = (PrintRequest.case_id == case.id) & (PrintRequest.asked_by == officer.staff_id)
    good = mine & (PrintRequest.state == RequestState.APPROVED) & PrintRequest.printed_at.is_(None)
    request = session.scalars(select(PrintRequest).where(good).order_by(PrintRequest.id).with_for_update()).first()
    if request is None:
        raise NotApproved
    request.printed_at = case.clock(now)


def _said(session: Session, officer: Officer, case: Case) -> tuple[Said, ...]:
    rows = session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.id)).all()
    reader = officer_reader(officer)
    opened = ((row, content.read(session, row, reader).decode("utf-8", "replace")) for row in rows)
    return tuple(Said(row.created_at, row.author, row.visibility, words) for row, words in opened)


def _files(session: Session, secret: ServiceSecret, officer: Officer, case: Case) -> tuple[str, ...]:
    rows = session.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)).all()
    reader = officer_reader(officer)
    known = (attachments.about_of_case(session, secret, case, row, reader) for row in rows)
    return tuple(str(about.get("name") or "") for about in known)


def _place(request: PrintRequest) -> Place:
    return Place("print_requests", str(request.id), "reason")
