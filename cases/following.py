"""What the citizen may do with his receipt code: look, add, withdraw, rate."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import content, history
from cases.content import Readers
from cases.errors import NotYet, TooLate
from cases.history import CITIZEN, What
from cases.kinds import Author, Rating, State, StatusWord, Visibility
from cases.models import Case, Message
from cases.submission import to_bytes
from cases.times import DAY

OPEN = (State.REGISTERED, State.SEALED, State.REWORK)  # what can still be withdrawn
STATUS_WORDS = {
    State.REGISTERED: (StatusWord.RECEIVED, StatusWord.RECEIVED_SEALED),
    State.SEALED: (StatusWord.BY_RULE, StatusWord.BY_RULE),
    State.COMPLETED: (StatusWord.COMPLETED, StatusWord.COMPLETED_SEALED),
    State.REWORK: (StatusWord.REWORK, StatusWord.REWORK_SEALED),
    State.WITHDRAWN: (StatusWord.WITHDRAWN, StatusWord.WITHDRAWN),
}


def by_code(session: Session, token: str) -> Case | None:
    """The case of a receipt code, by its look-up token."""
    return session.scalar(select(Case).where(Case.receipt_hash == token))


def status_of(case: Case) -> StatusWord:
    """What its citizen is told; of a confidential case it reveals nothing about a person."""
    return STATUS_WORDS[case.state][case.confidential]


def add_message(session: Session, readers: Readers, case: Case, text: str, now: datetime) -> Message:
    """He has something to add."""
    message = content.store(session, case, to_bytes(case, text), readers, now=now, author=Author.CITIZEN)
    history.record(session, case, What.MESSAGE_ADDED, CITIZEN, now)
    return message


def replies(session: Session, case: Case) -> list[str]:
    """What staff answered, oldest first; of a confidential case nothing is shown (docs/decisions/0009)."""
    if case.confidential:
        return []
    public = (Message.author == Author.STAFF) & (Message.visibility == Visibility.PUBLIC)
    rows = session.scalars(select(Message).where(Message.case_id == case.id, public).order_by(Message.id))
    return [row.content.decode() for row in rows]


def withdraw(session: Session, case: Case, now: datetime) -> bool:
    """At once; of a confidential case only the wish is recorded, and the team decides. False when it is closed."""
    if wants_withdrawal(session, case):
        return True
    if case.state not in OPEN:
        return False
    if case.confidential:
        history.record(session, case, What.WITHDRAWAL_WISHED, CITIZEN, now)
        return True
    history.record(session, case, What.WITHDRAWN, CITIZEN, now, old=case.state, new=State.WITHDRAWN)
    case.state, case.withdrawn_at = State.WITHDRAWN, now
    return True


def undo_withdrawal(session: Session, case: Case, now: datetime) -> bool:
    """Within a day; a wish can be taken back as long as the team has it. False when there was nothing to undo."""
    if not wants_withdrawal(session, case):
        return False
    if case.confidential:
        history.record(session, case, What.WISH_UNDONE, CITIZEN, now)
        return True
    withdrawal = history.last(session, case, What.WITHDRAWN)
    if withdrawal is None or withdrawal.old is None or now - withdrawal.at > DAY:
        raise TooLate
    history.record(session, case, What.WITHDRAWAL_UNDONE, CITIZEN, now, old=case.state, new=withdrawal.old)
    case.state, case.withdrawn_at = State(withdrawal.old), None
    return True


def wants_withdrawal(session: Session, case: Case) -> bool:
    """Whether the case is withdrawn or, if confidential, whether that is wished."""
    if not case.confidential:
        return case.state is State.WITHDRAWN
    wish = history.last(session, case, What.WITHDRAWAL_WISHED, What.WISH_UNDONE)
    return wish is not None and wish.what == What.WITHDRAWAL_WISHED


def rate(session: Session, case: Case, rating: Rating, now: datetime) -> None:
    """How it was handled: tracks A, B and C, once the case is closed (domain.md 2.2)."""
    if case.confidential or case.state is not State.COMPLETED:
        raise NotYet
    history.record(session, case, What.RATED, CITIZEN, now, old=case.rating, new=rating)
    case.rating = rating
