"""Whom a verb can be about, by their roles; that somebody must not have a case, `cases` says when it is tried."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import select

from cases import access, holding
from cases.kinds import Queue, Role
from cases.ledger.models import LedgerLead
from cases.sealing import readers
from cases.sealing.models import IdentityRequest, RequestState
from cases.staff.models import Staff
from cases.transitions import LEADERS, RECIPIENTS
from desk.look import Look
from desk.people import APPROVE, ASK, DENY, REVEAL

Fits = Callable[[Look, Staff], bool]


def candidates(look: Look, verb: str, argument: str) -> list[Staff]:
    """The active staff who come into question, but for who asks."""
    fits = OF_ARGUMENT.get(argument) or OF_VERB.get(verb, _anybody)
    there = (staff for staff in look.everybody if staff.active and staff.id != look.officer.staff_id)
    return [staff for staff in there if fits(look, staff)]


def _has(staff: Staff, *roles: Role) -> bool:
    return not staff.held.isdisjoint(roles)


def _anybody(_look: Look, _staff: Staff) -> bool:
    return True


def _handles(_look: Look, staff: Staff) -> bool:
    return _has(staff, Role.HANDLER)


def _takes(look: Look, staff: Staff) -> bool:
    return staff.id != look.case.holder_id and _has(staff, *holding.TAKE, *RECIPIENTS.get(look.case.queue, ()))


def _reviews(look: Look, staff: Staff) -> bool:
    return _has(staff, Role.REVIEWER, *(LEADERS if look.case.queue is Queue.APPEAL else ()))


def _could_read(look: Look, staff: Staff) -> bool:
    knows_of = _has(staff, *access.READABLE.get(look.case.queue, ()))
    return knows_of and staff.public_key is not None and staff.id not in look.have_key


def _has_key(look: Look, staff: Staff) -> bool:
    return staff.id in look.have_key


OF_ARGUMENT: Mapping[str, Fits] = MappingProxyType({"--reviewer": _reviews})
OF_VERB: Mapping[str, Fits] = MappingProxyType(
    {"assign": _handles, "transfer": _takes, "reviewer": _reviews, "grant": _could_read, "revoke": _has_key}
)


def departments(look: Look) -> list[str]:
    """Those that the ledger knows or that have somebody here."""
    leading = select(LedgerLead.department).where(LedgerLead.removed_at.is_(None)).distinct()
    having = (staff.department for staff in look.everybody if staff.active and staff.department)
    return sorted({*look.session.scalars(leading), *having})


def identity_steps(look: Look) -> list[str]:
    """What this officer can do on the way to the name: ask, decide on another's request, look."""
    mine = (IdentityRequest.case_id == look.case.id) & (IdentityRequest.asked_by == look.officer.staff_id)
    states = set(look.session.scalars(select(IdentityRequest.state).where(mine)))
    others = any(one.asked_by != look.officer.staff_id for one in look.names_asked)
    steps = [REVEAL] if RequestState.APPROVED in states else []
    steps += [ASK] if not states & {RequestState.APPROVED, RequestState.PENDING} else []
    return steps + ([APPROVE, DENY] if others and _releases(look) else [])


def _releases(look: Look) -> bool:
    may = readers.releasers_of(look.session, look.case.queue)
    return any(staff.id == look.officer.staff_id for staff in may)
