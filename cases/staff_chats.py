"""The chat in which a staff member wants to hear that there is something new: a number and nothing else (INV-C5)."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import outbox, staff_notices
from cases.at_rest import ServiceSecret
from cases.chat_links import ChatAddress
from cases.models import Base
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from cases.times import QuietHours

WORD_LASTS = timedelta(hours=24)
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is misread
LENGTH = 12  # letters: 59 bits, for a day
PREFIX = "HY"
PURPOSE = "staff chat"


class StaffChat(Base):
    """One chat a person; `told` is the newest notice that it has heard of."""

    __tablename__ = "staff_chats"

    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(sa.String(32))
    address: Mapped[bytes]
    told: Mapped[int]


class StaffLinkWord(Base):
    """A word that links a chat, once and for a day; only its hash is kept."""

    __tablename__ = "staff_link_words"

    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    word_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    until: Mapped[datetime]


def new_word(session: Session, secret: ServiceSecret, staff: Staff, now: datetime) -> str:
    """What this person sends to the bot from their own chat; an earlier word is void."""
    word = PREFIX + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    session.merge(StaffLinkWord(staff_id=staff.id, word_key=_key(secret, word), until=now + WORD_LASTS))
    session.flush()
    return word


def link(session: Session, secret: ServiceSecret, word: str, chat: ChatAddress, now: datetime) -> bool:
    """Whether the word was good; then this is the chat, instead of an earlier one."""
    known = StaffLinkWord.word_key == _key(secret, word)
    staff_id = session.scalar(select(StaffLinkWord.staff_id).where(known, StaffLinkWord.until > now))
    if staff_id is None:
        return False
    session.execute(delete(StaffLinkWord).where(StaffLinkWord.staff_id == staff_id))
    sealed = secret.seal(PURPOSE, chat.address.encode(), str(staff_id))
    told = staff_notices.newest(session)
    session.merge(StaffChat(staff_id=staff_id, channel=chat.channel, address=sealed, told=told))
    session.flush()
    return True


def unlink(session: Session, staff: Staff) -> None:
    """Nothing more goes to their chat."""
    for table in (StaffChat, StaffLinkWord):
        session.execute(delete(table).where(table.staff_id == staff.id))


def send(
    session: Session, secret: ServiceSecret, words: Callable[[str], str], now: datetime, quiet: QuietHours
) -> None:
    """Tell each linked chat the numbers of what is new for this person; at night only what is urgent."""
    newest = staff_notices.newest(session)
    behind = select(StaffChat, Staff).join(Staff, Staff.id == StaffChat.staff_id).where(StaffChat.told < newest)
    for chat, staff in session.execute(behind.where(Staff.active)).all():
        officer = Officer(staff.id, staff.name, staff.held, staff.department)
        news = staff_notices.newer_for(session, officer, chat.told)
        urgent = {row.number for row in news if row.what is Notice.URGENT}
        address = secret.open(PURPOSE, chat.address, str(staff.id)).decode()
        for number in dict.fromkeys(row.number for row in news if row.number):
            item = outbox.put(session, secret, chat.channel, address, {"text": words(number)}, now)
            item.not_before = now if number in urgent else quiet.over(now)
        chat.told = newest
    session.flush()


def _key(secret: ServiceSecret, word: str) -> str:
    return secret.keyed_hash(PURPOSE, word)
