"""A look at what would be entered, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.draft_body import DraftBody
from cases.likeness.alike import Alike, alike_to
from cases.recusal import matching
from cases.routing.rules import Route, matter_of, route
from cases.routing.team import with_team
from cases.sealing import readers
from console.visit import Visit

MOST_ALIKE = 5


@dataclass(frozen=True)
class Looked:
    """What it would become: without a `way` it is sealed; `near` are open cases that say nearly the same."""

    way: Route | None
    near: Sequence[Alike] = ()


def look(visit: Visit, body: DraftBody) -> Looked:
    """HandOffOnly where nobody may read it; what is sealed is compared with nothing."""
    with visit.office.read() as session:
        known, matter = with_team(session, visit.office.casework.jurisdiction()), matter_of(body)
        way = route(matter, known)
        if matter.kind.sealed or way.queue.sealed:
            readers.readers_of(session, way.queue, matching.search(session, known, body, way.queue).ids)
            return Looked(None)
        return Looked(way, alike_to(session, visit.officer, matter.text, MOST_ALIKE))
