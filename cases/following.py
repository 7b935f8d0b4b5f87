"""What the citizen may do with his receipt code: look, add, contest, withdraw, rate."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import content, history, moves, one_at_a_time, search_index, staff_notices
from cases.errors import NotYet, TooLate, Unreadable
from cases.history import CITIZEN, What
from cases.kinds import Author, Rating, Role, State, StatusWord, Track, Visibility
from cases.models import Case, Message
from cases.recusal import against_the_leader, matching
from cases.routing.jurisdiction import Jurisdiction
from cases.sealing.reading import Reader
from cases.staff_notices import Notice
from cases.submission import to_bytes
from cases.times import DAY
from cases.transitions import CLOSED, LEADERS, OPEN, WISH, Move

CONTEST_WITHIN = 30 * DAY
_UNDER_WAY = (StatusWord.ACCEPTED, StatusWord.ACCEPTED_SEALED)
_DONE = (StatusWord.COMPLETED, StatusWord.COMPLETED_SEALED)
STATUS_WORDS = {
    State.REGISTERED: (StatusWord.RECEIVED, StatusWord.RECEIVED_SEALED),
    State.SEALED: (StatusWord.BY_RULE, StatusWord.BY_RULE),
    State.TRIAGED: (StatusWord.TRIAGE, StatusWord.TRIAGE),
    State.NEEDS_INFO: (StatusWord.NEEDS_INFO, StatusWord.NEEDS_INFO_SEALED),
    State.DUPLICATE_MERGED: (StatusWord.DUPLICATE, StatusWord.DUPLICATE),
    State.ACCEPTED: _UNDER_WAY,
    State.ASSIGNED: _UNDER_WAY,
    State.IN_PROGRESS: _UNDER_WAY,
    State.EXTENDED: _UNDER_WAY,
    State.UNDER_REVIEW: _UNDER_WAY,
    State.NOT_ACCEPTED: (StatusWord.NOT_ACCEPTED, StatusWord.NOT_ACCEPTED),
    State.REFERRED: (StatusWord.REFERRED, StatusWord.REFERRED_SEALED),
    State.HANDED_OVER: _DONE,
    State.COMPLETED: _DONE,
    State.FEEDBACK_GIVEN: _DONE,
    State.RATED: _DONE,
    State.REWORK: (StatusWord.REWORK, StatusWord.REWORK_SEALED),
    State.REVIEW_REQUESTED: (StatusWord.REVIEW, StatusWord.REVIEW),
    State.RECHECK_REQUESTED: (StatusWord.RECHECK, StatusWord.RECHECK),
    State.TERMINATED: (StatusWord.TERMINATED, StatusWord.TERMINATED),
    State.ARCHIVED: (StatusWord.ARCHIVED, StatusWord.ARCHIVED),
    State.PURGED: (StatusWord.ARCHIVED, StatusWord.ARCHIVED),
    State.WITHDRAWN: (StatusWord.WITHDRAWN, StatusWord.WITHDRAWN),
}
RATEABLE = (State.COMPLETED, State.FEEDBACK_GIVEN, State.RATED)
RATED = (Track.PUBLIC, Track.SUGGESTION, Track.PETITION)
CONTESTABLE = (*RATEABLE, State.NOT_ACCEPTED, State.ARCHIVED)


def by_code(session: Session, token: str) -> Case | None:
    """The case of a receipt code, by its look-up token."""
    return session.scalar(select(Case).where(Case.receipt_hash == token))


def status_of(case: Case) -> StatusWord:
    """What its citizen is told; of a confidential case it reveals nothing about a person."""
    return STATUS_WORDS[case.state][case.confidential]


def add_message(session: Session, case: Case, text: str, now: datetime, known: Jurisdiction) -> Message:
    """He has something to add: what staff asked for, or, on a closed case, something to look at again.

    Words that accuse the leader are a record of their own, and of the case nothing tells that they were said.
    TooLate once it was purged: of a confidential case nobody has the key any more, so he has to report anew.
    """
    one_at_a_time.lock(session, case)
    if not may_add(case):
        raise TooLate
    message = _heard(session, case, text, now, known)
    if message.case is not case:
        return message
    history.record(session, case, What.MESSAGE_ADDED, CITIZEN, now)
    staff_notices.tell_holder(session, case, Notice.ADDED, now)
    if case.state is State.NEEDS_INFO:
        moves.by_citizen(session, case, Move.INFO_CAME, now)
    if case.state in CLOSED and case.state is not State.WITHDRAWN:
        case.quality_since = case.clock(now)
    return message


def may_add(case: Case) -> bool:
    """Whether there is still a case that his words could belong to."""
    return case.state is not State.PURGED


def _heard(session: Session, case: Case, text: str, now: datetime, known: Jurisdiction) -> Message:
    """Kept, after a look at whom the new words speak of: who is named keeps out from now on (INV-R1, R4)."""
    if against_the_leader.is_accused(session, known, case, text):
        return against_the_leader.keep_apart(session, known, case, text, now)
    matching.new_words(session, known, case, text, now)
    return content.store(session, case, to_bytes(case, text), now=now, author=Author.CITIZEN)


def replies(session: Session, case: Case, reader: Reader | None = None) -> list[str]:
    """What staff wrote to him, oldest first; of a confidential case only his code opens it (docs/decisions/0009)."""
    if case.confidential and reader is None:
        return []
    try:
        return [content.read(session, row, reader).decode("utf-8", "replace") for row in _written_to_him(session, case)]
    except Unreadable:  # from before there were keys
        return []


def awaits_code(session: Session, case: Case) -> bool:
    """Whether there is something for him that only his code opens."""
    return case.confidential and bool(_written_to_him(session, case))


def _written_to_him(session: Session, case: Case) -> Sequence[Message]:
    public = (Message.author == Author.STAFF) & (Message.visibility == Visibility.PUBLIC)
    return session.scalars(select(Message).where(Message.case_id == case.id, public).order_by(Message.id)).all()


def may_contest(case: Case, now: datetime) -> bool:
    """Within thirty days of the end."""
    return case.state in CONTESTABLE and case.closed_at is not None and now - case.closed_at <= CONTEST_WITHIN


def may_ask_review(session: Session, case: Case, now: datetime) -> bool:
    """Of a complaint, once it was answered (domain.md 2.4 DL15, DL16)."""
    recheck = case.state is State.REVIEW_REQUESTED
    move = Move.REQUEST_RECHECK if recheck else Move.REQUEST_REVIEW
    in_time = recheck or now - case.state_since <= CONTEST_WITHIN
    return in_time and any(way.move is move for way in moves.ways(session, case))


def contest(session: Session, case: Case, text: str, now: datetime, known: Jurisdiction) -> Message:
    """不认可: within thirty days of the end, in his own words; a reviewer has to answer it."""
    if case.state not in CONTESTABLE or case.closed_at is None:
        raise NotYet
    if now - case.closed_at > CONTEST_WITHIN:
        raise TooLate
    message = _heard(session, case, text, now, known)
    if message.case is not case:
        return message
    history.record(session, case, What.CONTESTED, CITIZEN, now)
    staff_notices.tell_roles(session, case, Notice.CONTESTED, (Role.REVIEWER, *LEADERS), now)
    case.quality_since = case.clock(now)
    return message


def ask_review(session: Session, case: Case, text: str, now: datetime, known: Jurisdiction) -> Message:
    """复查, after it 复核: within thirty days of the answer; the superior decides (domain.md 2.4 DL15, DL16)."""
    move = Move.REQUEST_RECHECK if case.state is State.REVIEW_REQUESTED else Move.REQUEST_REVIEW
    if move is Move.REQUEST_REVIEW and now - case.state_since > CONTEST_WITHIN:
        raise TooLate
    moves.by_citizen(session, case, move, now)
    return _heard(session, case, text, now, known)


def may_withdraw(case: Case) -> bool:
    """Whether it is open; of a confidential one the wish is all that can be recorded."""
    return case.state in OPEN


def withdraw(session: Session, case: Case, now: datetime) -> bool:
    """At once; of a confidential case only the wish is recorded, and the team decides. False when it is closed."""
    if wants_withdrawal(session, case):
        return True
    if not may_withdraw(case):
        return False
    if case.confidential:
        history.record(session, case, What.WITHDRAWAL_WISHED, CITIZEN, now)
    else:
        moves.by_citizen(session, case, Move.WITHDRAW, now)
        search_index.refresh(session, case)
    return True


def undo_withdrawal(session: Session, case: Case, now: datetime) -> bool:
    """Within a day; a wish can be taken back as long as the team has it. False when there was nothing to undo."""
    if not wants_withdrawal(session, case):
        return False
    if case.confidential:
        history.record(session, case, What.WISH_UNDONE, CITIZEN, now)
        return True
    if not moves.may_be_restored(case, now):
        raise TooLate
    moves.by_citizen(session, case, Move.UNDO_WITHDRAWAL, now)
    search_index.refresh(session, case)
    return True


def wants_withdrawal(session: Session, case: Case) -> bool:
    """Whether the case is withdrawn or, if confidential, whether that is wished and not yet decided."""
    if not case.confidential:
        return case.state is State.WITHDRAWN
    wish = history.last(session, case, WISH.asked, *WISH.settled_by)
    return wish is not None and wish.what == What.WITHDRAWAL_WISHED


def may_rate(case: Case) -> bool:
    """Tracks A, B and C, once the case is closed (domain.md 2.2)."""
    return case.state in RATEABLE and case.kind.track in RATED and not case.confidential


def rate(session: Session, case: Case, rating: Rating, now: datetime) -> None:
    """How it was handled; who is dissatisfied makes a reviewer look again."""
    if not may_rate(case):
        raise NotYet
    history.record(session, case, What.RATED, CITIZEN, now, old=case.rating, new=rating)
    case.rating = rating
    if case.state is State.FEEDBACK_GIVEN:
        moves.by_citizen(session, case, Move.RATE, now)
    if rating is Rating.DISSATISFIED:
        case.quality_since = case.clock(now)
