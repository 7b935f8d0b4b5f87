"""INV-C10 of domain.md 2.8: the database itself lets no line of a history be changed, only sealed or erased."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cases import history
from cases.history import What
from cases.kinds import Kind
from cases.models import CaseEvent
from cases.times import to_the_day
from db.migrate import downgrade, upgrade
from db.session import write_scope
from tests import databases
from tests.builders import NOW, make_bare_case, make_case


@pytest.fixture(params=databases.KINDS)
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database made by the migrations, as that of the service is."""
    with databases.migrated(request.param, tmp_path) as engine:
        yield engine


def noted(session: Session) -> int:
    """A case with one line, that says why something was done."""
    case = make_bare_case(session, Kind.COMPLAINT)
    history.record(session, case, What.SPLIT, "wangli", NOW, old="1", new="2", reason="两件事")
    return case.id


CHANGES = {
    "who": update(CaseEvent).values(actor="zhangsan"),
    "what": update(CaseEvent).values(what="rated"),
    "later": update(CaseEvent).values(at=NOW + timedelta(seconds=1)),
    "another day": update(CaseEvent).values(at=NOW - timedelta(days=1)),
    "before": update(CaseEvent).values(old="3"),
    "after": update(CaseEvent).values(new="3"),
    "why": update(CaseEvent).values(reason="另有原因"),
    "another case": update(CaseEvent).values(case_id=CaseEvent.case_id + 1),
    "away": delete(CaseEvent),
}


def refused(engine: Engine, changes: dict) -> list[str]:
    """Those of the changes that the database did not let through."""
    found = []
    for name, change in changes.items():
        try:
            with write_scope(engine) as session:
                session.execute(change)
        except DBAPIError:
            found.append(name)
    return found


def test_inv_c10_no_line_is_changed_or_taken_out(engine: Engine) -> None:
    with write_scope(engine) as session:
        noted(session)
        make_bare_case(session)
    assert refused(engine, CHANGES) == list(CHANGES)


def test_inv_c10_nor_in_a_database_that_was_migrated(migrated: Engine) -> None:
    with write_scope(migrated) as session:
        noted(session)
        make_bare_case(session)
    assert refused(migrated, CHANGES) == list(CHANGES)
    downgrade(migrated, "0010")
    assert refused(migrated, {"who": CHANGES["who"]}) == []
    upgrade(migrated)
    assert refused(migrated, {"why": CHANGES["why"], "away": CHANGES["away"]}) == ["why", "away"]


def test_a_sealed_reason_is_exchanged_for_no_other(engine: Engine) -> None:
    with write_scope(engine) as session:
        case = make_case(session, "某科长收了红包", Kind.TIP_OFF)
        history.record(session, case, What.NOTED, "wangli", NOW, reason="先核实地点")
    sealed = update(CaseEvent).where(CaseEvent.sealed_reason.is_not(None))
    assert refused(engine, {"why": sealed.values(sealed_reason=b"x"), "reason": sealed.values(reason="x")}) == [
        "why",
        "reason",
    ]


def test_the_words_of_a_line_may_be_erased_and_its_time_be_coarsened(engine: Engine) -> None:
    with write_scope(engine) as session:
        case_id = noted(session)
    with write_scope(engine) as session:
        session.execute(update(CaseEvent).values(at=to_the_day(NOW), old=None, new=None))
        session.execute(update(CaseEvent).where(CaseEvent.case_id == case_id).values(reason=None, sealed_reason=None))
        line = session.scalars(select(CaseEvent)).one()
        assert (line.actor, line.what, line.old, line.new, line.reason) == ("wangli", What.SPLIT, None, None, None)


def test_a_table_is_not_emptied_nor_a_line_replaced_behind_the_guards(engine: Engine) -> None:
    with write_scope(engine) as session:
        noted(session)
    behind = {
        "sqlite": "INSERT OR REPLACE INTO case_events (id, case_id, at, actor, what) "
        "SELECT id, case_id, at, 'x', what FROM case_events",
        "postgresql": "TRUNCATE case_events",
    }[engine.dialect.name]
    assert refused(engine, {"behind": text(behind)}) == ["behind"]
