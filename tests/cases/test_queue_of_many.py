"""With twenty thousand cases every list is right, and none of them sorts or reads them all."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from bench.case_generator import NOW, fill
from bench.queue_million import SAVED
from cases import access, queries, search
from cases.kinds import Kind, Role, State
from cases.models import Case
from cases.queries import PAGE, After, Filters, Sort, View
from cases.staff.officer import Officer
from cases.times import local_date
from db.session import read_scope
from tests import databases

MANY = 20_000
LEADER = Role.TEAM_LEADER
FINISHED = {
    State.DUPLICATE_MERGED,
    State.FEEDBACK_GIVEN,
    State.NOT_ACCEPTED,
    State.RATED,
    State.REFERRED,
    State.TERMINATED,
    State.WITHDRAWN,
}


@pytest.fixture(scope="module", params=databases.KINDS)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Officer]]:
    for engine in databases.opened(request.param, tmp_path_factory.mktemp("many")):
        officers = fill(engine, MANY)
        yield engine, next(officer for officer in officers if officer.has(LEADER))


def wanted(filters: Filters, officer: Officer, case: Case) -> bool:
    """The same conditions once more, slow and obvious."""
    today = local_date(NOW)
    views = {
        None: True,
        View.MINE: case.holder_id == officer.staff_id,
        View.UNCLAIMED: case.closed_at is None and case.holder_id is None,
        View.DUE_SOON: case.due_on is not None and today <= case.due_on <= today + timedelta(days=3),
        View.OVERDUE: case.due_on is not None and case.due_on < today,
        View.SEALED: case.closed_at is None and case.confidential,
        View.URGENT: case.closed_at is None and case.urgent,
        View.QUALITY: case.quality_since is not None,
        View.TO_ARCHIVE: archivable(case),
    }
    names = ("kind", "state", "queue", "section", "subdistrict")
    exact = all(getattr(filters, name) in (None, getattr(case, name)) for name in names)
    is_open = filters.is_open is None or filters.is_open == (case.closed_at is None)
    return views[filters.view] and exact and is_open


def archivable(case: Case) -> bool:
    """Ended and not archived; a tip-off or an appeal also without feedback, for here nobody has a real name."""
    sealed_kind = case.kind in (Kind.TIP_OFF, Kind.APPEAL)
    return case.state in FINISHED or (case.state is State.COMPLETED and sealed_kind)


def in_order(cases: list[Case], sort: Sort) -> list[int]:
    if sort is Sort.RECEIVED:
        return [case.id for case in sorted(cases, key=lambda case: (case.received_at, case.id), reverse=True)]
    last = local_date(NOW) + timedelta(days=10_000)
    return [case.id for case in sorted(cases, key=lambda case: (case.due_on or last, case.id))]


@pytest.mark.parametrize("sort", list(Sort))
def test_each_list_has_the_right_cases_in_the_right_order_page_after_page(
    filled: tuple[Engine, Officer], sort: Sort
) -> None:
    engine, officer = filled
    with read_scope(engine) as session:
        visible = session.scalars(select(Case).where(access.visible_to(officer))).all()
        for name, filters in SAVED.items():
            expected = in_order([case for case in visible if wanted(filters, officer, case)], sort)
            assert pages(session, officer, filters, sort) == expected[: 3 * PAGE], name
            assert queries.counted(session, officer, NOW, filters) == min(len(expected), 1000), name


def pages(session: Session, officer: Officer, filters: Filters, sort: Sort) -> list[int]:
    found, after = [], None
    for _ in range(3):
        page = queries.listed(session, officer, NOW, filters, sort, after)
        found += [case.id for case in page.cases]
        after = page.after
        if after is None:
            break
    return found


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("name", list(SAVED))
def test_each_list_walks_along_an_index(filled: tuple[Engine, Officer], name: str, sort: Sort) -> None:
    engine, officer = filled
    for after in (None, After(NOW if sort is Sort.RECEIVED else local_date(NOW), MANY // 2)):
        page = partial(queries.listed, officer=officer, now=NOW, filters=SAVED[name], sort=sort, after=after)
        for plan in plans(engine, page):
            assert "INDEX" in plan.upper(), plan
            assert not reads_all(plan), plan


@pytest.mark.parametrize("filters", [Filters(view=View.OVERDUE), Filters(due_on=local_date(NOW), kind=Kind.APPEAL)])
def test_what_has_no_day_is_not_looked_through_for_what_is_due(
    filled: tuple[Engine, Officer], filters: Filters
) -> None:
    engine, officer = filled
    page = partial(queries.listed, officer=officer, now=NOW, filters=filters, sort=Sort.DUE)
    assert len(plans(engine, page)) == 1


def test_a_search_uses_the_index_of_words(filled: tuple[Engine, Officer]) -> None:
    engine, officer = filled
    for plan in plans(engine, lambda session: search.found(session, officer, "东村口37号")):
        assert "case_words" in plan
        assert not reads_all(plan), plan


def reads_all(plan: str) -> bool:
    """Whether it reads the cases one by one without any index; a few thousand rows of an index may be sorted."""
    return any(
        line in plan for line in ("Seq Scan on cases", "Seq Scan on case_words", "SCAN cases\n", "SCAN case_words\n")
    )


def plans(engine: Engine, work: Callable[[Session], object]) -> list[str]:
    """How the database means to do it, a text for each statement."""
    asked: list[tuple[str, Any]] = []

    def keep(_connection: object, _cursor: object, statement: str, parameters: Any, *_about: object) -> None:
        asked.append((statement, parameters))

    with read_scope(engine) as session:
        session.connection()
        event.listen(engine, "before_cursor_execute", keep)
        work(session)
        event.remove(engine, "before_cursor_execute", keep)
        explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
        found = [session.connection().exec_driver_sql(f"{explain} {one}", args).all() for one, args in asked]
    return ["\n".join(str(row[-1]) for row in rows) + "\n" for rows in found]
