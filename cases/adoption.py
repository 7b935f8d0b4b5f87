"""Cases from before there were keys of cases, deadlines and a search index: brought into what holds now, once each."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cases import access, attachments, content, history, search_index
from cases.at_rest import ServiceSecret, unframe
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.deadlines import clock
from cases.deadlines.models import Deadline
from cases.draft_body import DraftBody
from cases.errors import Unreadable
from cases.history import SYSTEM, What
from cases.kinds import State
from cases.models import Case, CaseEvent, Identity, Message
from cases.recusal import matching
from cases.routing.jurisdiction import Jurisdiction
from cases.routing.team import with_team
from cases.sealing import case_keys, identities
from cases.sealing.models import CaseKey
from cases.transitions import CLOSED

Opener = Callable[[str, bytes], bytes]
Relock = Callable[[str, dict[str, Any]], None]  # the bytes of a file under a key that goes into what is known of it


def waiting(session: Session) -> Sequence[Case]:
    """Those that were not adopted yet, oldest first."""
    return session.scalars(select(Case).where(Case.state != State.PURGED, _is_old()).order_by(Case.id)).all()


def adopt(
    session: Session,
    secret: ServiceSecret,
    recovery: bytes | None,
    former: Collection[bytes],
    case: Case,
    now: datetime,
    jurisdiction: Jurisdiction,
    relock: Relock,
) -> None:
    """Seal and bind again all of a case; Unreadable, and nothing is changed, without the key it was sealed to."""
    opened = _opener(secret, former, case)
    excluded = _keep_out(session, case, opened, now, recovery, jurisdiction)
    for file in session.scalars(select(Attachment).where(Attachment.case_id == case.id)):
        if file.state != FileState.AWAITED:
            about = json.loads(opened("attachment", file.body))
            relock(file.stored_name, about)
            attachments.settle(session, secret, file, FileState(file.state), about)
    identity = session.get(Identity, case.id)
    if identity:
        plain = opened("identity", identity.body)
        session.delete(identity)
        session.flush()
        case_keys.make_for_identity(session, case, now, recovery, excluded)
        identities.store(session, case, plain)
    if case.state not in CLOSED:
        clock.on_received(session, case, case.received_at)
    search_index.refresh(session, case)
    history.record(session, case, What.ADOPTED, SYSTEM, now)


def _keep_out(
    session: Session, case: Case, opened: Opener, now: datetime, recovery: bytes | None, jurisdiction: Jurisdiction
) -> frozenset[int]:
    """Whoever its words name is kept out; of a confidential case they are sealed to a key of its own."""
    said = session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.id)).all()
    plain = [opened("", message.content) if case.confidential else message.content for message in said]
    body = DraftBody(kind_confirmed=case.kind, subdistrict=case.subdistrict)
    body.add_text("\n".join(words.decode("utf-8", "replace") for words in plain))
    found = matching.search(session, with_team(session, jurisdiction), body, case.queue)
    if not case.confidential:
        matching.write(session, case, found, now)
        return found.ids
    case_keys.make_for_content(session, case, now, recovery, found.ids)
    for message, words in zip(said, plain, strict=True):
        message.content = words
        content.cover(session, message)
    return found.ids


def _opener(secret: ServiceSecret, former: Collection[bytes], case: Case) -> Opener:
    def opened(purpose: str, blob: bytes) -> bytes:
        if not case.confidential:
            return secret.open(purpose, blob, case.number)
        for private in former:
            try:
                return unframe(SealedBox(PrivateKey(private)).decrypt(blob), case.number)
            except CryptoError:
                continue
        raise Unreadable

    return opened


def _is_old() -> ColumnElement[bool]:
    """It has no key and nothing of it was ever owed in time: every case since begins with one of them."""
    owed = select(Deadline.id).where(Deadline.case_id == Case.id).exists()
    keyed = select(CaseKey.case_id).where(CaseKey.case_id == Case.id).exists()
    adopted = select(CaseEvent.id).where(CaseEvent.case_id == Case.id, CaseEvent.what == What.ADOPTED).exists()
    return ~keyed & ~adopted & (access.confidential() | ~owed)
