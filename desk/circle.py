"""The people around a case, as far as this officer may know of them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from sqlalchemy.orm import Session

from cases import holders, holding, printing, upward
from cases.errors import Unreadable
from cases.likeness import published
from cases.models import Case, Holding
from cases.printing import PrintRequest
from cases.recusal import attestations, exclusions, requests
from cases.recusal.exclusions import DECIDE
from cases.sealing import case_keys, identities, reading
from cases.sealing.models import CaseKey, IdentityRequest, Purpose
from cases.sealing.reading import officer_reader, private_half
from cases.staff import accounts
from cases.staff.officer import Officer
from cases.times import local_date
from desk import upward as upward_requests
from wording import Wording

NOBODY: Mapping[str, str] = MappingProxyType({})


def names(session: Session) -> Mapping[int, str]:
    """What everybody signs in as, by the id of the account."""
    return {staff.id: staff.name for staff in accounts.everybody(session)}


def called(session: Session) -> Mapping[str, str]:
    """What people call everybody, by what they sign in as."""
    return {staff.name: staff.display_name for staff in accounts.everybody(session)}


def lines(
    session: Session, wording: Wording, officer: Officer, case: Case, called: Mapping[str, str] = NOBODY
) -> Iterator[str]:
    """Who has and had it, who reads it, who keeps out, what waits for a decision; by their names where `called`."""
    known = {staff_id: called.get(name, name) for staff_id, name in names(session).items()}
    for held in holders.history_of(session, case):
        yield _held(wording, held, known, called.get(held.by, held.by))
    reviewer = holding.reviewer_of(session, case)
    if reviewer:
        yield wording("queue.reviewer", name=called.get(reviewer, reviewer))
    if case.confidential:
        reads = reading.who_have_key(session, case)
        yield wording("queue.readers", names="、".join(name for staff_id, name in known.items() if staff_id in reads))
    if attestations.has_attested(session, officer, case):
        yield wording("queue.attested")
    if officer.has(*DECIDE):
        yield from _kept_out(session, wording, officer, case, known)
    yield from _waiting(session, wording, officer, case, known)


def kept_apart(session: Session, officer: Officer, case: Case) -> frozenset[int]:
    """Who must never read a confidential case: the sealed list, for who can open it."""
    key = session.get(CaseKey, (case.id, Purpose.CASE)) if case.confidential else None
    with suppress(Unreadable):
        return case_keys.excluded(key, private_half(session, officer_reader(officer), case)) if key else frozenset()
    return frozenset()


def _held(wording: Wording, held: Holding, known: Mapping[int, str], by: str) -> str:
    until = local_date(held.until) if held.until else wording("queue.until_now")
    shown = {"name": known.get(held.staff_id, ""), "how": held.how.label, "by": by}
    return wording("queue.held_by", **shown, since=local_date(held.since), until=until)


def _kept_out(
    session: Session, wording: Wording, officer: Officer, case: Case, known: Mapping[int, str]
) -> Iterator[str]:
    """Only for who decides on it."""
    for row in exclusions.suspected(session, case):
        yield wording("queue.suspected", name=known.get(row.staff_id, ""), why=row.why.label)
    apart = kept_apart(session, officer, case)
    if apart:
        yield wording("queue.kept_apart", names="、".join(known.get(one, "") for one in sorted(apart)))


def _waiting(
    session: Session, wording: Wording, officer: Officer, case: Case, known: Mapping[int, str]
) -> Iterator[str]:
    """Whom a citizen asks to step aside is for who decides, and may be the one who looks."""
    for request in requests.undecided(session, case):
        if request.upward and not upward.decides(officer):
            continue  # it is about the leader, who may be the one who looks
        judges = officer.has(*DECIDE)
        said = upward_requests.words(session, wording, officer, request) if judges else ""
        yield wording("queue.recusal_asked", words=said)
    for threat in upward_requests.protections(session, officer, case):
        if threat.taken_at is None:
            yield wording("queue.protection_asked", words=upward_requests.words(session, wording, officer, threat))
    for wanted in printing.undecided(session, case):
        reason, name = _why_on_paper(session, wording, officer, wanted), known.get(wanted.asked_by, "")
        yield wording("queue.print_asked", name=name, reason=reason)
    redacted = published.text_of(session, case)
    if redacted and redacted.proposed:
        yield wording("queue.publishing_proposed", name=redacted.proposed_by, words=redacted.proposed)
    if redacted and redacted.redacted:
        yield wording("queue.publishing_shown", words=redacted.redacted)
    for asked in identities.undecided(session, case):
        yield _identity(session, wording, officer, asked, known)


def _why_on_paper(session: Session, wording: Wording, officer: Officer, wanted: PrintRequest) -> str:
    try:
        return printing.reason_of(session, officer, wanted)
    except Unreadable:
        return wording("queue.sealed")


def _identity(
    session: Session, wording: Wording, officer: Officer, asked: IdentityRequest, known: Mapping[int, str]
) -> str:
    try:
        reason = identities.reason_of(session, officer, asked)
    except Unreadable:
        reason = wording("queue.sealed")
    return wording("queue.identity_asked", name=known.get(asked.asked_by, ""), reason=reason)
