"""A step as it was asked for, taken inside the caller's transaction: the same for the command and for the page."""

import argparse
from datetime import datetime

from sqlalchemy.orm import Session

from cases import access, moves, queries, upward
from cases.models import CaseEvent
from cases.staff.officer import Officer
from desk.errors import Overtaken
from desk.moves import word
from desk.step import Office, Step
from desk.verbs import VERBS, done

DECIDED_UPWARD = ("decide-recusal", "protected")  # about the leader, also in a case that is hidden otherwise


def take(office: Office, session: Session, officer: Officer, asked: argparse.Namespace, now: datetime) -> str:
    """Do `asked.do` to the case `asked.number`; what there is to say about it."""
    find = upward.find if asked.do in DECIDED_UPWARD else access.find
    case = find(session, officer, asked.number)
    said = VERBS[asked.do].do(Step(office, session, officer, case, asked, now))
    return said or done(asked.do, case, office.wording)


def instead(session: Session, officer: Officer, number: str) -> tuple[str, str]:
    """The state of the case, and what this officer can do with it now."""
    case = access.find(session, officer, number)
    can = [f"{word(move)}（{move.label}）" for move in moves.possible(session, officer, case)]
    return case.state.label, "、".join(can)


def require_unchanged(session: Session, officer: Officer, number: str, seen: int) -> None:
    """Overtaken when somebody else did something to the case since this officer saw its line `seen`."""
    if since(queries.file_of(session, officer, number), officer, seen):
        raise Overtaken


def since(file: queries.CaseFile, officer: Officer, seen: int) -> list[CaseEvent]:
    """What others did after that line."""
    return [line for line in file.events if line.id > seen and line.actor != officer.name]
