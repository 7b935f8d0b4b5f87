"""Searching open cases by words, newest first; what an officer may not know of is not found (domain.md 2.7, 2.8)."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from cases import access
from cases.models import Case
from cases.queries import PAGE, After, Page
from cases.search_index import SLICE, SLICED, CaseWords
from cases.search_terms import TooShort, asked
from cases.staff.officer import Officer

FTS = sa.table("case_words_fts", sa.column("rowid", sa.Integer))
NEWEST = (2, 8)  # slices that are looked into by themselves

Matching = Select[tuple[Case]]


def found(session: Session, officer: Officer, words: str, after: After | None = None) -> Page:
    """A page of the cases in which all these words stand; TooShort for less than two characters in a row."""
    cases: list[Case] = []
    for matching in _newest_first(session, asked(words), after.id if after else None):
        wanted = matching.where(access.visible_to(officer), ~access.confidential())
        cases += session.scalars(wanted.limit(PAGE - len(cases))).all()
        if len(cases) == PAGE:
            return Page(cases, After(None, cases[-1].id))
    return Page(cases, None)


def naming(session: Session, words: str) -> Select[tuple[int]] | None:
    """The ids of all cases with these words, whoever may know of them; None for words too short to be looked up."""
    try:
        terms = asked(words)
    except TooShort:
        return None
    matching = _of_postgresql(terms) if _is_postgresql(session) else _of_sqlite(terms)
    return matching.with_only_columns(Case.id)


def _newest_first(session: Session, terms: list[str], before: int | None) -> Iterator[Matching]:
    """One walk on SQLite; PostgreSQL sorts all that it finds, and so looks for what is new by itself first."""
    if _is_postgresql(session):
        yield from _stretches(session, terms, before)
    else:
        matching = _of_sqlite(terms).order_by(FTS.c.rowid.desc())
        yield matching if before is None else matching.where(FTS.c.rowid < before)


def _stretches(session: Session, terms: list[str], before: int | None) -> Iterator[Matching]:
    """Frequent words fill a page from the newest slices; of what is not in those there is little."""
    case_id = CaseWords.__table__.c.case_id
    last_first = (case_id + 0).desc()  # a walk along the key itself would read every case on the way
    if before is None:
        before = 1 + (session.scalar(sa.select(sa.func.max(case_id))) or 0)
    behind = (before - 1) // SLICE + 1
    for count in NEWEST:
        slices = range(max(0, behind - count), behind)
        if not slices:
            return
        newest = _of_postgresql(terms, slices)
        yield newest.where(case_id < before).order_by(last_first)
        behind = slices.start
        if not session.scalar(sa.select(newest.exists())):
            break  # rare words: many slices would cost more than all at once
    if behind:
        yield _of_postgresql(terms).where(case_id < behind * SLICE).order_by(last_first)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _of_sqlite(terms: list[str]) -> Matching:
    all_of = sa.literal_column("case_words_fts").op("MATCH")(" ".join(f'"{term}"' for term in terms))
    return sa.select(Case).join_from(FTS, Case, Case.id == FTS.c.rowid).where(all_of)


def _of_postgresql(terms: list[str], slices: range | None = None) -> Matching:
    asked_for = " & ".join(terms)
    if slices:
        asked_for += f" & ({' | '.join(f"'#{one}'" for one in slices)})"
    all_of = sa.literal_column(SLICED).op("@@")(sa.cast(asked_for, TSQUERY))
    return sa.select(Case).join(CaseWords, CaseWords.case_id == Case.id).where(all_of)
