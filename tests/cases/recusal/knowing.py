"""What an officer can come to know of a case that was submitted."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases import access, holding, moves, submission
from cases.errors import NoSuchCase
from cases.kinds import Kind
from cases.models import Case
from cases.staff.officer import Officer
from cases.transitions import Move
from tests.builders import NOW, RECOVERY, SECRET, make_body, make_code, make_draft
from tests.cases.test_routing import OFFICE

PLAIN = "村口的路灯坏了很久，晚上看不见"


def submitted(session: Session, text: str, kind: Kind = Kind.SUGGESTION, **fields: object) -> Case:
    body = make_body(text, kind, **fields)
    draft = make_draft(session, body)
    return submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW, jurisdiction=OFFICE).case


def counted(session: Session, officer: Officer) -> int:
    return session.scalar(select(func.count(Case.id)).where(access.visible_to(officer))) or 0


def knows_nothing(session: Session, officer: Officer, case: Case) -> bool:
    """Not by opening, listing or counting, not by taking it in hand, and with the same words as for no case at all."""
    for way in (
        lambda: access.find(session, officer, case.number),
        lambda: access.find(session, officer, "00000000"),
        lambda: holding.claim(session, officer, case, NOW),
        lambda: moves.make(session, officer, case, Move.TRIAGE, NOW),
    ):
        with pytest.raises(NoSuchCase):
            way()
    return counted(session, officer) == 0 and moves.possible(session, officer, case) == []
