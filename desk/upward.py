"""What the dispatching organ has to decide about the leader, in cases that it may not read otherwise."""

from collections.abc import Iterator

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


def lines(session: Session, wording: Wording, officer: Officer) -> Iterator[str]:
    """Number and words of each request, with what to type."""
    for case in upward.waiting(session, officer):
        for asked in requests.undecided(session, case):
            if asked.upward:
                yield wording("queue.upward_recusal", number=case.number, words=words(session, wording, officer, asked))
        for threat in protections(session, officer, case):
            if threat.upward and threat.taken_at is None:
                said = words(session, wording, officer, threat)
                yield wording("queue.upward_protection", number=case.number, words=said)
        for row in upward.suspicions(session, case):
            name = session.get_one(Staff, row.staff_id).name
            yield wording("queue.upward_suspected", number=case.number, name=name, why=row.why.label)


def protections(session: Session, officer: Officer, case: Case) -> list[ProtectionRequest]:
    """Those that this officer may know of: a request against the leader is for the liaison alone (INV-P1)."""
    alone = not upward.decides(officer)
    return [one for one in protection.of_case(session, case) if not (one.upward and alone)]


def words(session: Session, wording: Wording, officer: Officer, asked: RecusalRequest | ProtectionRequest) -> str:
    """What the citizen said; that it is closed to this officer, where it is."""
    try:
        if isinstance(asked, ProtectionRequest):
            return protection.words_of(session, officer, asked)
        return requests.words_of(session, asked, officer_reader(officer))
    except Unreadable:
        return wording("queue.sealed")
