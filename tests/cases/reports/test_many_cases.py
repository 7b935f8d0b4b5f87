"""However many cases there are, a report keeps few of them, and counts them in any portions the same."""

import weakref
from collections.abc import Sequence
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cases.kinds import State
from cases.reports import counting, making, periods, stories, tables
from cases.reports.cells import Cell, Mean, Most, Rate, added
from cases.reports.columns import Words
from cases.reports.making import About, Which
from tests.histories import MONDAY, at, make_history, owe
from tests.ledgers import BULLETIN

WEEK, ALL = periods.week(MONDAY), counting.Edition(sa.true(), sa.true())
ABOUT = About(BULLETIN, ["三(三)"], ["海城街道"])


@pytest.fixture
def session(session: Session) -> Session:
    """Thirteen cases, no two of the same days."""
    for day in range(13):
        case = make_history(session, day - 6, (day - 5, State.TRIAGED), (day, State.COMPLETED))
        owe(session, case, day - 2, day if day % 2 else None)
    return session


@pytest.mark.parametrize("which", Which)
def test_a_report_is_the_same_whatever_is_read_at_once(session: Session, which: Which) -> None:
    whole = making.make(session, which, MONDAY, ALL, ABOUT, at(6))
    with patch.object(stories, "BATCH", 3):
        assert making.make(session, which, MONDAY, ALL, ABOUT, at(6)) == whole


def test_no_more_than_one_portion_of_the_cases_is_kept(session: Session) -> None:
    kept, most = weakref.WeakSet[stories.Story](), []

    class Watching:
        def count(self, some: Sequence[stories.Story]) -> None:
            kept.update(some)
            most.append(len(kept))

    with patch.object(stories, "BATCH", 3):
        tables.read(session, WEEK, sa.true(), Watching())
    assert (len(most), max(most)) == (5, 3)


CELLS = st.one_of(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    *[st.tuples(*[st.builds(sort, st.integers(0, 9), st.integers(0, 9))] * 3) for sort in (Rate, Mean, Most)],
)


@given(CELLS)
def test_the_order_in_which_cells_are_added_does_not_matter(cells: tuple[Cell, Cell, Cell]) -> None:
    one, two, three = cells
    assert added(added(one, two), three) == added(one, added(two, three)) == added(three, added(two, one))


def test_what_is_no_number_stays_what_it_is() -> None:
    assert added(Words.NOT_RECORDED, Words.NOT_RECORDED) is Words.NOT_RECORDED
