"""What a citizen's chat is told without having asked: one row each, with what became of it (domain.md 2.8 INV-C5)."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases import chat_links, outbox, staff_notices
from cases.at_rest import ServiceSecret
from cases.chat_models import SendState
from cases.kinds import Labelled
from cases.models import Base, Case
from cases.staff_notices import Notice
from cases.times import DAY, QuietHours

NUMBER = "notice"  # where a payload of the outbox names its notice: under the seal, so that no row tells chat and case
QUIET = QuietHours()


class Press(Labelled):
    """The one button under a notice."""

    LOOK = "look", "查看"
    ANSWER = "answer", "回答"


class CitizenNotice(Base):
    """A notice to the citizen of a case."""

    __tablename__ = "citizen_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[SendState] = mapped_column(default=SendState.WAITING)


def send(
    session: Session,
    secret: ServiceSecret,
    case: Case,
    text: str,
    now: datetime,
    *,
    press: Press = Press.LOOK,
    quiet: QuietHours = QUIET,
) -> CitizenNotice | None:
    """Put it on its way, at night for the morning; None when the citizen agreed to no chat."""
    chat = chat_links.find(session, secret, case)
    if chat is None:
        return None
    notice = CitizenNotice(case_id=case.id, at=case.clock(now))
    session.add(notice)
    session.flush()
    payload = {"text": text, "buttons": [[press.label, f"c:{press}:{case.number}"]], NUMBER: notice.id}
    named = None if case.confidential else case.id
    item = outbox.put(session, secret, chat.channel, chat.address, payload, now, named)
    item.not_before = quiet.over(now)
    session.flush()
    return notice


def settle(session: Session, number: int | None, state: SendState, now: datetime) -> None:
    """What became of it; of one that cannot be delivered those who work on the case are told."""
    notice = session.get(CitizenNotice, number) if number is not None else None
    if notice is None or notice.state is not SendState.WAITING:
        return
    notice.state = state
    if state is SendState.UNDELIVERABLE:
        staff_notices.tell_holder(session, session.get_one(Case, notice.case_id), Notice.UNDELIVERABLE, now)
    session.flush()


def acknowledge(
    session: Session, secret: ServiceSecret, channel: str, address: str, numbers: Sequence[int], now: datetime
) -> None:
    """These rows were seen in a chat whose citizen comes for them."""
    if not numbers:
        return
    for number, payload in outbox.waiting(session, secret, channel, address, now):
        if number in numbers:
            settle(session, payload.get(NUMBER), SendState.SENT, now)
    outbox.acknowledge(session, secret, channel, address, numbers, now)


def expire(session: Session, now: datetime) -> None:
    """What waited for a day is not in the outbox any more."""
    late = (CitizenNotice.state == SendState.WAITING) & (CitizenNotice.at <= now - 2 * DAY)
    session.execute(update(CitizenNotice).where(late).values(state=SendState.EXPIRED))


def of_case(session: Session, case: Case) -> Sequence[CitizenNotice]:
    """All of a case, oldest first."""
    rows = select(CitizenNotice).where(CitizenNotice.case_id == case.id)
    return session.scalars(rows.order_by(CitizenNotice.id)).all()
