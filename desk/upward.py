"""What the dispatching organ has to decide about the leader, in cases that it may not read otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cases import protection, upward
from cases.errors import Unreadable
from cases.models import Case
from cases.protection import ProtectionRequest
from cases.recusal import requests
from cases.recusal.models import RecusalRequest
from cases.sealing.reading import officer_reader
from cases.staff.models import Staff
from cases.staff.officer import Officer
from wording import Wording


@dataclass(frozen=True)
class Asked:
    """What is to be decided, and the blanks of the sentence that says it."""

    what: str
    said: Mapping[str, str]


def lines(session: Session, wording: Wording, officer: Officer) -> Iterator[str]:
    """Number and words of each request, with what to type."""
    for case in upward.waiting(session, officer):
        for one in asked_in(session, wording, officer, case):
            yield wording(f"queue.upward_{one.what}", number=case.number, **one.said)


def asked_in(session: Session, wording: Wording, officer: Officer, case: Case) -> Iterator[Asked]:
    """All that waits in one case."""
    for request in requests.undecided(session, case):
        if request.upward:
            yield Asked("recusal", {"words": words(session, wording, officer, request)})
    for threat in protection.of_case(session, case):
        if threat.upward and threat.taken_at is None and may_know(officer, threat):
            yield Asked("protection", {"words": words(session, wording, officer, threat)})
    for row in upward.suspicions(session, case):
        name = session.get_one(Staff, row.staff_id).name
        yield Asked("suspected", {"name": name, "why": row.why.label})


def may_know(officer: Officer, threat: ProtectionRequest) -> bool:
    """A request against the leader is for the liaison alone (INV-P1)."""
    return not threat.upward or upward.decides(officer)


def words(session: Session, wording: Wording, officer: Officer, asked: RecusalRequest | ProtectionRequest) -> str:
    """What the citizen said; that it is closed to this officer, where it is."""
    try:
        if isinstance(asked, ProtectionRequest):
            return protection.words_of(session, officer, asked)
        return requests.words_of(session, asked, officer_reader(officer))
    except Unreadable:
        return wording("queue.sealed")
