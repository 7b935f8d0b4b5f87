"""What is asked against the leader: the dispatching organ decides here, also in cases that it may not open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import upward
from cases.audit.deeds import Action
from cases.kinds import Role
from cases.models import Case
from console.case.forms import Form, Forms
from console.visit import Route, Visit
from desk import upward as upward_requests
from desk.look import Look

UPWARD = "/upward"
RECUSAL, PROTECTION = "decide-recusal", "protected"
VERB_OF = {"recusal": RECUSAL, "suspected": RECUSAL, "protection": PROTECTION}


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
    found = list(upward_requests.asked_in(session, visit.office.wording, visit.officer, case))
    found.sort(key=lambda one: VERB_OF[one.what] == PROTECTION)
    verbs = dict.fromkeys(VERB_OF[one.what] for one in found)
    forms = Forms(visit, Look(session, visit.officer, case, visit.now))
    words = [visit.say(f"console.upward.{one.what}", **one.said) for one in found]
    return Waiting(case, words, [forms.form(verb) for verb in verbs])


ROUTES = (Route("GET", UPWARD, show, frozenset({Role.SUPERIOR_LIAISON})),)
