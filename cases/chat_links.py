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
BUCKETS = 256  # so few that sharing one tells nobody that two cases are of one chat


class ChatAddress(NamedTuple):
    """Where a channel finds a chat."""

    channel: str
    address: str


def agree(session: Session, secret: ServiceSecret, case: Case, chat: ChatAddress) -> None:
    """The citizen wants to hear of this case in this chat."""
    sealed = secret.seal(PURPOSE, chat.address.encode(), case.number)
    bucket = None if case.confidential else _bucket(secret, chat)
    session.add(ChatLink(case_id=case.id, channel=chat.channel, address=sealed, bucket=bucket))
    session.flush()


def find(session: Session, secret: ServiceSecret, case: Case) -> ChatAddress | None:
    """Where to write to, if he agreed."""
    link = session.get(ChatLink, case.id)
    if link is None:
        return None
    return ChatAddress(link.channel, _address(secret, link, case))


def of_chat(session: Session, secret: ServiceSecret, chat: ChatAddress) -> list[Case]:
    """The cases of which this chat wants to hear, oldest first."""
    perhaps = (ChatLink.bucket == _bucket(secret, chat)) | ChatLink.bucket.is_(None)
    rows = select(ChatLink, Case).join(Case, Case.id == ChatLink.case_id)
    found = session.execute(rows.where(ChatLink.channel == chat.channel, perhaps).order_by(Case.id)).all()
    return [case for link, case in found if _address(secret, link, case) == chat.address]


def erase(session: Session, case: Case) -> None:
    """The case is over."""
    session.execute(delete(ChatLink).where(ChatLink.case_id == case.id))


def erase_withdrawn(session: Session, now: datetime) -> None:
    """A withdrawal can no longer be undone."""
    over = select(Case.id).where(Case.state == State.WITHDRAWN, Case.withdrawn_at <= now - DAY)
    session.execute(delete(ChatLink).where(ChatLink.case_id.in_(over)))


def _address(secret: ServiceSecret, link: ChatLink, case: Case) -> str:
    return secret.open(PURPOSE, link.address, case.number).decode()


def _bucket(secret: ServiceSecret, chat: ChatAddress) -> int:
    return int(secret.keyed_hash("bucket of a chat link", *chat), 16) % BUCKETS
