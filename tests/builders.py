"""Things a test needs, with defaults that do not matter to it."""

import secrets
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from cases import chats, drafts, submission
from cases.at_rest import ServiceSecret
from cases.chat_links import ChatAddress
from cases.content import Readers, TeamKey
from cases.draft_body import DraftBody
from cases.drafts import OpenDraft
from cases.kinds import AboutWhom, IdentityMode, Kind
from cases.models import Case
from cases.receipt_code import Cost, Derivation, DerivedCode

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECRET = ServiceSecret(bytes(range(32)))
READERS = Readers(team=TeamKey.generate(), superior=TeamKey.generate())
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
DERIVATION = Derivation(b"s" * 16, b"k" * 16, b"p" * 32, CHEAP)
CHAT = ChatAddress("telegram", "4711")
_numbers = count(1)


def make_code() -> DerivedCode:
    """A code that no other case of the tests has."""
    return DERIVATION.derive(f"{secrets.randbelow(10**16):016}")


def make_body(text: str = "建议在村口装两盏路灯", kind: Kind = Kind.SUGGESTION, **fields: object) -> DraftBody:
    """A body that may be submitted."""
    body = DraftBody(kind_confirmed=kind, about_whom=AboutWhom.NONE if kind.sealed else None)
    for name, value in fields.items():
        setattr(body, name, value)
    if body.identity.mode is None:
        body.set_identity(IdentityMode.ANONYMOUS)
    body.add_text(text, "1")
    return body


def make_draft(session: Session, body: DraftBody | None = None, now: datetime = NOW) -> OpenDraft:
    """An open draft in a chat of its own."""
    chat = chats.add(session, SECRET, "telegram", f"chat {next(_numbers)}", now)
    return drafts.open(session, SECRET, chat.id, body or make_body(), now)


def make_case(
    session: Session, text: str = "建议在村口装两盏路灯", kind: Kind = Kind.SUGGESTION, **fields: object
) -> Case:
    """A submitted case; `fields` are those of its draft's body."""
    body = make_body(text, kind, **fields)
    draft = make_draft(session, body)
    return submission.submit(session, SECRET, READERS, make_code(), draft, body, NOW, CHAT).case
