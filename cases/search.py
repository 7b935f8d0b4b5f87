"""Searching open cases by words, newest first; what an officer may not know of is not found (domain.md 2.7, 2.8)."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from cases import access
from cases.models import Case
from cases.queries import PAGE, After, Page
from cases.search_index import CaseWords
from cases.search_terms import TooShort, asked
from cases.staff.officer import Officer

FTS = sa.table("case_words_fts", sa.column("rowid", sa.Integer))


def found(session: Session, officer: Officer, words: str, after: After | None = None) -> Page:
    """A page of the cases in which all these words stand; TooShort for less than two characters in a row."""
    case_id, matching = _matching(session, asked(words))
    wanted = matching.where(access.visible_to(officer), ~access.confidential())
    if after:
        wanted = wanted.where(case_id < after.id)
    cases = session.scalars(wanted.order_by(case_id.desc()).limit(PAGE)).all()
    return Page(cases, After(None, cases[-1].id) if len(cases) == PAGE else None)


def naming(session: Session, words: str) -> Select[tuple[int]] | None:
    """The ids of all cases with these words, whoever may know of them; None for words too short to be looked up."""
    try:
        _, matching = _matching(session, asked(words))
    except TooShort:
        return None
    return matching.with_only_columns(Case.id)


def _matching(session: Session, terms: list[str]) -> tuple[ColumnElement[int], Select[tuple[Case]]]:
    if session.get_bind().dialect.name == "postgresql":
        all_of = CaseWords.words.op("@@")(sa.cast(" & ".join(terms), TSQUERY))
        return CaseWords.__table__.c.case_id, sa.select(Case).join(CaseWords, CaseWords.case_id == Case.id).where(
            all_of
        )
    all_of = sa.literal_column("case_words_fts").op("MATCH")(" ".join(f'"{term}"' for term in terms))
    return FTS.c.rowid, sa.select(Case).join_from(FTS, Case, Case.id == FTS.c.rowid).where(all_of)
