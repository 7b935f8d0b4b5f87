"""Things a test needs, with defaults that do not matter to it."""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from nacl.public import PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import chats, content, drafts, submission
from cases.at_rest import ServiceSecret
from cases.chat_links import ChatAddress
from cases.draft_body import DraftBody
from cases.drafts import OpenDraft
from cases.errors import Unreadable
from cases.kinds import AboutWhom, IdentityMode, Kind, Queue, Role, State
from cases.models import Case, Message
from cases.receipt_code import Cost, Derivation, DerivedCode
from cases.sealing import recovery
from cases.sealing.reading import Reader, officer_reader
from cases.staff.models import Staff
from cases.staff.officer import Officer

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECRET = ServiceSecret(bytes(range(32)))
RECOVERY = recovery.make()
READING = (
    Role.TEAM_LEADER,
    Role.DEPUTY_LEADER,
    Role.TRIAGE_OFFICER,
    Role.INTERNAL_SUPERVISOR,
    Role.SUPERIOR_LIAISON,
)
PAIRS = {role: PrivateKey.generate() for role in READING}
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
    if kind.sealed or {"identity", "about_whom", "own_team"} & fields.keys():
        make_readers(session)
    body = make_body(text, kind, **fields)
    draft = make_draft(session, body)
    return submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW, CHAT).case


def make_readers(session: Session) -> dict[Role, Officer]:
    """Those who are given the keys of confidential cases, one a role; the same ones when they are there already."""
    return {role: make_officer(session, role, name=f"reads as {role}", pair=pair) for role, pair in PAIRS.items()}


def make_officer(session: Session, *roles: Role, name: str = "", pair: PrivateKey | None = None) -> Officer:
    """A staff member who has signed in, with an account and a key; the account of this name if there is one."""
    pair, name = pair or PrivateKey.generate(), name or f"officer {next(_numbers)}"
    staff = session.scalar(select(Staff).where(Staff.name == name))
    if staff is None:
        staff = Staff(name=name, display_name=name, roles=[*roles], aliases=[], created_at=NOW)
        staff.public_key = bytes(pair.public_key)
        session.add(staff)
        session.flush()
    return Officer(staff.id, name, frozenset(roles), staff.department, bytes(pair))


def reader(session: Session, role: Role = Role.TEAM_LEADER) -> Reader:
    """What this one of `make_readers` opens cases with."""
    return officer_reader(make_readers(session)[role])


QUEUES = {
    Kind.SUGGESTION: Queue.SUGGESTION,
    Kind.PRAISE: Queue.SUGGESTION,
    Kind.COMPLAINT: Queue.PETITION,
    Kind.TIP_OFF: Queue.TIP_OFF,
    Kind.APPEAL: Queue.APPEAL,
    Kind.CONSULTATION: Queue.PUBLIC_ANSWER,
    Kind.CORRECTION: Queue.PUBLIC_ANSWER,
    Kind.DATA_RIGHTS: Queue.DATA_RIGHTS,
}


def make_bare_case(session: Session, kind: Kind = Kind.SUGGESTION, now: datetime = NOW, **columns: object) -> Case:
    """A row of `cases` and nothing that belongs to it: no words, events, keys or deadlines."""
    code = make_code()
    case = Case(number=f"{next(_numbers):08}", kind=kind, state=State.REGISTERED, queue=QUEUES[kind])
    case.routing_reason, case.urgent, case.identity_mode = "R0", False, IdentityMode.ANONYMOUS
    case.receipt_hash, case.citizen_key = code.token, code.citizen_key
    case.received_at = case.state_since = now
    for name, value in columns.items():
        setattr(case, name, value)
    session.add(case)
    session.flush()
    return case


def read_by_anybody(session: Session, message: Message) -> str:
    """The words of a message, opened by the first of `make_readers` who has a key to it."""
    for who in make_readers(session).values():
        with suppress(Unreadable):
            return content.read(session, message, officer_reader(who)).decode()
    raise Unreadable


def make_person(
    session: Session, display_name: str, *roles: Role, aliases: tuple[str, ...] = (), department: str | None = None
) -> Officer:
    """A staff member who has this name among people."""
    officer = make_officer(session, *roles)
    staff = session.get_one(Staff, officer.staff_id)
    staff.display_name, staff.aliases, staff.department = display_name, [*aliases], department
    session.flush()
    return replace(officer, department=department)
