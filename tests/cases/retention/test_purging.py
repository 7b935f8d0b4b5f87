"""What is due goes for good, and only that."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, Table, select
from sqlalchemy.orm import Session

from cases import history
from cases.audit import chain
from cases.audit import log as audit
from cases.audit.models import AuditEntry
from cases.history import What
from cases.kinds import Kind, State
from cases.models import Base, Case, CaseEvent, Message
from cases.retention import erasure, expiry
from cases.retention.models import LegalHold
from cases.retention.purging import Purge, Purged
from cases.staff.models import Staff
from cases.transitions import Move
from db.session import read_scope, write_scope
from tests.builders import DAY, NOW, make_case
from tests.ended_cases import PERIODS, away, ended

LATER = NOW + 90 * DAY
OWN = {"cases", *erasure.REGISTER}
TOUCHING_CASES = [table for table in Base.metadata.sorted_tables if erasure._parents(table) & {"cases"}]
Run = Callable[..., Purged]


@pytest.fixture
def run(engine: Engine, tmp_path: Path) -> Run:
    """The nightly purge."""

    def purge(now: datetime = LATER) -> Purged:
        folder = tmp_path / "attachments"
        folder.mkdir(exist_ok=True)
        return Purge(partial(read_scope, engine), partial(write_scope, engine), lambda: now, folder, PERIODS).run()

    return purge


def value(column: sa.Column[Any], case: Case, staff: Staff) -> Any:
    """Anything that may stand in this column."""
    owners = {key.column.table.name: key.column for key in column.foreign_keys}
    if owners:
        return {"cases": case.id, "staff": staff.id}.get(next(iter(owners)))
    if isinstance(column.type, sa.Enum):
        return next(iter(column.type.python_type))
    if isinstance(column.type, sa.JSON):
        return []
    made = {datetime: NOW, date: NOW.date(), int: 1, bool: False, bytes: b"x", str: f"{case.number}"}
    return made[getattr(column.type, "impl_instance", column.type).python_type]


def fill(session: Session, table: Table, case: Case, staff: Staff) -> None:
    """A row of this case, whatever the table is for."""
    wanted = [column for column in table.columns if not column.nullable or column.foreign_keys]
    wanted = [column for column in wanted if column is not table.autoincrement_column or column.foreign_keys]
    session.execute(sa.delete(table))
    session.execute(sa.insert(table).values({column.name: value(column, case, staff) for column in wanted}))


def filled(session: Session, case: Case) -> None:
    """With a row in every table that refers to cases."""
    staff = Staff(name="handler", display_name="王丽", created_at=NOW)
    session.add(staff)
    session.flush()
    for table in TOUCHING_CASES:
        if table.name not in OWN:
            fill(session, table, case, staff)


def test_every_table_that_refers_to_a_case_is_emptied_but_the_register(engine: Engine, run: Run) -> None:
    with write_scope(engine) as session:
        case = ended(session)
        filled(session, case)
    assert run().gone == [case.number]
    with read_scope(engine) as session:
        assert erasure.leftovers(session, case.id, whole=True) == []
        assert session.get_one(Case, case.id).state is State.PURGED


def test_the_words_of_the_history_go_and_its_lines_stay(engine: Engine, run: Run) -> None:
    with write_scope(engine) as session:
        case = ended(session)
        history.record(session, case, What.SUBMITTED, "c", NOW, reason="李某的路灯已装")
        lines = len(session.scalars(select(CaseEvent)).all())
    run()
    with read_scope(engine) as session:
        events = session.scalars(select(CaseEvent).order_by(CaseEvent.id)).all()
        assert [event.reason for event in events] == [None] * lines + ["period"]
        assert events[-1].what == Move.PURGE


def test_files_are_overwritten_and_gone_with_their_copies(engine: Engine, run: Run, tmp_path: Path) -> None:
    with write_scope(engine) as session:
        filled(session, ended(session))
        (name,) = erasure.file_names(session, session.scalars(select(Case)).one())
    folder = tmp_path / "attachments"
    folder.mkdir()
    stored, copy, other = folder / name, folder / f"{name}.clean", folder / "another"
    for path in (stored, copy, other):
        path.write_bytes(b"evidence" * 1000)
    (tmp_path / "same bytes").hardlink_to(stored)
    run()
    assert list(folder.iterdir()) == [other]
    assert b"evidence" not in (tmp_path / "same bytes").read_bytes()


def test_after_a_handover_the_body_goes_and_the_case_goes_on(engine: Engine, run: Run) -> None:
    with write_scope(engine) as session:
        case = away(session)
        filled(session, case)
        kept = session.scalar(select(sa.func.count()).select_from(Base.metadata.tables["identities"]))
    run()
    with read_scope(engine) as session:
        assert session.get_one(Case, case.id).state is State.HANDED_OVER
        assert session.scalars(select(Message)).all() == []
        assert session.scalar(select(sa.func.count()).select_from(Base.metadata.tables["identities"])) == kept
        assert history.last(session, case, What.BODY_PURGED)
    assert run().gone == []


def test_a_purge_leaves_attempt_outcome_and_check_in_the_audit_log(engine: Engine, run: Run) -> None:
    with write_scope(engine) as session:
        number = ended(session).number
    run()
    with read_scope(engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [(e.action, e.outcome, e.case_number, e.actor) for e in entries] == [
            ("purge", None, number, "system"),
            ("purge", "done", number, "system"),
            ("purge_check", "done", number, "system"),
        ]
        assert chain.verify(session).holds


def test_a_case_held_after_it_was_listed_is_left_alone(
    engine: Engine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with write_scope(engine) as session:
        case = ended(session)
        session.add(LegalHold(case_id=case.id, basis="调卷", placed_by="组长", placed_at=NOW))
    monkeypatch.setattr(expiry, "due", lambda session, *_: [(session.get_one(Case, case.id), None)])
    assert run().kept == [case.number]
    with read_scope(engine) as session:
        assert session.get_one(Case, case.id).state is State.ARCHIVED
        assert session.scalars(select(Message)).all() != []
        assert [e.outcome for e in session.scalars(select(AuditEntry).order_by(AuditEntry.id))] == [None, "refused"]


def test_a_crash_takes_everything_back_and_is_seen(engine: Engine, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with write_scope(engine) as session:
        case = ended(session)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(erasure, "leftovers", killed)
        patched.setattr(audit, "outcome", killed)
        run()
    with read_scope(engine) as session:
        assert session.get_one(Case, case.id).state is State.ARCHIVED
        assert session.scalars(select(Message)).all() != []
        assert len(audit.unfinished(session)) == 1
    assert run().gone == [case.number]


def test_what_is_not_due_is_not_touched(engine: Engine, run: Run) -> None:
    with write_scope(engine) as session:
        make_case(session)
        make_case(session, kind=Kind.TIP_OFF)
        ended(session, ending=State.NOT_ACCEPTED)
    assert run() == Purged()
    with read_scope(engine) as session:
        assert len(session.scalars(select(Message)).all()) == 3


def test_what_would_not_go_is_told(engine: Engine, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with write_scope(engine) as session:
        number = ended(session).number
    monkeypatch.setattr(erasure, "remove_files", lambda *_: ["a file on a disk that was taken out"])
    assert run().left_over == [number]
    with read_scope(engine) as session:
        assert session.scalars(select(AuditEntry.outcome).order_by(AuditEntry.id.desc())).first() == "failed"
