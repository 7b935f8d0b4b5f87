"""The chat of a citizen who agreed to be written to there: apart from his case, and gone when it is over."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.kinds import State
from cases.models import Case, ChatLink
from cases.times import DAY

PURPOSE = "chat link"


class ChatAddress(NamedTuple):
    """Where a channel finds a chat."""

    channel: str
    address: str


def agree(session: Session, secret: ServiceSecret, case: Case, chat: ChatAddress) -> None:
    """The citizen wants to hear of this case in this chat."""
    sealed = secret.seal(PURPOSE, chat.address.encode(), case.number)
    session.add(ChatLink(case_id=case.id, channel=chat.channel, address=sealed))
    session.flush()


def find(session: Session, secret: ServiceSecret, case: Case) -> ChatAddress | None:
    """Where to write to, if he agreed."""
    link = session.get(ChatLink, case.id)
    if link is None:
        return None
    return ChatAddress(link.channel, secret.open(PURPOSE, link.address, case.number).decode())


def erase(session: Session, case: Case) -> None:
    """The case is over."""
    session.execute(delete(ChatLink).where(ChatLink.case_id == case.id))


def erase_withdrawn(session: Session, now: datetime) -> None:
    """A withdrawal can no longer be undone."""
    over = select(Case.id).where(Case.state == State.WITHDRAWN, Case.withdrawn_at <= now - DAY)
    session.execute(delete(ChatLink).where(ChatLink.case_id.in_(over)))
