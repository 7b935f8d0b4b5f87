"""Which open cases say nearly the same as a text or a case; sealed ones are never compared by the program."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases import access
from cases.kinds import Kind
from cases.likeness import sketches
from cases.likeness.shingles import likeness, shingles, sketch
from cases.models import Case, Message
from cases.staff.officer import Officer

ALIKE = 0.3  # perhaps the same in other words, for an officer to look at
THE_SAME = 0.5  # sure enough to say so: strangers who share two stock phrases seldom reach it
COMPARED = 100
TOLD_KINDS = (Kind.SUGGESTION, Kind.COMPLAINT, Kind.PRAISE)  # what citizens may hear of from one another


class Alike(NamedTuple):
    """A case, and how much it has in common with what was asked about: 0 to 1."""

    case: Case
    likeness: float


def alike(session: Session, officer: Officer, case: Case, limit: int = 10) -> list[Alike]:
    """The open cases most like this one that the officer may know of, the likest first."""
    access.require(session, officer, case)
    text = "" if case.confidential else texts_of(session, [case.id]).get(case.id, "")
    return [one for one in alike_to(session, officer, text, limit + 1) if one.case.id != case.id][:limit]


def alike_to(session: Session, officer: Officer, text: str, limit: int = 10) -> list[Alike]:
    """The same for words that are no case yet."""
    near = _near(session, text, ALIKE)
    rows = session.scalars(select(Case).where(Case.id.in_(near), access.visible_to(officer)))
    found = [Alike(row, near[row.id]) for row in rows if not row.confidential]
    return sorted(found, key=lambda one: (-one.likeness, -one.case.id))[:limit]


def ids_like(session: Session, text: str) -> Sequence[int]:
    """The cases that say something like it and that a citizen may hear of, the likest first."""
    near = _near(session, text, THE_SAME)
    told = Case.id.in_(near) & Case.kind.in_(TOLD_KINDS) & ~access.confidential()
    return sorted(session.scalars(select(Case.id).where(told)), key=lambda case_id: (-near[case_id], -case_id))


def texts_of(session: Session, case_ids: Iterable[int]) -> dict[int, str]:
    """What the citizens of these open cases said first."""
    ids = list(case_ids)
    first = select(func.min(Message.id)).where(Message.case_id.in_(ids)).group_by(Message.case_id)
    rows = session.execute(select(Message.case_id, Message.content).where(Message.id.in_(first)))
    return {case_id: content.decode("utf-8", "replace") for case_id, content in rows}


def _near(session: Session, text: str, least: float) -> dict[int, float]:
    said = shingles(text)
    texts = texts_of(session, sketches.meeting(session, sketch(said), COMPARED))
    shares = {case_id: likeness(said, shingles(other)) for case_id, other in texts.items()}
    return {case_id: share for case_id, share in shares.items() if share >= least}
