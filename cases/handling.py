"""What staff do with a case beside moving it: answer, close, extend, do it again, settle a contest."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases import access, chat_links, citizen_notices, content, history, moves
from cases.at_rest import ServiceSecret
from cases.citizen_notices import QUIET, Press
from cases.deadlines import clock
from cases.deadlines.rule import Event
from cases.errors import IllegalMove, ReasonNeeded
from cases.history import What
from cases.kinds import Author, IdentityMode, Kind, ReworkReason, Role, Says, State, Visibility
from cases.models import Case, Message
from cases.staff.officer import Officer
from cases.times import QuietHours
from cases.transitions import INTAKE, LEADERS, OPEN, RECIPIENTS, Move, Part

SPEAKING = (*INTAKE, Role.HANDLER, Role.REVIEWER, *LEADERS, Role.SUPERIOR_LIAISON, Role.INTERNAL_SUPERVISOR)
LOOKING_AGAIN = (Role.REVIEWER, *LEADERS)
WRITABLE = OPEN - {State.HANDED_OVER}  # of a confidential case: once it is over, there is a result
CHECKING_NAMES = (Role.TRIAGE_OFFICER, Role.HANDLER, *LEADERS)


def reply(
    session: Session,
    secret: ServiceSecret,
    officer: Officer,
    case: Case,
    text: str,
    now: datetime,
    *,
    notice: str,
    heading: str = "",
    says: Says = Says.ANSWER,
    quiet: QuietHours = QUIET,
) -> Message:
    """Write to the citizen; of a confidential case only a question or a notice, which his code opens (domain.md 2.5).

    An answer there stays internal, to be given in person: the result of a tip-off is never written to anybody.
    """
    _require(session, officer, case, *SPEAKING)
    if case.state is State.PURGED:  # what is written now would never be erased again
        raise IllegalMove
    if case.confidential and says is not Says.ANSWER and case.state not in WRITABLE:
        raise IllegalMove
    visibility = Visibility.INTERNAL if case.confidential and says is Says.ANSWER else Visibility.PUBLIC
    plain = text.encode("utf-8", "replace")
    message = content.store(session, case, plain, now=now, author=Author.STAFF, visibility=visibility)
    _replied(session, officer, case, says, now)
    asked = says is Says.QUESTION and not case.confidential
    words = notice if case.confidential else heading + text
    press = Press.ANSWER if asked else Press.LOOK
    citizen_notices.send(session, secret, case, words, now, press=press, quiet=quiet)
    return message


def ask(
    session: Session,
    secret: ServiceSecret,
    officer: Officer,
    case: Case,
    question: str,
    now: datetime,
    *,
    notice: str,
    heading: str = "",
    quiet: QuietHours = QUIET,
) -> Message:
    """Ask the citizen for what is missing; the case waits for his words (domain.md 2.4 DL21)."""
    if not question.strip():
        raise ReasonNeeded
    moves.make(session, officer, case, Move.ASK_INFO, now, reason=Says.QUESTION.label)
    says = Says.QUESTION
    return reply(session, secret, officer, case, question, now, notice=notice, heading=heading, says=says, quiet=quiet)


def close(
    session: Session,
    secret: ServiceSecret,
    officer: Officer,
    case: Case,
    now: datetime,
    *,
    reason: str,
    notice: str,
    move: Move = Move.COMPLETE,
    quiet: QuietHours = QUIET,
) -> None:
    """Complete, refuse or refer it; the citizen's chat is told that there is something new and then forgotten."""
    moves.make(session, officer, case, move, now, reason=reason)
    _inform(session, secret, case, notice, now, quiet)
    chat_links.erase(session, case)


def accept(
    session: Session,
    secret: ServiceSecret,
    officer: Officer,
    case: Case,
    now: datetime,
    *,
    notice: str,
    reason: str | None = None,
    quiet: QuietHours = QUIET,
) -> None:
    """It is ours and will be dealt with; telling the citizen so is a duty with a limit (domain.md 2.4 DL05, DL10)."""
    moves.make(session, officer, case, Move.ACCEPT, now, reason=reason)
    _inform(session, secret, case, notice, now, quiet)


def extend(
    session: Session,
    secret: ServiceSecret,
    officer: Officer,
    case: Case,
    days: int,
    now: datetime,
    *,
    reason: str,
    notice: str,
    quiet: QuietHours = QUIET,
) -> None:
    """More days for a complaint, once, at most thirty; the citizen is told the reason (domain.md 2.4 DL14)."""
    moves.make_half(session, officer, case, Move.EXTEND, now, reason=reason)
    clock.extend(session, case, days, now)
    reply(session, secret, officer, case, reason, now, notice=notice, quiet=quiet)


def rework(session: Session, officer: Officer, case: Case, why: ReworkReason, now: datetime, *, note: str = "") -> None:
    """It was not done well; out of the archive only for new evidence or a superior's order."""
    if case.state is State.ARCHIVED and not why.opens_archive:
        raise IllegalMove
    moves.make(session, officer, case, Move.REWORK, now, reason=f"{why.label} {note}".strip())


def answer_contest(
    session: Session,
    secret: ServiceSecret,
    officer: Officer,
    case: Case,
    text: str,
    now: datetime,
    *,
    notice: str,
    quiet: QuietHours = QUIET,
) -> Message:
    """Who looks again was not the handler; without rework the citizen is told why it stays as it is."""
    _require(session, officer, case, *RECIPIENTS.get(case.queue, LOOKING_AGAIN))
    moves.require_apart(session, officer.name, case, Part.REVIEWER)
    if case.quality_since is None:
        raise IllegalMove
    message = reply(session, secret, officer, case, text, now, notice=notice, quiet=quiet)
    case.quality_since = None
    history.record(session, case, What.CONTEST_ANSWERED, officer.name, now)
    return message


def check_identity(
    session: Session, officer: Officer, case: Case, mode: IdentityMode, now: datetime, *, reason: str
) -> None:
    """A signed report counts as real-name once the citizen was asked, never before (domain.md 2.4 DL07)."""
    _require(session, officer, case, *CHECKING_NAMES)
    if IdentityMode.ANONYMOUS in (mode, case.identity_mode):
        raise IllegalMove
    if not reason.strip():
        raise ReasonNeeded
    old, case.identity_mode = case.identity_mode, mode
    history.record(session, case, What.IDENTITY_CHECKED, officer.name, now, old=old, new=mode, reason=reason)
    clock.on_event(session, case, Event.IDENTITY_CHECKED, now)
    clock.on_rerouted(session, case, now)


def _require(session: Session, officer: Officer, case: Case, *roles: Role) -> None:
    access.require(session, officer, case)
    access.require_role(officer, *roles)


def _replied(session: Session, officer: Officer, case: Case, says: Says, now: datetime) -> None:
    """A question answers nothing."""
    history.record(session, case, What.REPLIED, officer.name, now, new=says)
    if says is Says.QUESTION:
        return
    if says is Says.ANSWER:
        clock.on_event(session, case, Event.REPLIED, now)
    if says is Says.ANSWER and case.kind is Kind.DATA_RIGHTS:
        clock.on_event(session, case, Event.DATA_ANSWERED, now)
    if not case.confidential:
        clock.on_event(session, case, Event.INFORMED, now)


def _inform(session: Session, secret: ServiceSecret, case: Case, notice: str, now: datetime, quiet: QuietHours) -> None:
    """A neutral notice tells nothing yet: of a confidential case duties.record says when the citizen was informed."""
    told = citizen_notices.send(session, secret, case, notice, now, quiet=quiet)
    if told and not case.confidential:
        clock.on_event(session, case, Event.INFORMED, now)
