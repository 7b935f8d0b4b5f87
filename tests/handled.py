"""A case taken through all hands at once, each step by whoever may do it: for trying the program out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cases import access, handling, holding, moves
from cases.at_rest import ServiceSecret
from cases.errors import IllegalMove
from cases.kinds import Role
from cases.models import Case
from cases.recusal import attestations
from cases.sealing import granting
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import Move

ENDS = (Move.COMPLETE, Move.REFER, Move.ANSWER)
PLAN = (
    Move.COMPLETE,
    Move.HAND_OVER,
    Move.SUBMIT,
    Move.CONTINUE,
    Move.START,
    Move.ASSIGN,
    Move.ACCEPT,
    Move.PROPOSE_ACCEPTANCE,
    Move.TRIAGE,
    Move.ANSWER,
)  # the farthest step first
SEALED_PLAN = (Move.REFER,)


def finish(
    session: Session,
    secret: ServiceSecret,
    team: Sequence[Officer],
    case: Case,
    now: datetime,
    reason: str,
    notice: str,
) -> None:
    """On to the end, or IllegalMove where nobody of the team can go on."""
    _share_key(session, team, case, now)
    while True:
        officer, move = _next(session, team, case)
        if move in ENDS:
            handling.close(session, secret, officer, case, now, reason=reason, notice=notice, move=move)
            return
        _step(session, team, officer, case, move, now, reason)


def _next(session: Session, team: Sequence[Officer], case: Case) -> tuple[Officer, Move]:
    for move in SEALED_PLAN if case.queue.sealed else PLAN:
        for officer in team:
            if move in moves.possible(session, officer, case):
                return officer, move
    raise IllegalMove


def _step(
    session: Session, team: Sequence[Officer], officer: Officer, case: Case, move: Move, now: datetime, reason: str
) -> None:
    if move is Move.ASSIGN:
        handler = next(member for member in team if member.has(Role.HANDLER))
        holding.assign(session, officer, case, handler, now)
        attestations.attest(session, handler, case, now)
    else:
        moves.make(session, officer, case, move, now, reason=reason)


def _share_key(session: Session, team: Sequence[Officer], case: Case, now: datetime) -> None:
    """Of what is not for named readers alone, the reviewer gets the key from the leader."""
    leader = next((member for member in team if member.has(Role.TEAM_LEADER)), None)
    if leader is None or case.queue.sealed or not access.sees(session, leader, case):
        return
    for member in team:
        if member.has(Role.REVIEWER):
            granting.grant(session, leader, case, session.get_one(Staff, member.staff_id), now)
