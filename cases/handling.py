"""What staff do with a case for now: answer it, close it, open it again."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases import chat_links, content, history, outbox
from cases.at_rest import ServiceSecret
from cases.content import Readers
from cases.history import What
from cases.kinds import Author, State, Visibility
from cases.models import Case, Message


def reply(
    session: Session,
    secret: ServiceSecret,
    readers: Readers,
    case: Case,
    text: str,
    actor: str,
    now: datetime,
    *,
    notice: str,
    heading: str = "",
) -> Message:
    """Answer the citizen; on a confidential case the words stay internal, to be given in person (domain.md 2.5)."""
    visibility = Visibility.INTERNAL if case.confidential else Visibility.PUBLIC
    plain = text.encode("utf-8", "replace")
    message = content.store(session, case, plain, readers, now=now, author=Author.STAFF, visibility=visibility)
    history.record(session, case, What.REPLIED, actor, now)
    _tell(session, secret, case, heading + text, notice, now)
    return message


def close(
    session: Session, secret: ServiceSecret, case: Case, actor: str, now: datetime, *, reason: str, notice: str
) -> None:
    """The matter is dealt with; the citizen's chat is told so and then forgotten."""
    if case.state is State.COMPLETED:
        return
    history.record(session, case, What.CLOSED, actor, now, old=case.state, new=State.COMPLETED, reason=reason)
    case.state, case.closed_at = State.COMPLETED, case.clock(now)
    _tell(session, secret, case, notice, notice, now)
    chat_links.erase(session, case)


def reopen(session: Session, case: Case, actor: str, now: datetime, *, reason: str) -> None:
    """New evidence, or the citizen was right to be dissatisfied."""
    if case.state is State.REWORK:
        return
    history.record(session, case, What.REOPENED, actor, now, old=case.state, new=State.REWORK, reason=reason)
    case.state, case.closed_at = State.REWORK, None


def _tell(session: Session, secret: ServiceSecret, case: Case, text: str, notice: str, now: datetime) -> None:
    """Of a confidential case only the neutral notice goes out, in a row that does not name the case (INV-C5)."""
    chat = chat_links.find(session, secret, case)
    if chat is None:
        return
    payload = {"text": notice if case.confidential else text}
    named = None if case.confidential else case.id
    outbox.put(session, secret, chat.channel, chat.address, payload, now, named)
