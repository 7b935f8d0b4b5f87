"""Signing in and out."""

from starlette.responses import Response

from cases.staff.errors import TooSoon
from cases.staff.sign_in import Outcome
from console import menu
from console.sessions import Sessions
from console.visit import Route, Visit
from desk.signing_in import tried


class Door:
    """Lets staff in with passphrase and code; the session gets a new cookie."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @property
    def routes(self) -> tuple[Route, ...]:
        """Open to everybody, but for the way out."""
        return (
            Route("GET", "/sign-in", self.show, roles=None),
            Route("POST", "/sign-in", self.enter, roles=None),
            Route("POST", "/trial", self.enter_trial, roles=None),
            Route("POST", "/sign-out", self.leave, while_setting_up=True),
        )

    def show(self, visit: Visit) -> Response:
        """The form."""
        return self._form(visit, visit.query.get("next", ""))

    def enter(self, visit: Visit) -> Response:
        """In, or the form again, whatever was wrong in the same words."""
        place, office = visit.field("next"), visit.office
        name, passphrase = visit.field("name"), visit.field("passphrase")
        try:
            outcome = tried(
                office.read, office.write, office.secret, name, passphrase, visit.field("code"), office.clock
            )
        except TooSoon as soon:
            return self._form(visit, place, visit.say("staff.too_soon", seconds=soon.seconds), 429)
        if outcome.officer is None:
            return self._form(visit, place, visit.say("staff.sign_in_failed"), 403)
        return self._let_in(visit, outcome, place)

    def enter_trial(self, visit: Visit) -> Response:
        """As a member of the demo team, at one press; there is none outside a trial."""
        officer = visit.office.enter(visit.field("name"))
        if officer is None:
            return self._form(visit, "", visit.say("staff.sign_in_failed"), 403)
        return self._let_in(visit, Outcome(officer), visit.field("next"))

    def leave(self, visit: Visit) -> Response:
        """What waits is carried out first; then the key is forgotten."""
        failed = visit.office.pending.finish(visit.officer.staff_id)
        if failed and visit.officer.has(*menu.CASEWORK):  # to others no case is shown
            return visit.to(f"/cases/{failed[0].step.number}")
        self._sessions.end(visit.cookie)
        return visit.to("/sign-in")

    def _let_in(self, visit: Visit, outcome: Outcome, place: str) -> Response:
        officer = outcome.recognised()
        self._sessions.end(visit.cookie)
        cookie = self._sessions.begin(officer, outcome.to_do, visit.now)
        response = visit.to("/set-up" if outcome.to_do else own_place(place) or menu.first_of(officer))
        self._sessions.give(response, cookie)
        return response

    def _form(self, visit: Visit, place: str, refused: str = "", status: int = 200) -> Response:
        shown = {"next": own_place(place), "refused": refused, "trial": visit.office.trial, "name": visit.field("name")}
        return visit.page("sign_in.html", status=status, **shown)


def own_place(place: str) -> str:
    """A path of this console, "" for any other address."""
    is_ours = place.startswith("/") and not place.startswith("//") and "\\" not in place and place.isprintable()
    return place if is_ours else ""
