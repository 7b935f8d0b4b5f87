"""The single way in and out for what was said: clear in open cases, sealed to the case in confidential ones."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases import search_index
from cases.kinds import Author, Visibility
from cases.models import Case, Message
from cases.sealing import case_keys, envelope, reading
from cases.sealing.envelope import Place
from cases.sealing.models import Purpose
from cases.sealing.reading import Reader


def store(
    session: Session,
    case: Case,
    plaintext: bytes,
    *,
    now: datetime,
    author: Author,
    visibility: Visibility = Visibility.PUBLIC,
    revision_of: int | None = None,
) -> Message:
    """Write a message of a case; that takes no more than the public key of the case."""
    message = Message(case=case, author=author, visibility=visibility, revision_of=revision_of)
    message.content = b"" if case.confidential else plaintext
    message.created_at = case.clock(now)
    session.add(message)
    session.flush()
    if case.confidential:  # only now there is a row to bind it to
        message.content = seal(session, case, plaintext, _place(message))
        session.flush()
    else:
        search_index.refresh(session, case)
    return message


def read(session: Session, message: Message, reader: Reader | None = None) -> bytes:
    """What was written; Unreadable for who has no key to a confidential case."""
    case = message.case
    if not case.confidential:
        return message.content
    return unseal(session, case, message.content, _place(message), reader)


def cover(session: Session, message: Message) -> None:
    """Its case has just become confidential: what was clear is sealed to the key that the case has now."""
    message.content = seal(session, message.case, message.content, _place(message))
    message.created_at = message.case.clock(message.created_at)
    search_index.refresh(session, message.case)


def seal(session: Session, case: Case, plaintext: bytes, place: Place) -> bytes:
    """Ciphertext for the readers of this case, bound to a place; HandOffOnly when the case has no key."""
    return envelope.seal(case_keys.public_of(session, case, Purpose.CASE), plaintext, place)


def unseal(session: Session, case: Case, blob: bytes, place: Place, reader: Reader | None) -> bytes:
    """What `seal` was given."""
    return reading.read(session, reader, case, blob, place)


def _place(message: Message) -> Place:
    return Place("messages", str(message.id), "content")
