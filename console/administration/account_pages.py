"""How accounts look: the list, one of them with its history, and what is said to its owner once."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from cases.errors import NotAllowed
from cases.kinds import Role
from cases.staff import accounts, authority, key_pairs
from cases.staff.accounts import Details
from cases.staff.errors import Flaw, Unfit
from cases.staff.events import What
from cases.staff.key_pairs import LockedPair
from cases.staff.models import Staff, StaffEvent
from cases.staff.officer import Officer
from console.administration.areas import ROLES
from console.refused import NotFound
from console.visit import Visit
from desk.staff_refusals import explained

ADDING = frozenset({Role.SECURITY_ADMIN})
TOLD = (What.ADDED, What.ROLES, What.DEPARTMENT, What.DISPLAY_NAME, What.ALIASES)


def listed(visit: Visit, refused: str = "", who: Details | None = None, name: str = "") -> Response:
    """The list, with what was typed for a new account."""
    with visit.office.read() as session:
        everyone = accounts.everybody(session)
    typed = {"who": who or Details("", frozenset()), "name": name, "refused": refused, "roles": list(Role)}
    adds = visit.officer.has(*ADDING)
    return visit.page("administration_staff.html", 422 if refused else 200, everybody=everyone, adds=adds, **typed)


def shown(visit: Visit, refused: str = "", who: Details | None = None) -> Response:
    """One account, with what was typed for it."""
    with visit.office.read() as session:
        staff = session.scalar(select(Staff).where(Staff.name == visit.path["name"]))
        if staff is None:
            raise NotFound
        history = select(StaffEvent).where(StaffEvent.staff_id == staff.id).order_by(StaffEvent.id.desc())
        lines = [(line, _changed(line)) for line in session.scalars(history)]
        known = {"staff": staff, "lines": lines, **_may(session, visit.officer, staff)}
    now = accounts.details(staff)
    typed = {"who": who or now, "before": mark_of(now), "refused": refused, "roles": list(Role)}
    return visit.page("administration_account.html", 422 if refused else 200, **known, **typed)


def handed_over(visit: Visit, name: str, key: LockedPair | bytes, passphrase: str) -> Response:
    """What is said to its owner, once."""
    fingerprint = key_pairs.fingerprint(key) if isinstance(key, bytes) else ""
    given: dict[str, Any] = {"name": name, "passphrase": passphrase, "fingerprint": fingerprint}
    return visit.page("administration_handed_over.html", **given)


def said_of(visit: Visit, refused: Exception) -> str:
    """Why not, where a command would name its own words."""
    if isinstance(refused, Unfit) and refused.args[0] in (Flaw.DEPARTMENT, Flaw.KEY):
        return visit.say(f"console.administration.unfit_{refused.args[0]}")
    return explained(refused, visit.office.wording)


def mark_of(who: Details) -> str:
    """Differs as soon as somebody else has changed the account."""
    return blake2b("\n".join(who.in_words().values()).encode(), digest_size=16).hexdigest()


def _changed(line: StaffEvent) -> str:
    """From what to what; a reset has keys there, which nobody reads."""
    if line.what not in TOLD:
        return ""
    old, new = (" ".join(_label(word) for word in (words or "").split()) for words in (line.old, line.new))
    return f"{old} → {new}" if old else new


def _label(word: str) -> str:
    return Role(word).label if word in frozenset(Role) else word


def _may(session: Session, officer: Officer, staff: Staff) -> Mapping[str, bool]:
    """Whom the forms are for: the law on it is in cases.staff.authority."""
    resets = officer.has(*ROLES["staff"]) and officer.staff_id != staff.id
    if not officer.has(Role.SECURITY_ADMIN):
        resets = resets and Role.SECURITY_ADMIN in staff.held
    return {"changes": _allowed(authority.may_administer, session, officer, staff), "resets": resets}


def _allowed(ask: Callable[..., Any], *words: Any) -> bool:
    with suppress(NotAllowed):
        ask(*words)
        return True
    return False
