"""Accounts: who is there, and what a security admin does to them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cases.history import CITIZEN, SYSTEM
from cases.kinds import Role
from cases.recusal import looking_back
from cases.sealing import lost_keys
from cases.staff import authority, events, key_pairs, roles
from cases.staff.errors import Flaw, NoSuchAccount, Unfit
from cases.staff.events import What
from cases.staff.key_pairs import LockedPair
from cases.staff.models import Staff
from cases.staff.officer import Officer

NAME = re.compile(r"\w[\w.-]{1,31}")
LONGEST = 64


@dataclass(frozen=True)
class Details:
    """What may be said of a staff member; aliases are other names and former posts (INV-R8)."""

    display_name: str
    roles: frozenset[Role]
    department: str | None = None
    aliases: tuple[str, ...] = ()

    def in_words(self) -> dict[str, str]:
        """Each field as a line of the history shows it."""
        words = {"display_name": self.display_name, "department": self.department or ""}
        return words | {"roles": " ".join(sorted(self.roles)), "aliases": " ".join(self.aliases)}


def folded(name: str) -> str:
    """The same name from every keyboard."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def everybody(session: Session) -> Sequence[Staff]:
    """All accounts, also those that are disabled."""
    return session.scalars(select(Staff).order_by(Staff.name)).all()


def find(session: Session, name: str) -> Staff:
    """The account of this name, held until the transaction ends; NoSuchAccount."""
    staff = session.scalar(select(Staff).where(Staff.name == folded(name)).with_for_update())
    if staff is None:
        raise NoSuchAccount
    return staff


def details(staff: Staff) -> Details:
    """What is said of them now."""
    return Details(staff.display_name, staff.held, staff.department, tuple(staff.aliases))


def add(
    session: Session, actor: Officer | None, name: str, who: Details, key: LockedPair | bytes, now: datetime
) -> Staff:
    """A new account; `key` is a pair under a one-time passphrase, or the public key of a superior_liaison elsewhere.

    The very first is a security_admin, added by whoever can run the program here: keys and permissions are theirs
    alone (domain.md 2.6), so nobody else could add the others. From then on a signed-in security_admin is needed.
    """
    authority.may_add(session, actor, who.roles)
    return put(session, actor, name, who, key, now)


def put(
    session: Session, actor: Officer | None, name: str, who: Details, key: LockedPair | bytes, now: datetime
) -> Staff:
    """`add` without asking who may."""
    _check(who)
    check_key(who.roles, key)
    roles.check_free(who.roles, everybody(session))
    staff = Staff(name=_new_name(name), created_at=now, roles=[], aliases=[], display_name="")
    _write(staff, who)
    staff.take(key)
    session.add(staff)
    try:
        session.flush()
    except IntegrityError:
        raise Unfit(Flaw.NAME_TAKEN) from None
    events.record(session, staff, What.ADDED, actor, now, new=who.in_words()["roles"])
    looking_back.look_back_on(session, staff, now)
    return staff


def change(session: Session, actor: Officer, name: str, who: Details, now: datetime) -> None:
    """Other roles, department, aliases or display name; nobody changes their own."""
    staff = find(session, name)
    authority.may_administer(session, actor, staff)
    before = details(staff)
    _check(who)
    check_key(who.roles, staff.key)
    if staff.active:
        roles.check_free(who.roles, _others(session, staff))
    _write(staff, who)
    for what, old, new in _differences(before, who):
        events.record(session, staff, what, actor, now, old=old, new=new)
    looking_back.look_back_on(session, staff, now)


def disable(session: Session, actor: Officer, name: str, now: datetime) -> None:
    """They can no longer sign in, and their rights to read go; their key pair and history stay."""
    staff = find(session, name)
    authority.may_administer(session, actor, staff)
    if staff.active:
        staff.active = False
        lost_keys.give_up(session, staff, actor.name, now)
        events.record(session, staff, What.DISABLED, actor, now)


def enable(session: Session, actor: Officer, name: str, now: datetime) -> None:
    """They can sign in again, unless somebody has taken a post that one person holds."""
    staff = find(session, name)
    authority.may_administer(session, actor, staff)
    roles.check_free(staff.held, _others(session, staff))
    if not staff.active:
        staff.active = True
        events.record(session, staff, What.ENABLED, actor, now)


def check_key(held: frozenset[Role], key: LockedPair | bytes) -> None:
    """Unfit when the private key is elsewhere, but for the superior organ's liaison, or nothing can be sealed to it."""
    if isinstance(key, bytes):
        if held != {Role.SUPERIOR_LIAISON}:
            raise Unfit(Flaw.KEY)
        key_pairs.check_public(key)


def _check(who: Details) -> None:
    roles.check(who.roles, who.department)
    if not 1 <= len(who.display_name) <= LONGEST:
        raise Unfit(Flaw.DISPLAY_NAME)
    if len(who.department or "") > LONGEST:
        raise Unfit(Flaw.DEPARTMENT)


def _others(session: Session, staff: Staff) -> list[Staff]:
    return [other for other in everybody(session) if other is not staff]


def _new_name(name: str) -> str:
    if not NAME.fullmatch(folded(name)) or folded(name) in (CITIZEN, SYSTEM):
        raise Unfit(Flaw.NAME)
    return folded(name)


def _write(staff: Staff, who: Details) -> None:
    staff.display_name, staff.department = who.display_name, who.department or None
    staff.roles, staff.aliases = sorted(role.value for role in who.roles), list(who.aliases)


def _differences(before: Details, after: Details) -> Iterator[tuple[What, str, str]]:
    old, new = before.in_words(), after.in_words()
    for field in fields(Details):
        if old[field.name] != new[field.name]:
            yield What(field.name), old[field.name], new[field.name]
