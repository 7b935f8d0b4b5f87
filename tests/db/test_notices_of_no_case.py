"""What is told about no case at all finds its place in a database that was migrated."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from cases import staff_notices
from cases.deadlines.models import Deadline
from cases.deadlines.rules import RULES
from cases.staff_notices import Notice, StaffNotice
from db.session import write_scope
from tests import databases
from tests.builders import NOW


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database made by the migrations, as that of the service is."""
    with databases.migrated(request.param, tmp_path) as engine:
        yield engine


def test_the_auditors_are_told_that_the_audit_chain_is_broken(engine: Engine) -> None:
    with write_scope(engine) as session:
        staff_notices.alarm(session, Notice.CHAIN_BROKEN, NOW, about="7")
        told = session.scalars(select(StaffNotice)).one()
        assert (told.what, told.case_id) == (Notice.CHAIN_BROKEN, None)


def test_a_deadline_without_a_case_is_refused(engine: Engine) -> None:
    today = NOW.date()
    with pytest.raises(IntegrityError), write_scope(engine) as session:
        session.add(Deadline(rule=RULES[0].id, round=0, started_on=today, due_on=today, provisional=False))
        session.flush()
