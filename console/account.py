"""One's own account: the passphrase, and the second factor with its picture for the telephone."""

import segno
from markupsafe import Markup
from starlette.responses import Response

from cases.audit.deeds import Action
from cases.staff import own_account, totp
from cases.staff.errors import ToDo, TooSoon, WeakPassphrase, WrongCode
from cases.staff.models import Staff
from console import menu
from console.sessions import Sessions
from console.visit import Route, Visit
from desk.signing_in import SLOWLY, knows_passphrase
from desk.staff_refusals import explained

ISSUER = "Huiyin"
SCALE = 5  # pixels for a square of the picture


class Account:
    """What everybody may change of their own; who has just been given an account must."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @property
    def routes(self) -> tuple[Route, ...]:
        """For whoever is signed in, finished or not."""
        return (
            Route("GET", "/account", self.show),
            Route("GET", "/set-up", self.show, while_setting_up=True),
            Route("POST", "/account/passphrase", self.change_passphrase, while_setting_up=True),
            Route("POST", "/account/totp", self.set_up_totp, while_setting_up=True),
        )

    def show(self, visit: Visit) -> Response:
        """Both forms, or the one that has to come first."""
        return self._page(visit)

    def change_passphrase(self, visit: Visit) -> Response:
        """The former one is asked again: nobody who finds an open screen changes it."""
        officer, office = visit.officer, visit.office
        chosen, former = visit.field("chosen"), visit.field("former")
        try:
            if not knows_passphrase(office.read, office.write, office.secret, officer.name, former, office.clock):
                return self._page(visit, visit.say("console.account.wrong_former"), 422)
            if chosen != visit.field("again"):
                return self._page(visit, visit.say("staff.differ"), 422)
            with SLOWLY:
                pair = own_account.relocked(officer, former, chosen, office.cost)
        except (TooSoon, WeakPassphrase) as refused:
            return self._page(visit, explained(refused, office.wording), 422)
        with visit.change(Action.STAFF, subject="passphrase") as session:
            own_account.change_passphrase(session, officer, pair, visit.now)
        return self._done(visit, ToDo.PASSPHRASE)

    def set_up_totp(self, visit: Visit) -> Response:
        """Taken once its first code was right; until then the old one stays."""
        officer, office, seed = visit.officer, visit.office, visit.field("seed")
        if not totp.is_seed(seed):
            return self._page(visit, visit.say("staff.wrong_code"), 422)
        try:
            with visit.change(Action.STAFF, subject="totp") as session:
                own_account.set_up_totp(session, office.secret, officer, seed, visit.field("code"), visit.now)
        except (WrongCode, ValueError):
            return self._page(visit, visit.say("staff.wrong_code"), 422, seed)
        return self._done(visit, ToDo.TOTP)

    def _done(self, visit: Visit, done: ToDo) -> Response:
        """Other browsers of this account have to sign in again."""
        left = tuple(one for one in self._left(visit) if one is not done)
        self._sessions.end_all_of(visit.officer.staff_id)
        cookie = self._sessions.begin(visit.officer, left, visit.now)
        response = visit.to("/set-up" if left else menu.first_of(visit.officer))
        self._sessions.change(cookie, said=visit.say("console.account.changed"))
        self._sessions.give(response, cookie)
        return response

    def _page(self, visit: Visit, refused: str = "", status: int = 200, seed: str = "") -> Response:
        seed = seed or totp.new_seed()
        picture, left = _drawn(seed, visit.officer.name), self._left(visit)
        shown = {"seed": seed, "picture": picture, "left": left, "refused": refused, "todo": ToDo}
        return visit.page("account.html", status=status, staff=self._staff(visit), **shown)

    def _left(self, visit: Visit) -> tuple[ToDo, ...]:
        found = self._sessions.of(visit.cookie, visit.now)
        return found.to_do if found else ()

    def _staff(self, visit: Visit) -> Staff:
        with visit.office.read() as session:
            return session.get_one(Staff, visit.officer.staff_id)


def _drawn(seed: str, name: str) -> Markup:
    """What a telephone reads."""
    code = segno.make(totp.address(seed, name, ISSUER))
    return Markup(code.svg_inline(scale=SCALE, dark="#000", light="#fff"))
