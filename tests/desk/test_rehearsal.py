"""What an officer is shown before they send it is what their own step writes, and nothing of anybody else."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases import content, outbox
from cases.kinds import Author, Role
from cases.models import Case
from cases.routing.jurisdiction import NOWHERE
from db.session import write_scope
from desk import one_step, rehearsal
from desk.step import Office
from tests import databases
from tests.builders import NOW, RECOVERY, SECRET, make_case, make_officer
from wording import Wording

OFFICE = Office(Wording.load(), SECRET, RECOVERY.public, lambda: NOWHERE, dict)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """PostgreSQL, where others write at the same time."""
    yield from databases.opened("postgresql", tmp_path)


def test_what_others_are_told_in_the_same_moment_is_not_shown(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with write_scope(engine) as session:
        clerk, case, other = make_officer(session, Role.INTAKE_CLERK), make_case(session), make_case(session)
    taken = one_step.take

    def take_beside_others(*step: object) -> str:
        with write_scope(engine) as session:
            outbox.put(session, SECRET, "web", "somebody", {"text": "您的回执码是 1234"}, NOW)
            content.store(session, session.get_one(Case, other.id), b"x", now=NOW, author=Author.STAFF)
        return taken(*step)  # type: ignore[arg-type]

    monkeypatch.setattr(one_step, "take", take_beside_others)
    asked = Namespace(do="reply", number=case.number, text="下周来装灯")
    with Session(engine) as session:
        told = rehearsal.rehearse(OFFICE, session, clerk, asked, NOW)
    assert told == rehearsal.Told((), ("下周来装灯",))
