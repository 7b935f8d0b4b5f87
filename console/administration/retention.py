"""What is kept how long, what is to go, what must not go yet: the auditor's, who names cases and opens none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from cases.audit.deeds import Action
from cases.kinds import State
from cases.models import Case
from cases.retention import expiry
from cases.retention.expiry import Expiry
from cases.retention.models import LegalHold
from cases.retention.periods import OTHERWISE, Periods
from cases.times import local_date
from console.administration.areas import RETENTION, ROLES
from console.administration.service import upkeep_of
from console.once import once
from console.refused import BadField
from console.visit import Route, Visit
from db.session import UNREACHABLE

MOST_SHOWN = 200


@dataclass(frozen=True)
class Held:
    """A case that is not purged; what asks for it stands in the case."""

    number: str
    by: str
    since: date
    until: date | None


def retention(visit: Visit) -> Response:
    """Everything, and the button that purges what is due."""
    upkeep = upkeep_of(visit)
    with visit.watch(Action.VIEW, subject="retention dry-run"), visit.office.read() as session:
        due = [(case.number, end) for case, end in expiry.due(session, upkeep.periods(), visit.now)]
        held = _held(session, local_date(visit.now))
    rows, handover = _periods(visit, upkeep.periods()), upkeep.periods().handover
    shown: dict[str, Any] = {
        "due": due[:MOST_SHOWN],
        "count": len(due),
        "held": held,
        "periods": rows,
        "handover": handover,
    }
    return visit.page("administration_retention.html", what_of=_what_of(visit), **shown)


def purge(visit: Visit) -> Response:
    """All that is due now; how many were on the page has to be typed, for nothing comes back."""
    upkeep = upkeep_of(visit)
    with visit.office.read() as session:
        count = sum(1 for _ in expiry.due(session, upkeep.periods(), visit.now))
    if visit.field("count") != str(count):
        raise BadField(visit.say("console.administration.retention_of.count_differs", count=count))
    try:
        purged = upkeep.purge(visit.officer.name)
    except UNREACHABLE:  # each case is gone by itself: it must not be said that nothing was changed
        return visit.to(RETENTION, visit.say("console.administration.retention_of.cut_short"))
    said = [visit.say("retention.purged", gone=len(purged.gone), kept=len(purged.kept))]
    said += [visit.say("retention.left_over", number=number) for number in purged.left_over]
    return visit.to(RETENTION, " ".join(said))


def _held(session: Session, today: date) -> Sequence[Held]:
    wanted = select(LegalHold, Case.number).join(Case, Case.id == LegalHold.case_id)
    rows = session.execute(wanted.where(LegalHold.released_at.is_(None)).order_by(LegalHold.id)).tuples()
    found = [Held(number, hold.placed_by, local_date(hold.placed_at), hold.until) for hold, number in rows]
    return [held for held in found if held.until is None or held.until >= today]


def _periods(visit: Visit, periods: Periods) -> list[tuple[str, str, int]]:
    """Track, how it ended, days."""
    otherwise = visit.say("retention.otherwise")
    return [
        (track.label, otherwise if ending == OTHERWISE else State(ending).label, days)
        for track, by_ending in periods.tracks.items()
        for ending, days in by_ending.items()
    ]


def _what_of(visit: Visit) -> Callable[[Expiry], str]:
    def say(end: Expiry) -> str:
        return visit.say("retention.whole" if end.whole else "retention.body")

    return say


ROUTES = (
    Route("GET", RETENTION, retention, ROLES["retention"]),
    Route("POST", f"{RETENTION}/purge", once(RETENTION)(purge), ROLES["retention"]),
)
