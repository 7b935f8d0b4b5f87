"""Drafts: one open at a time in a chat, sealed at rest, gone after a day without a word."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.chat_models import Attachment, Draft
from cases.draft_body import DraftBody
from cases.errors import StaleDraft
from cases.times import DAY, QuietHours

PURPOSE = "draft"
REMIND_AFTER = timedelta(hours=20)
REMIND_EARLY = timedelta(hours=16)  # when the hours in which to remind are all quiet ones
LAST_MOMENT = timedelta(minutes=15)  # before these begin
STILL_OPEN = Draft.dropped_at.is_(None) & Draft.submitted_at.is_(None)
READ = select(Draft.id, Draft.chat_id, Draft.nonce, Draft.version, Draft.body, Draft.created_at, Draft.touched_at)
FIND = READ.where(Draft.chat_id == bindparam("chat"), STILL_OPEN, Draft.touched_at > bindparam("since"))
CHANGE = update(Draft).where(Draft.id == bindparam("this"), Draft.version == bindparam("read"), STILL_OPEN)


@dataclass(frozen=True)
class OpenDraft:
    """A draft as it was read; save and drop refuse it once the row has a newer version."""

    id: int
    chat_id: int
    nonce: str
    version: int
    body: DraftBody
    created_at: datetime
    touched_at: datetime


def new_nonce() -> str:
    """What the buttons of a draft carry: 16 characters that nobody can guess."""
    return secrets.token_urlsafe(12)


def hidden_nonce(secret: ServiceSecret, nonce: str) -> str:
    """What stays of a nonce after submission: with the nonce itself, the service secret would give the receipt code."""
    return secret.keyed_hash("nonce of a submitted draft", nonce)[:32]


def open(
    session: Session, secret: ServiceSecret, chat_id: int, body: DraftBody, now: datetime, nonce: str | None = None
) -> OpenDraft:
    """Begin a draft in a chat that has none open, or StaleDraft; one that is over but still there makes room."""
    _erase(session, (Draft.chat_id == chat_id) & _over(now))
    nonce = nonce or new_nonce()
    sealed = secret.seal(PURPOSE, body.to_json(), nonce)
    row = Draft(chat_id=chat_id, nonce=nonce, body=sealed, created_at=now, touched_at=now)
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise StaleDraft from None
    return _read(secret, row)


def load(session: Session, secret: ServiceSecret, chat_id: int, now: datetime) -> OpenDraft | None:
    """The open draft of a chat, unless a day has passed without a word."""
    row = session.connection().execute(FIND, {"chat": chat_id, "since": now - DAY}).one_or_none()
    return _read(secret, row) if row else None


def by_id(session: Session, secret: ServiceSecret, draft_id: int) -> OpenDraft | None:
    """A draft that is still open."""
    row = session.scalar(select(Draft).where(Draft.id == draft_id, STILL_OPEN))
    return _read(secret, row) if row else None


def save(session: Session, secret: ServiceSecret, draft: OpenDraft, body: DraftBody, now: datetime) -> None:
    """Write the body back, or StaleDraft when somebody else has."""
    sealed = secret.seal(PURPOSE, body.to_json(), draft.nonce)
    change(session, draft, body=sealed, touched_at=now, reminded_at=None)


def drop(session: Session, draft: OpenDraft, now: datetime) -> None:
    """Put the draft away; it can be restored for a day."""
    change(session, draft, dropped_at=now)


def restore(session: Session, secret: ServiceSecret, chat_id: int, now: datetime) -> OpenDraft | None:
    """Reopen the draft dropped last that is not empty, unless the day is over or another one is open."""
    _erase(session, (Draft.chat_id == chat_id) & _over(now))
    recent = select(Draft).where(Draft.chat_id == chat_id, Draft.dropped_at > now - DAY, Draft.submitted_at.is_(None))
    rows = session.scalars(recent.order_by(Draft.dropped_at.desc(), Draft.id.desc())).all()
    row = next((row for row in rows if not _read(secret, row).body.is_empty()), next(iter(rows), None))
    if row is None or load(session, secret, chat_id, now):
        return None
    row.dropped_at, row.touched_at, row.version = None, now, row.version + 1
    session.flush()
    return _read(secret, row)


def expire(session: Session, now: datetime) -> list[str]:
    """Erase drafts a day after the last word; the stored names of files that may be removed now."""
    return _erase(session, _over(now))


def forget(session: Session, chat_id: int) -> list[str]:
    """Erase all drafts of a chat; the stored names of files that may be removed now."""
    return _erase(session, Draft.chat_id == chat_id)


def due_for_reminder(session: Session, now: datetime, quiet: QuietHours) -> list[int]:
    """Drafts to remind their citizens of, once after each silence and never at night."""
    if quiet.include(now):
        return []
    idle = (Draft.touched_at <= now - REMIND_EARLY) & (Draft.touched_at > now - DAY)
    found = session.execute(select(Draft.id, Draft.touched_at).where(STILL_OPEN, idle, Draft.reminded_at.is_(None)))
    return [draft for draft, touched in found if _is_time(touched, now, quiet)]


def _is_time(touched: datetime, now: datetime, quiet: QuietHours) -> bool:
    begin, end = touched + REMIND_AFTER, touched + DAY
    return now >= begin or (quiet.include(now + LAST_MOMENT) and quiet.include(begin) and quiet.include(end))


def mark_reminded(session: Session, draft: OpenDraft, now: datetime) -> bool:
    """The reminder may go on its way; False when the draft has changed or another has reminded."""
    this = (Draft.id == draft.id) & (Draft.version == draft.version) & STILL_OPEN & Draft.reminded_at.is_(None)
    return session.scalar(update(Draft).where(this).values(reminded_at=now).returning(Draft.id)) is not None


def change(session: Session, draft: OpenDraft, **values: Any) -> None:
    """Update the open row of this version, or StaleDraft."""
    this = {"this": draft.id, "read": draft.version, "version": draft.version + 1}
    if session.connection().execute(CHANGE, values | this).rowcount != 1:
        raise StaleDraft


def _over(now: datetime) -> ColumnElement[bool]:
    return func.coalesce(Draft.submitted_at, Draft.dropped_at, Draft.touched_at) <= now - DAY


def _erase(session: Session, condition: ColumnElement[bool]) -> list[str]:
    ids = list(session.scalars(select(Draft.id).where(condition)))
    if not ids:
        return []
    files = list(session.scalars(select(Attachment.stored_name).where(Attachment.draft_id.in_(ids))))
    session.execute(delete(Attachment).where(Attachment.draft_id.in_(ids)))
    session.execute(delete(Draft).where(Draft.id.in_(ids)))
    return files


def _read(secret: ServiceSecret, row: Draft | Row[Any]) -> OpenDraft:
    body = DraftBody.from_json(secret.open(PURPOSE, row.body, row.nonce))
    return OpenDraft(row.id, row.chat_id, row.nonce, row.version, body, row.created_at, row.touched_at)
