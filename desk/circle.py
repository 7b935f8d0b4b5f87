"""The people around a case, as far as this officer may know of them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from cases import holding, printing, upward
from cases.errors import Unreadable
from cases.models import Holding
from cases.protection import ProtectionRequest
from cases.recusal.exclusions import DECIDE
from cases.recusal.models import RecusalRequest
from cases.sealing import identities
from cases.times import local_date
from desk import upward as upward_requests
from desk.look import Look
from wording import Wording

NOBODY: Mapping[str, str] = MappingProxyType({})


def lines(look: Look, wording: Wording, called: Mapping[str, str] = NOBODY) -> Iterator[str]:
    """Who has and had it, who reads it, who keeps out, what waits for a decision; by their names where `called`."""
    known = {staff_id: called.get(name, name) for staff_id, name in look.names.items()}
    for held in look.holdings:
        yield _held(wording, held, known, called.get(held.by, held.by))
    reviewer = holding.reviewer_of(look.session, look.case)
    if reviewer:
        yield wording("queue.reviewer", name=called.get(reviewer, reviewer))
    if look.case.confidential:
        names = "、".join(name for staff_id, name in known.items() if staff_id in look.have_key)
        yield wording("queue.readers", names=names)
    if look.has_attested:
        yield wording("queue.attested")
    if look.is_one_of(*DECIDE):
        yield from _kept_out(look, wording, known)
    yield from _waiting(look, wording, known)


def _held(wording: Wording, held: Holding, known: Mapping[int, str], by: str) -> str:
    until = local_date(held.until) if held.until else wording("queue.until_now")
    shown = {"name": known.get(held.staff_id, ""), "how": held.how.label, "by": by}
    return wording("queue.held_by", **shown, since=local_date(held.since), until=until)


def _kept_out(look: Look, wording: Wording, known: Mapping[int, str]) -> Iterator[str]:
    """Only for who decides on it."""
    for row in look.suspected:
        yield wording("queue.suspected", name=known.get(row.staff_id, ""), why=row.why.label)
    if look.kept_apart:
        names = "、".join(known.get(one, "") for one in sorted(look.kept_apart))
        yield wording("queue.kept_apart", names=names)


def _waiting(look: Look, wording: Wording, known: Mapping[int, str]) -> Iterator[str]:
    """Whom a citizen asks to step aside is for who decides, and may be the one who looks."""
    for request in look.recusals_asked:
        if request.upward and not upward.decides(look.officer):
            continue  # it is about the leader, who may be the one who looks
        said = _words(look, wording, request) if look.is_one_of(*DECIDE) else ""
        yield wording("queue.recusal_asked", words=said)
    for threat in look.protections:
        if threat.taken_at is None:
            yield wording("queue.protection_asked", words=_words(look, wording, threat))
    for wanted in look.prints_asked:
        reason = _reason(wording, partial(printing.reason_of, look.session, look.officer, wanted))
        yield wording("queue.print_asked", name=known.get(wanted.asked_by, ""), reason=reason)
    yield from _published(look, wording)
    for asked in look.names_asked:
        reason = _reason(wording, partial(identities.reason_of, look.session, look.officer, asked))
        yield wording("queue.identity_asked", name=known.get(asked.asked_by, ""), reason=reason)


def _published(look: Look, wording: Wording) -> Iterator[str]:
    redacted = look.published
    if redacted and redacted.proposed:
        yield wording("queue.publishing_proposed", name=redacted.proposed_by, words=redacted.proposed)
    if redacted and redacted.redacted:
        yield wording("queue.publishing_shown", words=redacted.redacted)


def _words(look: Look, wording: Wording, asked: RecusalRequest | ProtectionRequest) -> str:
    return upward_requests.words(look.session, wording, look.officer, asked)


def _reason(wording: Wording, read: Callable[[], str]) -> str:
    """Why it is wanted; that it is closed, where it is."""
    try:
        return read()
    except Unreadable:
        return wording("queue.sealed")
