"""Groups of recent open cases that say nearly the same: a common trouble, or a campaign."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access
from cases.likeness.alike import THE_SAME, texts_of
from cases.likeness.shingles import likeness, shingles
from cases.likeness.sketches import CaseShingle
from cases.models import Case
from cases.staff.officer import Officer

WITHIN = timedelta(days=7)
AT_LEAST = 3
MOST_CASES = 5000
STEP = 500


class Campaign(NamedTuple):
    """Cases that belong together, oldest first; the first stands for all."""

    cases: Sequence[Case]


def campaigns(session: Session, officer: Officer, now: datetime, at_least: int = AT_LEAST) -> list[Campaign]:
    """The groups of the last seven days among what the officer may know of, the largest first."""
    recent = (Case.received_at > now - WITHIN) & ~access.confidential() & access.visible_to(officer)
    rows = session.scalars(select(Case).where(recent).order_by(Case.id.desc()).limit(MOST_CASES))
    cases = {case.id: case for case in rows}
    groups = _connected(_likely_pairs(session, list(cases)), _shingles(session, list(cases)))
    large = [group for group in groups if len(group) >= at_least]
    return [Campaign([cases[one] for one in sorted(group)]) for group in sorted(large, key=lambda g: (-len(g), min(g)))]


def _likely_pairs(session: Session, ids: list[int]) -> set[tuple[int, int]]:
    """Of the cases with the same hash each with the next: enough to connect them all, and never a square of them."""
    same: dict[int, list[int]] = {}
    for some in _steps(ids):
        rows = session.execute(select(CaseShingle.shingle, CaseShingle.case_id).where(CaseShingle.case_id.in_(some)))
        for shingle, case_id in rows:
            same.setdefault(shingle, []).append(case_id)
    return {pair for holders in same.values() for pair in pairwise(sorted(holders))}


def _shingles(session: Session, ids: list[int]) -> dict[int, frozenset[str]]:
    texts = {case_id: text for some in _steps(ids) for case_id, text in texts_of(session, some).items()}
    return {case_id: shingles(text) for case_id, text in texts.items()}


def _connected(pairs: set[tuple[int, int]], said: dict[int, frozenset[str]]) -> list[set[int]]:
    group_of = {case_id: {case_id} for case_id in said}
    for one, other in sorted(pairs):
        apart = one in said and other in said and group_of[one] is not group_of[other]
        if apart and likeness(said[one], said[other]) >= THE_SAME:
            group_of[one] |= group_of[other]
            group_of |= dict.fromkeys(group_of[other], group_of[one])
    return list({id(group): group for group in group_of.values()}.values())


def _steps(ids: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(ids), STEP):
        yield ids[at : at + STEP]
