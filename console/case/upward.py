"""What is asked against the leader: the dispatching organ decides here, also in cases that it may not open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import upward
from cases.audit.deeds import Action
from cases.kinds import Role
from cases.models import Case
from cases.recusal import requests
from console.case.forms import Form, Forms
from console.visit import Route, Visit
from desk import upward as upward_requests

UPWARD = "/upward"
RECUSAL, PROTECTION = "decide-recusal", "protected"


@dataclass(frozen=True)
class Waiting:
    """A case in which something waits: what was asked, and the forms to decide."""

    case: Case
    words: Sequence[str]
    forms: Sequence[Form]


def show(visit: Visit) -> Response:
    """All that waits, oldest first."""
    with visit.watch(Action.VIEW, subject="upward"), visit.office.read() as session:
        found = upward.waiting(session, visit.officer)
        waiting = [_waiting(visit, session, case) for case in found]
        return visit.page("case_upward.html", waiting=waiting, behind="")


def _waiting(visit: Visit, session: Session, case: Case) -> Waiting:
    recusals, protections = list(_recusals(visit, session, case)), list(_protections(visit, session, case))
    verbs = [verb for verb, words in ((RECUSAL, recusals), (PROTECTION, protections)) if words]
    forms = Forms(visit, session, case)
    return Waiting(case, [*recusals, *protections], [forms.form(verb) for verb in verbs])


def _recusals(visit: Visit, session: Session, case: Case) -> Iterator[str]:
    for asked in requests.undecided(session, case):
        if asked.upward:
            words = upward_requests.words(session, visit.office.wording, visit.officer, asked)
            yield visit.say("console.upward.recusal", words=words)
    for row in upward.suspicions(session, case):
        yield visit.say("console.upward.suspected", why=row.why.label)


def _protections(visit: Visit, session: Session, case: Case) -> Iterator[str]:
    for threat in upward_requests.protections(session, visit.officer, case):
        if threat.upward and threat.taken_at is None:
            words = upward_requests.words(session, visit.office.wording, visit.officer, threat)
            yield visit.say("console.upward.protection", words=words)


ROUTES = (Route("GET", UPWARD, show, frozenset({Role.SUPERIOR_LIAISON})),)
