"""Open cases of these days that say nearly the same: a common trouble, or a campaign."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases.likeness.campaigns import WITHIN, campaigns
from console.menu import CASEWORK
from console.queue.listing import note_look
from console.queue.rows import Row, rows
from console.visit import Route, Visit

SHOWN = 20  # of each group; a campaign may have thousands


@dataclass(frozen=True)
class Group:
    """How many they are, and the first of them."""

    count: int
    rows: list[Row]


def show(visit: Visit) -> Response:
    """The groups, the largest first."""
    note_look(visit, "campaigns")
    with visit.office.read() as session:
        groups = _groups(session, visit)
    return visit.page("campaigns.html", groups=groups, days=WITHIN.days)


def _groups(session: Session, visit: Visit) -> list[Group]:
    found = campaigns(session, visit.officer, visit.now)
    shown = rows(session, visit, [case for group in found for case in group.cases[:SHOWN]])
    by_case = {row.case.id: row for row in shown}
    return [Group(len(group.cases), [by_case[case.id] for case in group.cases[:SHOWN]]) for group in found]


ROUTES = (Route("GET", "/campaigns", show, CASEWORK),)
