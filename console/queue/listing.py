"""The page that staff work from all day: the saved views, a list, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import holding, queries, staff_notices
from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.kinds import Kind, Queue, Role, State
from cases.queries import Page, View
from cases.staff import accounts
from cases.staff.models import Staff
from cases.times import local_date
from console.ids import id_of
from console.menu import CASEWORK
from console.queue.place import LIST, Place, Which
from console.queue.rows import rows
from console.queue.tally import Tallies, Tally
from console.refused import BadField
from console.visit import Route, Visit
from desk.lists import count_words

KEYS = {None: "a", View.MINE: "m", View.UNCLAIMED: "u", View.DUE_SOON: "d", View.OVERDUE: "o"}
KEYS |= {View.SEALED: "s", View.URGENT: "i", View.QUALITY: "q", View.TO_ARCHIVE: "r"}
CHOICES = {"kind": Kind, "state": State, "queue": Queue, "which": Which}
ALL = "all"


@dataclass(frozen=True)
class SavedView:
    """A link at the side; `key` is pressed after g."""

    view: View | None
    address: str
    count: str
    key: str
    here: bool


class Listing:
    """Keeps what stands beside the list of each officer."""

    def __init__(self) -> None:
        self._tallies = Tallies()

    @property
    def routes(self) -> tuple[Route, ...]:
        """For all who work with cases."""
        return (
            Route("GET", LIST, self.show, CASEWORK),
            Route("GET", f"{LIST}/news", news, CASEWORK, passive=True),
        )

    def show(self, visit: Visit) -> Response:
        """The list of this address."""
        try:
            place = Place.read(visit.query)
        except ValueError:
            raise BadField(visit.say("console.queue.no_such_list")) from None
        return self.page(visit, place)

    def page(self, visit: Visit, place: Place, refused: str = "") -> Response:
        """A list; that somebody looked through it is in the audit log, and what was ticked stays so."""
        note_look(visit, place.view or ALL)
        with visit.office.read() as session:
            tally = self._tallies.of(session, visit.officer, visit.now)
            page = queries.listed(session, visit.officer, visit.now, place.filters, place.sort, place.after)
            shown = {"rows": rows(session, visit, page.cases), **_beside(session, visit)}
        shown |= {
            "views": _views(place, tally),
            "tally": tally,
            "subjects": _by_subject(tally),
            "choices": CHOICES,
            **_pages(place, page, visit),
        }
        said = {"refused": refused, "ticked": visit.fields("number")}
        return visit.page("queue.html", 422 if refused else 200, place=place, **said, **shown)


def news(visit: Visit) -> Response:
    """How many cases have come since the page was made, and what there is to look at; asked for by the page itself."""
    since = id_of(visit.query.get("since", ""))
    if since is None:
        raise BadField(visit.say("console.queue.no_such_list"))
    with visit.office.read() as session:
        come = queries.newer(session, visit.officer, since)
        notices = staff_notices.unseen_count(session, visit.officer)
    words = visit.say("console.queue.news", count=count_words(come)) if come else ""
    return visit.json({"cases": come, "words": words, "notices": notice_count(notices)})


def note_look(visit: Visit, what: str) -> None:
    """As for the command: which list, and no word that was searched for."""
    with visit.office.write() as session:
        deed = Deed(Action.SEARCH, visit.officer.name, subject=what)
        log.note(session, deed, Outcome.DONE, visit.now)


def notice_count(count: int) -> str:
    """Of notices at most a page is counted."""
    return f"{staff_notices.PAGE}+" if count > staff_notices.PAGE else str(count)


def _beside(session: Session, visit: Visit) -> dict[str, Any]:
    officer = visit.officer
    return {
        "newest": queries.newest(session, officer),
        "notices": notice_count(staff_notices.unseen_count(session, officer)),
        "takes": officer.has(*holding.TAKE),
        "handlers": _handlers(session) if officer.has(*holding.GIVE) else (),
    }


def _handlers(session: Session) -> Sequence[Staff]:
    return [staff for staff in accounts.everybody(session) if staff.active and Role.HANDLER in staff.held]


def _views(place: Place, tally: Tally) -> list[SavedView]:
    return [
        SavedView(view, Place(view=view).address, count_words(count), KEYS[view], place.view is view)
        for view, count in tally.counts.items()
    ]


def _by_subject(tally: Tally) -> dict[str, dict[str, Place]]:
    """A saved view for each street and for each item that there are cases of."""
    return {
        "street": {street: Place(street=street) for street in tally.streets},
        "section": {section: Place(section=section) for section in tally.sections},
    }


def _pages(place: Place, page: Page, visit: Visit) -> dict[str, Any]:
    following = place.at(after=page.after).address if page.after else ""
    return {"following": following, "today": local_date(visit.now).isoformat()}
