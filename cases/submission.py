"""A draft becomes a case, once."""

import json
import secrets
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import attachments, chat_links, content, drafts, history, staff_notices
from cases.at_rest import ServiceSecret
from cases.chat_links import ChatAddress
from cases.chat_models import Draft
from cases.deadlines import clock
from cases.deadlines.rule import Event
from cases.draft_body import DraftBody
from cases.drafts import OpenDraft
from cases.errors import CodeTaken, Incomplete
from cases.history import CITIZEN, SYSTEM, What
from cases.kinds import Author, IdentityMode, Kind, State, Visibility
from cases.masking import mask, mask_number
from cases.models import Case
from cases.receipt_code import DerivedCode
from cases.recusal import matching
from cases.routing.jurisdiction import NOWHERE, Jurisdiction
from cases.routing.rules import Route, matter_of, route
from cases.routing.team import with_team
from cases.sealing import case_keys, identities, readers

OUTCOME = "outcome of a draft"


class Submitted(NamedTuple):
    """The case, and whether the draft had become it before."""

    case: Case
    already: bool


def submit(
    session: Session,
    secret: ServiceSecret,
    recovery: bytes | None,
    code: DerivedCode,
    draft: OpenDraft,
    body: DraftBody,
    now: datetime,
    chat: ChatAddress | None = None,
    excluded: Collection[int] = (),
    jurisdiction: Jurisdiction = NOWHERE,
) -> Submitted:
    """Store what the citizen confirmed; a second time gives the same case, and then `code` is not its code.

    `excluded` are the staff who must never read it; HandOffOnly, and nothing is stored, when nobody else may.
    """
    if earlier := outcome(session, secret, draft.id):
        return Submitted(earlier, already=True)
    if body.kind is None or body.is_empty():
        raise Incomplete
    case = register(session, recovery, code, body, now, excluded, jurisdiction)
    if body.files:
        attachments.move(session, secret, draft.id, [file.attachment for file in body.files], case)
    if body.place:
        attachments.add_place(session, secret, case, body.place)
    if chat and body.to_be_told:
        chat_links.agree(session, secret, case, chat)
    history.record(session, case, What.SUBMITTED, CITIZEN, now, new=case.kind)
    enqueue(session, case, now)
    nonce = drafts.hidden_nonce(secret, draft.nonce)
    sealed = secret.seal(OUTCOME, str(case.id).encode(), nonce)
    drafts.change(session, draft, body=sealed, nonce=nonce, submitted_at=now)
    return Submitted(case, already=False)


def register(
    session: Session,
    recovery: bytes | None,
    code: DerivedCode,
    body: DraftBody,
    now: datetime,
    excluded: Collection[int],
    jurisdiction: Jurisdiction,
) -> Case:
    """The row, its words and its name, sealed where they have to be; HandOffOnly when nobody may read them."""
    known = with_team(session, jurisdiction)
    matter = matter_of(body)
    way = route(matter, known)
    kept_out = matching.search(session, known, body, way.queue)
    excluded = {*excluded, *kept_out.ids}
    if matter.kind.sealed or way.queue.sealed:
        readers.readers_of(session, way.queue, excluded)
    case = _add_case(session, matter.kind, body, way, code, now)
    if case.confidential:
        case_keys.make_for_content(session, case, now, recovery, excluded)
    else:
        matching.write(session, case, kept_out, now)
    _store_words(session, case, body, now)
    _store_identity(session, case, body, now, recovery, excluded)
    return case


def enqueue(session: Session, case: Case, now: datetime) -> None:
    """From now on it waits for somebody, and the clocks run: from the day on which it was received."""
    history.record(session, case, What.ROUTED, SYSTEM, now, new=case.queue, reason=case.routing_reason)
    clock.on_received(session, case, case.received_at)
    if case.kind is Kind.DATA_RIGHTS:
        clock.on_event(session, case, Event.DATA_REQUESTED, case.received_at)
    staff_notices.announce(session, case, now)


def outcome(session: Session, secret: ServiceSecret, draft_id: int) -> Case | None:
    """The case that a draft became, as long as the draft remembers."""
    return _became(session, secret, session.get(Draft, draft_id, populate_existing=True))


def outcome_of(session: Session, secret: ServiceSecret, chat_id: int, nonce: str) -> Case | None:
    """The case behind an old button of this chat, as long as its draft remembers."""
    this = (Draft.chat_id == chat_id) & (Draft.nonce == drafts.hidden_nonce(secret, nonce))
    return _became(session, secret, session.scalar(select(Draft).where(this)))


def _became(session: Session, secret: ServiceSecret, row: Draft | None) -> Case | None:
    if row is None or row.submitted_at is None:
        return None
    return session.get_one(Case, int(secret.open(OUTCOME, row.body, row.nonce)))


def _add_case(session: Session, kind: Kind, body: DraftBody, way: Route, code: DerivedCode, now: datetime) -> Case:
    state = State.SEALED if way.queue.sealed else State.REGISTERED
    number = _new_number(session, code.token)
    case = Case(number=number, kind=kind, state=state, queue=way.queue, routing_reason=way.rule)
    case.section, case.subdistrict, case.urgent = body.section, body.subdistrict, body.urgent
    case.department = way.department
    case.identity_mode = body.identity.mode or IdentityMode.ANONYMOUS
    case.receipt_hash, case.citizen_key = code.token, code.citizen_key
    case.received_at = case.state_since = case.clock(now)
    session.add(case)
    session.flush()
    return case


def _new_number(session: Session, token: str) -> str:
    """Random, so that it tells neither how many cases there are nor which came first; CodeTaken for a code in use."""
    while True:
        number = f"{secrets.randbelow(10**8):08}"
        same = (Case.number == number) | (Case.receipt_hash == token)
        taken = session.scalars(select(Case.receipt_hash).where(same)).all()
        if token in taken:
            raise CodeTaken
        if not taken:
            return number


def _store_words(session: Session, case: Case, body: DraftBody, now: datetime) -> None:
    """What counts is one message; earlier wordings are its internal history."""
    said = content.store(session, case, _kept(case, body, body.content().text), now=now, author=Author.CITIZEN)
    for earlier in (wording for text in body.kept_texts for wording in text.revisions):
        content.store(
            session,
            case,
            _kept(case, body, earlier),
            now=now,
            author=Author.CITIZEN,
            visibility=Visibility.INTERNAL,
            revision_of=said.id,
        )


def _kept(case: Case, body: DraftBody, text: str) -> bytes:
    """Without the telephone that he gave as his own: that is for who may know him (INV-C2)."""
    return to_bytes(case, mask_number(text, body.identity.phone) if body.identity.phone else text)


def to_bytes(case: Case, text: str) -> bytes:
    """Masked, except in a tip-off or an appeal: there a number may be evidence (domain.md 3.3)."""
    return (text if case.kind.sealed else mask(text)[0]).encode("utf-8", "replace")


def _store_identity(
    session: Session, case: Case, body: DraftBody, now: datetime, recovery: bytes | None, excluded: Collection[int]
) -> None:
    """A sealed annex, of open kinds too."""
    if case.identity_mode is IdentityMode.ANONYMOUS:
        return
    case_keys.make_for_identity(session, case, now, recovery, excluded)
    identities.store(session, case, json.dumps(asdict(body.identity)).encode())
