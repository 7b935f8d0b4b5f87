"""Accounts: who is there, and what a security administrator may change."""

from starlette.responses import Response

from cases.audit.deeds import Action
from cases.errors import Stale
from cases.kinds import Role
from cases.staff import accounts, key_pairs, passphrases
from cases.staff.accounts import Details
from cases.staff.errors import Flaw, Unfit
from cases.staff.key_pairs import LockedPair
from console.administration.account_pages import ADDING, handed_over, listed, mark_of, said_of, shown
from console.administration.areas import ROLES, STAFF
from console.once import once
from console.visit import Route, Visit
from desk.signing_in import SLOWLY
from desk.staff_refusals import SAID

ONE = f"{STAFF}/{{name}}"
PUBLIC_KEY = 32  # bytes


def everybody(visit: Visit) -> Response:
    """All accounts, and the form for one more."""
    return listed(visit)


def one(visit: Visit) -> Response:
    """An account, its history, and what this officer may do to it."""
    return shown(visit)


def add(visit: Visit) -> Response:
    """A new account: its one-time passphrase is on this page and nowhere else."""
    name, who = visit.field("name"), _details(visit)
    try:
        key, passphrase = new_key(visit)
        with visit.change(Action.STAFF, subject="add") as session:
            made = accounts.add(session, visit.officer, name, who, key, visit.now).name
    except SAID as refused:
        return listed(visit, said_of(visit, refused), who, name)
    return handed_over(visit, made, key, passphrase)


def change(visit: Visit) -> Response:
    """Roles, department, other names, unless somebody else was quicker."""
    name, who = visit.path["name"], _details(visit)
    try:
        with visit.change(Action.STAFF, subject=f"roles {name}") as session:
            if mark_of(accounts.details(accounts.find(session, name))) != visit.field("before"):
                raise Stale
            accounts.change(session, visit.officer, name, who, visit.now)
    except SAID as refused:
        return shown(visit, said_of(visit, refused), who)
    return visit.to(f"{STAFF}/{name}", visit.say("console.administration.changed"))


def switch(visit: Visit) -> Response:
    """Off, or on again."""
    name = visit.path["name"]
    doing = accounts.enable if visit.field("on") else accounts.disable
    try:
        with visit.change(Action.STAFF, subject=f"{doing.__name__} {name}") as session:
            doing(session, visit.officer, name, visit.now)
    except SAID as refused:
        return shown(visit, said_of(visit, refused))
    return visit.to(f"{STAFF}/{name}", visit.say("console.administration.changed"))


def new_key(visit: Visit) -> tuple[LockedPair | bytes, str]:
    """A pair under a one-time passphrase, or the public key that somebody elsewhere has sent."""
    if visit.body.file is None:
        passphrase = passphrases.one_time()
        with SLOWLY:
            return key_pairs.make(passphrase, visit.office.cost), passphrase
    public = visit.body.file[1]
    if len(public) != PUBLIC_KEY:
        raise Unfit(Flaw.KEY)
    return public, ""


def _details(visit: Visit) -> Details:
    held = frozenset(Role(role) for role in visit.fields("role") if role in frozenset(Role))
    aliases = tuple(line.strip() for line in visit.field("aliases").splitlines() if line.strip())
    return Details(visit.field("display"), held, visit.field("department") or None, aliases)


ROUTES = (
    Route("GET", STAFF, everybody, ROLES["staff"]),
    Route("POST", STAFF, once(STAFF)(add), ADDING),
    Route("GET", ONE, one, ROLES["staff"]),
    Route("POST", ONE, once(ONE)(change), ADDING),
    Route("POST", f"{ONE}/switch", once(ONE)(switch), ADDING),
)
