"""What stands beside every list: how many each view has, and which items and streets there are to choose from."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases import queries, subjects
from cases.ledger.models import LedgerItem
from cases.models import CaseEvent
from cases.queries import View
from cases.staff.officer import Officer
from cases.times import local_date, to_the_hour
from console.queue.place import Place


@dataclass(frozen=True)
class Tally:
    """Of one officer; None is the view of all that is open, an item comes with its title."""

    counts: Mapping[View | None, int]
    due_today: int
    sections: Mapping[str, str]
    streets: Sequence[str]


class Tallies:
    """The latest of each officer: counted anew when a case has changed, for every change leaves a line, and hourly.

    On PostgreSQL a line may come to light behind one with a higher number; then the counts wait for the next line.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Hashable, Tally]] = {}

    def of(self, session: Session, officer: Officer, now: datetime) -> Tally:
        """As it is now."""
        last_change = session.scalar(select(func.max(CaseEvent.id)))
        state = (last_change, to_the_hour(now), officer.roles, officer.department)
        known = self._known.get(officer.staff_id)
        if known and known[0] == state:
            return known[1]
        tally = _counted(session, officer, now)
        self._known[officer.staff_id] = (state, tally)
        return tally


def _counted(session: Session, officer: Officer, now: datetime) -> Tally:
    places = {view: Place(view=view) for view in (None, *View)}
    wanted = [place.filters for place in (*places.values(), Place(due=local_date(now)))]
    *counts, due_today = queries.counted_each(session, officer, now, wanted)
    sections, streets = subjects.sections(session, officer), subjects.streets(session, officer)
    return Tally(dict(zip(places, counts, strict=True)), due_today, _titled(session, sections), streets)


def _titled(session: Session, sections: Sequence[str]) -> dict[str, str]:
    rows = session.execute(select(LedgerItem.section, LedgerItem.title).where(LedgerItem.section.in_(sections)))
    return dict.fromkeys(sections, "") | dict(rows.tuples().all())
