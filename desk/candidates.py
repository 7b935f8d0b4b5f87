"""Whom a verb can be about, by their roles; that somebody must not have a case, `cases` says when it is tried."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, holding
from cases.kinds import Queue, Role
from cases.ledger.models import LedgerLead
from cases.models import Case
from cases.sealing import identities, readers, reading
from cases.sealing.models import IdentityRequest, RequestState
from cases.staff import accounts
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import LEADERS, RECIPIENTS
from desk.people import APPROVE, ASK, DENY, REVEAL

Fits = Callable[[Case, Staff, frozenset[int]], bool]  # of those who read the case


def candidates(session: Session, officer: Officer, case: Case, verb: str, argument: str) -> list[Staff]:
    """The active staff who come into question, but for who asks."""
    fits = OF_ARGUMENT.get(argument) or OF_VERB.get(verb, _anybody)
    there = (staff for staff in accounts.everybody(session) if staff.active and staff.id != officer.staff_id)
    reads = reading.who_have_key(session, case) if fits in (_could_read, _has_key) else frozenset[int]()
    return [staff for staff in there if fits(case, staff, reads)]


def _has(staff: Staff, *roles: Role) -> bool:
    return not staff.held.isdisjoint(roles)


def _anybody(_case: Case, _staff: Staff, _reads: frozenset[int]) -> bool:
    return True


def _handles(_case: Case, staff: Staff, _reads: frozenset[int]) -> bool:
    return _has(staff, Role.HANDLER)


def _takes(case: Case, staff: Staff, _reads: frozenset[int]) -> bool:
    return staff.id != case.holder_id and _has(staff, *holding.TAKE, *RECIPIENTS.get(case.queue, ()))


def _reviews(case: Case, staff: Staff, _reads: frozenset[int]) -> bool:
    return _has(staff, Role.REVIEWER, *(LEADERS if case.queue is Queue.APPEAL else ()))


def _could_read(case: Case, staff: Staff, reads: frozenset[int]) -> bool:
    knows_of = _has(staff, *access.READABLE.get(case.queue, ()))
    return knows_of and staff.public_key is not None and staff.id not in reads


def _has_key(_case: Case, staff: Staff, reads: frozenset[int]) -> bool:
    return staff.id in reads


OF_ARGUMENT: Mapping[str, Fits] = MappingProxyType({"--reviewer": _reviews})
OF_VERB: Mapping[str, Fits] = MappingProxyType(
    {"assign": _handles, "transfer": _takes, "reviewer": _reviews, "grant": _could_read, "revoke": _has_key}
)


def departments(session: Session) -> list[str]:
    """Those that the ledger knows or that have somebody here."""
    leading = select(LedgerLead.department).where(LedgerLead.removed_at.is_(None)).distinct()
    having = (staff.department for staff in accounts.everybody(session) if staff.active and staff.department)
    return sorted({*session.scalars(leading), *having})


def identity_steps(session: Session, officer: Officer, case: Case) -> list[str]:
    """What this officer can do on the way to the name: ask, decide on another's request, look."""
    mine = (IdentityRequest.case_id == case.id) & (IdentityRequest.asked_by == officer.staff_id)
    states = set(session.scalars(select(IdentityRequest.state).where(mine)))
    others = [one for one in identities.undecided(session, case) if one.asked_by != officer.staff_id]
    releases = any(staff.id == officer.staff_id for staff in readers.releasers_of(session, case.queue))
    steps = [REVEAL] if RequestState.APPROVED in states else []
    steps += [ASK] if not states & {RequestState.APPROVED, RequestState.PENDING} else []
    return steps + ([APPROVE, DENY] if others and releases else [])
