"""The people around a case and the cases beside it, as far as this officer may know of them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from sqlalchemy.orm import Session

from cases import access, duplicates, holders, holding, upward
from cases.errors import Unreadable
from cases.likeness.alike import Alike, alike
from cases.models import Case, Holding
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


def names(session: Session) -> Mapping[int, str]:
    """What everybody is called, by the id of the account."""
    return {staff.id: staff.name for staff in accounts.everybody(session)}


def lines(session: Session, wording: Wording, officer: Officer, case: Case) -> Iterator[str]:
    """Who has and had it, who reads it, who keeps out, what waits for a decision, which cases belong to it."""
    known = names(session)
    for held in holders.history_of(session, case):
        yield _held(wording, held, known)
    reviewer = holding.reviewer_of(session, case)
    if reviewer:
        yield wording("queue.reviewer", name=reviewer)
    if case.confidential:
        readers = [name for staff_id, name in known.items() if reading.has_key(session, staff_id, case)]
        yield wording("queue.readers", names="、".join(readers))
    if attestations.has_attested(session, officer, case):
        yield wording("queue.attested")
    if officer.has(*DECIDE):
        yield from _kept_out(session, wording, officer, case, known)
    yield from _waiting(session, wording, officer, case, known)
    yield from _beside(session, wording, officer, case)


def _held(wording: Wording, held: Holding, known: Mapping[int, str]) -> str:
    until = local_date(held.until) if held.until else wording("queue.until_now")
    shown = {"name": known.get(held.staff_id, ""), "how": held.how.label, "by": held.by}
    return wording("queue.held_by", **shown, since=local_date(held.since), until=until)


def _kept_out(
    session: Session, wording: Wording, officer: Officer, case: Case, known: Mapping[int, str]
) -> Iterator[str]:
    """Only for who decides on it."""
    for row in exclusions.suspected(session, case):
        yield wording("queue.suspected", name=known.get(row.staff_id, ""), why=row.why.label)
    key = session.get(CaseKey, (case.id, Purpose.CASE)) if case.confidential else None
    apart: frozenset[int] = frozenset()
    with suppress(Unreadable):
        apart = case_keys.excluded(key, private_half(session, officer_reader(officer), case)) if key else apart
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
    for asked in identities.undecided(session, case):
        yield _identity(session, wording, officer, asked, known)


def _identity(
    session: Session, wording: Wording, officer: Officer, asked: IdentityRequest, known: Mapping[int, str]
) -> str:
    try:
        reason = identities.reason_of(session, officer, asked)
    except Unreadable:
        reason = wording("queue.sealed")
    return wording("queue.identity_asked", name=known.get(asked.asked_by, ""), reason=reason)


def _beside(session: Session, wording: Wording, officer: Officer, case: Case) -> Iterator[str]:
    """Repeats, parts, and open cases that say nearly the same; of none that this officer may not know of."""
    together = [one.number for one in duplicates.group(session, officer, case) if one.id != case.id]
    if together:
        yield wording("queue.together", numbers="、".join(together))
    whole = session.get(Case, case.split_from) if case.split_from else None
    if whole and access.sees(session, officer, whole):
        yield wording("queue.part_of", number=whole.number)
    near = [_likeness(wording, one) for one in alike(session, officer, case)]
    if near:
        yield wording("queue.alike", cases="、".join(near))


def _likeness(wording: Wording, found: Alike) -> str:
    return wording("queue.alike_one", number=found.case.number, share=round(found.likeness * 100))
