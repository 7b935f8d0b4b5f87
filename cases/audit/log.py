"""Writing and reading the audit log: the attempt first and by itself, the outcome with the change."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from cases import errors
from cases.audit import chain
from cases.audit.deeds import Action, Deed, Outcome
from cases.audit.models import LONGEST_ACTOR, LONGEST_SUBJECT, AuditEntry
from cases.kinds import Role
from cases.staff.officer import Officer
from cases.times import DAY, first_moment

WriteScope = Callable[[], AbstractContextManager[Session]]
Clock = Callable[[], datetime]
PAGE = 50
OUR_OWN = "cases."  # errors that say why something may not be


def attempt(write: WriteScope, deed: Deed, now: datetime) -> int:
    """Say what is about to be done, committed at once; the number is for `outcome`."""
    with write() as session:
        return _entry(session, deed, None, now).id


def outcome(session: Session, attempt_id: int, result: Outcome, now: datetime) -> None:
    """How an attempt ended, in the change's own transaction; call it last."""
    begun = session.get_one(AuditEntry, attempt_id)
    known = {"actor": begun.actor, "action": begun.action, "case_number": begun.case_number}
    blank = {"subject": None, "reason": None}
    chain.append(session, at=now, **known, **blank, outcome=result.value, attempt_id=attempt_id)


def note(session: Session, deed: Deed, result: Outcome, now: datetime) -> None:
    """A deed that changes nothing and is over when it is known: a view, a search, a failed sign-in."""
    _entry(session, deed, result, now)


@contextmanager
def carried_out(write: WriteScope, deed: Deed, clock: Clock) -> Iterator[Session]:
    """The transaction of a change, between its attempt and its outcome; what it raises is an outcome too."""
    attempt_id = attempt(write, deed, clock())
    try:
        with write() as session:
            yield session
            outcome(session, attempt_id, Outcome.DONE, clock())
    except Exception as failure:
        with write() as session:
            outcome(session, attempt_id, _result(failure), clock())
        raise


@contextmanager
def watched(write: WriteScope, deed: Deed, clock: Clock) -> Iterator[None]:
    """The same around what takes long or changes no row: no transaction is open in between."""
    attempt_id, result = attempt(write, deed, clock()), Outcome.FAILED
    try:
        yield
        result = Outcome.DONE
    except Exception as failure:
        result = _result(failure)
        raise
    finally:
        with write() as session:
            outcome(session, attempt_id, result, clock())


def unfinished(session: Session) -> Sequence[AuditEntry]:
    """Attempts that were cut off, oldest first: nobody knows how they ended."""
    ended = aliased(AuditEntry)
    no_end = ~select(ended.id).where(ended.attempt_id == AuditEntry.id).exists()
    cut_off = select(AuditEntry).where(AuditEntry.outcome.is_(None), no_end).order_by(AuditEntry.id)
    return session.scalars(cut_off).all()


def last_done(session: Session, action: Action) -> datetime | None:
    """When this was last carried out."""
    done = (AuditEntry.action == action.value) & (AuditEntry.outcome == Outcome.DONE.value)
    return session.scalar(select(AuditEntry.at).where(done).order_by(AuditEntry.id.desc()).limit(1))


def entries(
    session: Session,
    officer: Officer,
    *,
    actors: Collection[str] = (),
    action: Action | None = None,
    number: str | None = None,
    subjects: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
) -> Sequence[AuditEntry]:
    """A page of the log for the auditor, who reads no cases (domain.md 2.6), newest first.

    By one of these actors, about something in which one of these words stands.
    """
    if not officer.has(Role.AUDITOR):
        raise errors.NotAllowed(Role.AUDITOR.label)
    wanted = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE)
    asked = ((AuditEntry.action, action), (AuditEntry.case_number, number))
    wanted = wanted.where(*(column == value for column, value in asked if value is not None))
    wanted = wanted.where(*[AuditEntry.actor.in_(actors)] if actors else [])
    about = [AuditEntry.subject.contains(words, autoescape=True) for words in subjects]
    wanted = wanted.where(*[or_(*about)] if about else [])
    wanted = wanted.where(*[AuditEntry.at >= first_moment(since)] if since else [])
    wanted = wanted.where(*[AuditEntry.at < first_moment(until + DAY)] if until else [])
    return session.scalars(wanted.where(AuditEntry.id < before) if before else wanted).all()


def _result(failure: Exception) -> Outcome:
    return Outcome.REFUSED if type(failure).__module__.startswith(OUR_OWN) else Outcome.FAILED


def _entry(session: Session, deed: Deed, result: Outcome | None, now: datetime) -> AuditEntry:
    return chain.append(
        session,
        at=now,
        actor=deed.actor[:LONGEST_ACTOR],
        action=deed.action.value,
        case_number=deed.number,
        subject=deed.subject and deed.subject[:LONGEST_SUBJECT],
        reason=deed.reason,
        outcome=result and result.value,
        attempt_id=None,
    )
