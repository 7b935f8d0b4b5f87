"""Searching by words: they are kept with the session and stand in no address, so that going back finds them again."""

from typing import Any

from starlette.responses import Response

from cases import search
from cases.audit.deeds import Action
from cases.queries import After
from cases.search_terms import TooShort
from console.menu import CASEWORK
from console.queue.place import LIST
from console.queue.rows import rows
from console.refused import BadField
from console.sessions import Sessions
from console.visit import Route, Visit
from desk.lists import read_after, written_after

FOUND = f"{LIST}/search"
LONGEST = 200


class Searching:
    """Of each session the last words."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @property
    def routes(self) -> tuple[Route, ...]:
        """For all who work with cases."""
        return Route("POST", FOUND, self.ask, CASEWORK), Route("GET", FOUND, self.show, CASEWORK)

    def ask(self, visit: Visit) -> Response:
        """Keep the words and go on to what they find."""
        self._sessions.change(visit.cookie, searched=visit.field("words")[:LONGEST])
        return visit.to(FOUND)

    def show(self, visit: Visit) -> Response:
        """A page of what the last words find, newest first; the form alone where nothing was asked yet."""
        signed_in = self._sessions.of(visit.cookie, visit.now, passive=True)
        words = signed_in.searched if signed_in else ""
        if not words:
            return visit.page("queue_search.html", words="", rows=(), following="", refused="")
        try:
            return visit.page("queue_search.html", words=words, refused="", **_found(visit, words))
        except TooShort:
            refused = visit.say("console.queue.too_short")
            return visit.page("queue_search.html", 422, words=words, rows=(), following="", refused=refused)


def _found(visit: Visit, words: str) -> dict[str, Any]:
    after = _after(visit)
    with visit.watch(Action.SEARCH, subject="search"), visit.office.read() as session:
        page = search.found(session, visit.officer, words, after)
        following = written_after(page.after) if page.after else ""
        return {"rows": rows(session, visit, page.cases), "following": following}


def _after(visit: Visit) -> After | None:
    try:
        return read_after(visit.query["after"]) if visit.query.get("after") else None
    except ValueError:
        raise BadField(visit.say("console.queue.no_such_list")) from None
