"""Reading for the staff side: a queue's list, and one case with all that belongs to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.chat_models import Attachment
from cases.kinds import Kind, Queue, State
from cases.models import Case, CaseEvent, Message

PAGE = 50


@dataclass(frozen=True)
class CaseFile:
    """A case with its messages, files and history, oldest first; content is read with cases.content."""

    case: Case
    messages: Sequence[Message]
    attachments: Sequence[Attachment]
    events: Sequence[CaseEvent]


def in_queues(
    session: Session,
    queues: Collection[Queue],
    kind: Kind | None = None,
    state: State | None = None,
    before_id: int | None = None,
) -> Sequence[Case]:
    """A page of the cases in these queues, newest first; the caller names only queues its user may open."""
    wanted = select(Case).where(Case.queue.in_(queues)).order_by(Case.id.desc()).limit(PAGE)
    if kind:
        wanted = wanted.where(Case.kind == kind)
    if state:
        wanted = wanted.where(Case.state == state)
    if before_id:
        wanted = wanted.where(Case.id < before_id)
    return session.scalars(wanted).all()


def by_number(session: Session, number: str) -> CaseFile | None:
    """The file of a case."""
    case = session.scalar(select(Case).where(Case.number == number))
    if case is None:
        return None
    messages = session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.id)).all()
    files = session.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)).all()
    events = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)).all()
    return CaseFile(case, messages, files, events)
