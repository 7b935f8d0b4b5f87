"""Which items of the bulletin and which streets the open cases are about that an officer may know of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cases import access
from cases.models import Case
from cases.staff.officer import Officer

Column = InstrumentedAttribute[str | None]


def sections(session: Session, officer: Officer) -> Sequence[str]:
    """Labels of items."""
    return _in_use(session, officer, Case.section)


def streets(session: Session, officer: Officer) -> Sequence[str]:
    """Names of streets."""
    return _in_use(session, officer, Case.subdistrict)


def _in_use(session: Session, officer: Officer, column: Column) -> Sequence[str]:
    """From each value one look along the index to the next, for there are few values and many cases."""
    found = select(_next(officer, column, "").label("value")).cte("found", recursive=True)
    following = select(_next(officer, column, found.c.value)).select_from(found).where(found.c.value.is_not(None))
    every = found.union_all(following).c.value
    return session.scalars(select(every).where(every.is_not(None))).all()


def _next(officer: Officer, column: Column, before: Any) -> ScalarSelect[str | None]:
    wanted = select(column).where(Case.closed_at.is_(None), column > before, access.visible_to(officer))
    return wanted.order_by(column).limit(1).correlate_except(Case).scalar_subquery()
