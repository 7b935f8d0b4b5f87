"""A team of officers, one a role, and cases that it has brought somewhere."""

from sqlalchemy.orm import Session

from cases import history, holding, moves
from cases.kinds import Kind, Role
from cases.models import Case
from cases.recusal import attestations
from cases.staff.officer import Officer
from cases.transitions import Move
from tests import handled
from tests.builders import NOW, SECRET, make_case, make_officer, make_readers

OTHERS = (Role.INTAKE_CLERK, Role.HANDLER, Role.REVIEWER)
NOTICE = "您有一条新消息"


def make_team(session: Session) -> dict[Role, Officer]:
    """One a role; the same ones when they are there already."""
    return make_readers(session) | {role: make_officer(session, role, name=f"is {role}") for role in OTHERS}


def close(session: Session, case: Case, reason: str = "已装灯", notice: str = NOTICE) -> None:
    """Bring the case to its end, each step by another of the team."""
    handled.finish(session, SECRET, list(make_team(session).values()), case, NOW, reason, notice)


def go(session: Session, case: Case, *steps: Move) -> None:
    """Make these moves, each by the first of the team who can."""
    for step in steps:
        officer = next(one for one in make_team(session).values() if step in moves.possible(session, one, case))
        moves.make(session, officer, case, step, NOW, reason="理由")


def attest(session: Session, officer: Officer, case: Case) -> Officer:
    """The officer, who has said that there is no conflict of interest."""
    attestations.attest(session, officer, case, NOW)
    return officer


def lines(session: Session, case: Case, *whats: Move) -> list[tuple[str | None, str | None, str]]:
    """Old state, new state and actor of the latest of these."""
    found = [history.last(session, case, what) for what in whats]
    return [(line.old, line.new, line.actor) for line in found if line]


def start(session: Session, kind: Kind = Kind.SUGGESTION) -> Case:
    """A case that its handler is working on."""
    case = make_case(session, kind=kind)
    go(session, case, Move.TRIAGE, Move.ACCEPT)
    team = make_team(session)
    holding.assign(session, team[Role.DEPUTY_LEADER], case, team[Role.HANDLER], NOW)
    attest(session, team[Role.HANDLER], case)
    go(session, case, Move.START)
    return case
