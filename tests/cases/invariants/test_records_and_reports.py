"""INV-C10 to C13 of domain.md 2.8: records that nobody changes, looks that are logged, counts and prints."""

from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.orm import Session

from cases.audit.models import AuditEntry
from cases.kinds import Kind, Role
from cases.models import CaseEvent
from cases.reports import counting, daily, monthly, periods, publishing, weekly, workbook
from cases.reports.cells import Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.staff.officer import Officer
from cases.times import local_date
from db.session import read_scope
from tests.builders import NOW, make_case
from tests.cases.invariants import citizens, officers
from tests.cases.invariants.world import World, step
from tests.teams import make_team

SAID = "云雀村的翠鸟收红包"
STEPS, ALL = 25, officers.REFUSALS


def lived(engine: Engine, seed: int) -> World:
    world = World(engine, Random(seed))
    world.meet()
    step(world, citizens.submits, officers.REFUSALS)
    return world


def lines(engine: Engine) -> list[tuple]:
    with read_scope(engine) as session:
        rows = session.execute(select(CaseEvent.__table__).order_by(CaseEvent.id)).all()
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("seed", [1, 2])
def test_inv_c10_no_line_of_a_history_is_ever_changed_or_taken_out(engine: Engine, seed: int) -> None:
    world = lived(engine, seed)
    before: list[tuple] = []
    for _ in range(STEPS):
        step(world, world.chance.choice((*citizens.ACTS, *officers.ACTS)) if world.told else citizens.submits, ALL)
        now = lines(engine)
        assert now[: len(before)] == before
        before = now
    assert before


@pytest.mark.parametrize("change", [delete(AuditEntry), update(AuditEntry).values(actor="x")])
def test_inv_c10_and_the_database_itself_keeps_the_audit_log(engine: Engine, change) -> None:
    world = lived(engine, 3)
    step(world, officers.tries_any_move, ALL)
    with pytest.raises((DatabaseError, SQLAlchemyError)), Session(engine) as session:
        session.execute(change)
        session.commit()


def test_inv_c11_every_attempt_of_staff_has_who_when_which_and_what_also_when_it_is_refused(engine: Engine) -> None:
    world, tried = lived(engine, 4), 0
    for _ in range(10):
        step(world, officers.tries_any_move, ALL)
        tried += 1
    with read_scope(engine) as session:
        attempts = session.scalars(select(AuditEntry).where(AuditEntry.outcome.is_(None))).all()
    assert len(attempts) == tried
    assert all(entry.actor and entry.at and entry.case_number and entry.action for entry in attempts)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_inv_c12_no_published_cell_is_below_three(rows: list[tuple[int, int]]) -> None:
    columns = (Column.RECEIVED, Column.OPEN)
    sheet = Sheet(Title.MONTHLY_SECTIONS, columns, tuple(rows), totals=tuple(map(sum, zip(*rows, strict=True))))
    report = Report(periods.month(local_date(NOW)), NOW, (sheet,))
    [shown] = publishing.published(report).sheets
    cells = [cell for row in (*shown.rows, shown.totals or ()) for cell in row]
    assert all(cell >= 3 for cell in cells if isinstance(cell, int))
    assert {cell for cell in cells if not isinstance(cell, int)} <= {Words.FEW, Words.WITHHELD}


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.TRIAGE_OFFICER])
@pytest.mark.parametrize("kind", list(Kind))
def test_inv_c13_no_report_has_words_of_a_case(session: Session, tmp_path: Path, kind: Kind, role: Role) -> None:
    officer = make_team(session)[role]
    make_case(session, SAID, kind)
    for number, report in enumerate(reports(session, officer)):
        file = tmp_path / f"{number}.xlsx"
        workbook.write(report, file)
        with ZipFile(file) as parts:
            written = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
        assert "xml" in written
        assert not [word for word in (SAID, "云雀", "翠鸟", "红包") if word in written]


def reports(session: Session, officer: Officer) -> list[Report]:
    edition, day = counting.edition(officer, published=False), local_date(NOW)
    made = [
        daily.make(session, periods.day(day), edition, "zhenan-2018", NOW),
        weekly.make(session, periods.week(day), edition, "zhenan-2018", NOW),
        monthly.make(session, periods.month(day), edition, ["三(三)"], ["海城街道"], NOW),
    ]
    return [*made, *map(publishing.published, made)]
