"""A case that turns out to be confidential: what was clear of it until now is so no longer (domain.md 2.8)."""

from collections.abc import Collection

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from cases import attachments, content, history, protection
from cases.at_rest import ServiceSecret
from cases.chat_models import Attachment, OutboxItem
from cases.models import Base, Case, ChatLink, Message
from cases.recusal import requests
from cases.recusal.models import Attestation, Recusal
from cases.retention import holds
from cases.sealing import identities
from cases.times import UtcDateTime, to_the_day


def cover(session: Session, secret: ServiceSecret, case: Case, excluded: Collection[int]) -> None:
    """Its words, those of its requests and of staff are sealed; nothing tells whom it is about, or the minute."""
    for message in session.scalars(select(Message).where(Message.case_id == case.id)).all():
        content.cover(session, message)
    for file in session.scalars(select(Attachment).where(Attachment.case_id == case.id)).all():
        attachments.cover(session, secret, case, file)
    requests.cover(session, case)
    protection.cover(session, case)
    identities.cover(session, case)
    identities.narrow(session, case, excluded)
    history.cover(session, case)
    holds.cover(session, case)
    _forget_people(session, case, excluded)
    _forget_chat(session, case)
    _forget_minutes(session, case)


def _forget_people(session: Session, case: Case, excluded: Collection[int]) -> None:
    """The sealed list has them."""
    session.execute(delete(Recusal).where(Recusal.case_id == case.id))
    session.execute(delete(Attestation).where(Attestation.case_id == case.id, Attestation.staff_id.in_(excluded)))


def _forget_chat(session: Session, case: Case) -> None:
    """As if it had been confidential when the citizen agreed to be told (INV-C5)."""
    session.execute(update(ChatLink).where(ChatLink.case_id == case.id).values(bucket=None))
    session.execute(update(OutboxItem).where(OutboxItem.case_id == case.id).values(case_id=None))


def _forget_minutes(session: Session, case: Case) -> None:
    session.flush()
    for table in Base.metadata.sorted_tables:
        if "case_id" in table.c and any(isinstance(column.type, UtcDateTime) for column in table.c):
            _to_the_day(session, table, case.id)
    session.expire_all()


def _to_the_day(session: Session, table: Table, case_id: int) -> None:
    keys = list(table.primary_key)
    times = [column for column in table.c if isinstance(column.type, UtcDateTime)]
    rows = session.execute(select(*keys, *times).where(table.c.case_id == case_id)).all()
    for row in rows:
        this = [column == value for column, value in zip(keys, row, strict=False)]
        known = {column: to_the_day(at) for column, at in zip(times, row[len(keys) :], strict=True) if at}
        if known:
            session.execute(update(table).where(*this).values(known))
