"""Searching by words: the session keeps them, their address has a name for them that tells nothing."""

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
    """Each search has a page of its own: going back finds it again, and another tab has another."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @property
    def routes(self) -> tuple[Route, ...]:
        """For all who work with cases."""
        return Route("POST", FOUND, self.ask, CASEWORK), Route("GET", FOUND, self.show, CASEWORK)

    def ask(self, visit: Visit) -> Response:
        """Keep the words and go on to what they find."""
        words = visit.field("words")[:LONGEST]
        return visit.to(f"{FOUND}?of={self._sessions.keep_searched(visit.cookie, words)}" if words else FOUND)

    def show(self, visit: Visit) -> Response:
        """A page of what these words find, newest first; the form alone where none are kept under this name."""
        signed_in, of = self._sessions.of(visit.cookie, visit.now, passive=True), visit.query.get("of", "")
        words = signed_in.searched.get(of, "") if signed_in else ""
        if not words:
            return _page(visit, of, forgotten=bool(of))
        try:
            return _page(visit, of, words=words, **_found(visit, words))
        except TooShort:
            return _page(visit, of, 422, words=words, refused=visit.say("console.queue.too_short"))


def _page(visit: Visit, of: str, status: int = 200, **more: Any) -> Response:
    shown = {"words": "", "rows": (), "following": "", "refused": "", "forgotten": False}
    return visit.page("queue_search.html", status, of=of, **shown | more)


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
