"""What somebody has lost and is given anew: it takes two, and the second signs in on the same form."""

from starlette.responses import Response

from cases import reading_rights
from cases.audit.deeds import Action
from cases.sealing import lost_keys
from cases.staff import accounts, renewal
from cases.staff.officer import Officer
from console.administration.account_pages import handed_over, said_of, shown
from console.administration.areas import KEYS, ROLES, STAFF
from console.administration.staff import ONE, new_key
from console.once import once
from console.visit import Route, Visit
from desk.signing_in import tried
from desk.staff_refusals import SAID


def reset(visit: Visit) -> Response:
    """A new key under a one-time passphrase, or another second factor; the passphrase is on this page alone."""
    name, office = visit.path["name"], visit.office
    try:
        second = _second(visit)
        if visit.field("what") == "totp":
            with visit.change(Action.STAFF, subject=f"reset {name}") as session:
                renewal.forget_totp(session, visit.officer, second, name, visit.now)
            return visit.to(f"{STAFF}/{name}", office.wording("console.administration.totp_forgotten"))
        key, passphrase = new_key(visit)
        with visit.change(Action.STAFF, subject=f"reset {name}") as session:
            renewal.reset(session, visit.officer, second, name, key, visit.now)
    except SAID as refused:
        return shown(visit, said_of(visit, refused))
    return handed_over(visit, name, key, passphrase)


def to_grant(visit: Visit) -> Response:
    """Who has a new key, and how many cases this officer may let them read again."""
    with visit.office.read() as session:
        lost = lost_keys.whom_to_grant_again(session, visit.officer)
    return visit.page("administration_keys.html", lost=lost)


def grant(visit: Visit) -> Response:
    """All that this officer may give."""
    name, why = visit.path["name"], visit.say("staff.new_key")
    with visit.change(Action.GRANT, subject=f"grant-again {name}") as session:
        given = reading_rights.give_again(session, visit.officer, accounts.find(session, name), visit.now, reason=why)
    return visit.to(KEYS, visit.say("staff.granted_again", count=len(given), numbers="、".join(given)))


def _second(visit: Visit) -> Officer:
    """The other one, by name, passphrase and code; SAID."""
    office, passphrase = visit.office, visit.field("passphrase")
    name, code = visit.field("second"), visit.field("code")
    return tried(office.read, office.write, office.secret, name, passphrase, code, office.clock).checked()


ROUTES = (
    Route("POST", f"{ONE}/reset", once(ONE)(reset), ROLES["staff"]),
    Route("GET", KEYS, to_grant, ROLES["keys"]),
    Route("POST", f"{KEYS}/{{name}}", once(KEYS)(grant), ROLES["keys"]),
)
