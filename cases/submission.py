"""A draft becomes a case, once."""

import json
import secrets
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import attachments, chat_links, content, drafts, history
from cases.at_rest import ServiceSecret
from cases.chat_links import ChatAddress
from cases.chat_models import Draft
from cases.content import Readers
from cases.draft_body import DraftBody
from cases.drafts import OpenDraft
from cases.errors import CodeTaken, Incomplete
from cases.history import CITIZEN, SYSTEM, What
from cases.kinds import Author, IdentityMode, Kind, State, Visibility
from cases.masking import mask
from cases.models import Case, Identity
from cases.receipt_code import DerivedCode
from cases.routing import Route, route

OUTCOME = "outcome of a draft"
IDENTITY = "identity"


class Submitted(NamedTuple):
    """The case, and whether the draft had become it before."""

    case: Case
    already: bool


def submit(
    session: Session,
    secret: ServiceSecret,
    readers: Readers,
    code: DerivedCode,
    draft: OpenDraft,
    body: DraftBody,
    now: datetime,
    chat: ChatAddress | None = None,
) -> Submitted:
    """Store what the citizen confirmed; a second time gives the same case, and then `code` is not its code."""
    if earlier := outcome(session, secret, draft.id):
        return Submitted(earlier, already=True)
    if body.kind is None or body.is_empty():
        raise Incomplete
    way = route(body.kind, body.about_whom, body.section, body.own_team)
    case = _add_case(session, body.kind, body, way, code, now)
    _store_words(session, case, body, readers, now)
    _store_identity(session, secret, case, body, readers)
    attachments.move(session, secret, readers, draft.id, [file.attachment for file in body.files], case)
    _store_place(session, secret, readers, case, body)
    if chat and body.wants_notice:
        chat_links.agree(session, secret, case, chat)
    history.record(session, case, What.SUBMITTED, CITIZEN, now, new=case.kind)
    history.record(session, case, What.ROUTED, SYSTEM, now, new=case.queue, reason=way.rule)
    sealed = secret.seal(OUTCOME, str(case.id).encode(), draft.nonce)
    drafts.change(session, draft, body=sealed, submitted_at=now)
    return Submitted(case, already=False)


def outcome(session: Session, secret: ServiceSecret, draft_id: int) -> Case | None:
    """The case that a draft became, as long as the draft remembers."""
    return _became(session, secret, session.get(Draft, draft_id, populate_existing=True))


def outcome_of(session: Session, secret: ServiceSecret, chat_id: int, nonce: str) -> Case | None:
    """The case behind an old button of this chat, as long as its draft remembers."""
    return _became(session, secret, session.scalar(select(Draft).where(Draft.chat_id == chat_id, Draft.nonce == nonce)))


def _became(session: Session, secret: ServiceSecret, row: Draft | None) -> Case | None:
    if row is None or row.submitted_at is None:
        return None
    return session.get_one(Case, int(secret.open(OUTCOME, row.body, row.nonce)))


def _add_case(session: Session, kind: Kind, body: DraftBody, way: Route, code: DerivedCode, now: datetime) -> Case:
    if session.scalar(select(Case.id).where(Case.receipt_hash == code.token)):
        raise CodeTaken
    state = State.SEALED if way.queue.sealed else State.REGISTERED
    case = Case(number=_new_number(session), kind=kind, state=state, queue=way.queue, routing_reason=way.rule)
    case.section, case.subdistrict, case.urgent = body.section, body.subdistrict, body.urgent
    case.identity_mode = body.identity.mode or IdentityMode.ANONYMOUS
    case.receipt_hash, case.citizen_key = code.token, code.citizen_key
    case.received_at = case.clock(now)
    session.add(case)
    session.flush()
    return case


def _new_number(session: Session) -> str:
    """Random, so that it tells neither how many cases there are nor which came first."""
    while True:
        number = f"{secrets.randbelow(10**8):08}"
        if session.scalar(select(Case.id).where(Case.number == number)) is None:
            return number


def _store_words(session: Session, case: Case, body: DraftBody, readers: Readers, now: datetime) -> None:
    """What counts is one message; earlier wordings are its internal history."""
    said = content.store(session, case, to_bytes(case, body.content().text), readers, now=now, author=Author.CITIZEN)
    for earlier in (wording for text in body.kept_texts for wording in text.revisions):
        content.store(
            session,
            case,
            to_bytes(case, earlier),
            readers,
            now=now,
            author=Author.CITIZEN,
            visibility=Visibility.INTERNAL,
            revision_of=said.id,
        )


def to_bytes(case: Case, text: str) -> bytes:
    """Masked, except in a tip-off or an appeal: there a number may be evidence (domain.md 3.3)."""
    return (text if case.kind.sealed else mask(text)[0]).encode("utf-8", "replace")


def _store_identity(session: Session, secret: ServiceSecret, case: Case, body: DraftBody, readers: Readers) -> None:
    if case.identity_mode is IdentityMode.ANONYMOUS:
        return
    plain = json.dumps(asdict(body.identity)).encode()
    session.add(Identity(case_id=case.id, body=content.store_apart(case, plain, readers, secret, IDENTITY)))


def _store_place(session: Session, secret: ServiceSecret, readers: Readers, case: Case, body: DraftBody) -> None:
    if body.place:
        attachments.add_place(session, secret, readers, case, body.place)
