"""Who may administer accounts (domain.md 2.6), and whose word a reset takes besides."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from cases.errors import NotAllowed
from cases.kinds import Role
from cases.staff.errors import Flaw, Unfit
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff.roles import LEADING


def may_add(session: Session, actor: Officer | None, roles: frozenset[Role]) -> None:
    """A security admin; while there is no account at all anybody may add one, who must be a security admin."""
    if actor is not None:
        _check(session, actor, Role.SECURITY_ADMIN)
    elif session.scalar(select(exists(select(Staff.id)))):
        raise NotAllowed(Role.SECURITY_ADMIN.label)
    elif Role.SECURITY_ADMIN not in roles:
        raise Unfit(Flaw.FIRST)


def may_administer(session: Session, actor: Officer, staff: Staff) -> None:
    """A security admin, and never for themselves, so that one is always left."""
    _check(session, actor, Role.SECURITY_ADMIN)
    _check_different(actor.staff_id, staff.id)


def may_reset(session: Session, actor: Officer, second: Officer, staff: Staff) -> None:
    """A security admin and a leader of the team; for a lost security admin two leaders may do it without another."""
    instead = LEADING if Role.SECURITY_ADMIN in staff.held else frozenset[Role]()
    _check(session, actor, Role.SECURITY_ADMIN, *instead)
    _check(session, second, *LEADING)
    _check_different(actor.staff_id, second.staff_id, staff.id)


def _check(session: Session, officer: Officer, *roles: Role) -> None:
    """By what the account is now: they may have signed in a while ago."""
    staff = session.get(Staff, officer.staff_id)
    if staff is None or not staff.active or staff.held.isdisjoint(roles):
        raise NotAllowed("、".join(sorted(role.label for role in roles)))


def _check_different(*people: int) -> None:
    if len(set(people)) != len(people):
        raise NotAllowed(Role.SECURITY_ADMIN.label)
