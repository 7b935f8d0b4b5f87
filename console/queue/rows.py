"""What a list shows of a case: of an open one how its citizen begins, of a confidential one nothing that was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.likeness.alike import texts_of
from cases.models import Case
from cases.recusal import attestations
from cases.staff.models import Staff
from console.queue.due import Due, due
from console.visit import Visit

BEGINNING = 32  # characters


@dataclass(frozen=True)
class Row:
    """A case in a list; `for_many` when it can be taken together with others."""

    case: Case
    words: str
    due: Due | None
    holder: str
    mine: bool
    for_many: bool


def rows(session: Session, visit: Visit, cases: Sequence[Case]) -> list[Row]:
    """Each in its order; five queries at most, however many cases."""
    words, names = _beginnings(session, visit, cases), _holders(session, cases)
    me = visit.officer.staff_id
    return [
        Row(
            case,
            words.get(case.id, ""),
            due(case, visit.now, visit.say),
            names.get(case.holder_id or 0, ""),
            case.holder_id == me,
            not case.confidential and case.closed_at is None,
        )
        for case in cases
    ]


def _beginnings(session: Session, visit: Visit, cases: Sequence[Case]) -> dict[int, str]:
    """Who handles cases sees no words before they have attested (INV-R2)."""
    clear = [case.id for case in cases if not case.confidential]
    shown = attestations.not_owed(session, visit.officer, clear)
    closed = dict.fromkeys(set(clear).difference(shown), visit.say("console.queue.closed"))
    return closed | {case_id: _beginning(text) for case_id, text in texts_of(session, shown).items()}


def _beginning(text: str) -> str:
    words = " ".join(text[: 2 * BEGINNING].split())
    return words if len(words) <= BEGINNING else f"{words[:BEGINNING]}…"


def _holders(session: Session, cases: Sequence[Case]) -> dict[int, str]:
    wanted = {case.holder_id for case in cases if case.holder_id}
    found = session.execute(select(Staff.id, Staff.display_name).where(Staff.id.in_(wanted)))
    return dict(found.tuples().all())
