"""What is offered is taken, and what is not offered is refused: tried with every verb."""

from argparse import Namespace

import pytest
from sqlalchemy.orm import Session

from cases import access
from cases.draft_body import DraftIdentity
from cases.errors import Unreadable
from cases.kinds import AboutWhom, IdentityMode, Kind, ReworkReason, Role
from cases.models import Case
from cases.recusal import attestations
from cases.recusal.models import Why
from cases.routing.jurisdiction import NOWHERE
from cases.staff.officer import Officer
from desk import one_step
from desk.candidates import candidates, identity_steps
from desk.look import Look
from desk.offers import offered
from desk.refusals import REFUSALS
from desk.step import Office
from desk.verbs import VERBS
from tests.builders import NOW, RECOVERY, SECRET, make_case
from tests.teams import make_team, start
from wording import Wording

NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "赵六", "13800000000")
OFFICE = Office(Wording.load(), SECRET, RECOVERY.public, lambda: NOWHERE, dict)
ROLES = (Role.INTAKE_CLERK, Role.TRIAGE_OFFICER, Role.HANDLER, Role.REVIEWER, Role.DEPUTY_LEADER, Role.TEAM_LEADER)
CLOSED: tuple[type[Exception], ...] = (*REFUSALS, Unreadable)
LIVES = [(kind, False) for kind in (Kind.SUGGESTION, Kind.COMPLAINT, Kind.TIP_OFF, Kind.DATA_RIGHTS)]
LIVES += [(Kind.SUGGESTION, True), (Kind.COMPLAINT, True)]
WITHOUT_EFFECT = ("unhold", "data-answered", "identity", "claim")  # taken, and nothing comes of it: not offered
ASKED = {
    "text": "内容",
    "reason": "理由",
    "days": 10,
    "decision": "yes",
    "mode": IdentityMode.REAL_NAME,
    "kind": Kind.COMPLAINT,
    "about": AboutWhom.NONE,
    "how": "电话",
    "reaction": "",
    "until": None,
    "unit": None,
    "door": None,
    "department": None,
    "reviewer": None,
}


def is_taken(session: Session, officer: Officer, case: Case, other: Case, verb: str) -> bool:
    """Whether it can be done as somebody would fill it in; nothing of it stays."""
    look = Look(session, officer, case, NOW)
    people, steps = candidates(look, verb, "person"), identity_steps(look)
    asked = Namespace(do=verb, number=case.number, of=other.number, what=steps[0] if steps else "show", **ASKED)
    asked.person = people[0].name if people else officer.name
    asked.why = Why.INTEREST if verb == "recuse" else ReworkReason.NEW_EVIDENCE
    if verb == "recuse":
        asked.person = None
    before = session.begin_nested()
    try:
        one_step.take(OFFICE, session, officer, asked, NOW)
    except CLOSED:
        return False
    finally:
        before.rollback()
        session.expire_all()
    return True


@pytest.mark.parametrize(("kind", "under_way"), LIVES)
def test_what_is_offered_is_taken_and_what_is_taken_was_offered(session: Session, kind: Kind, under_way: bool) -> None:
    team = make_team(session)
    case = start(session, kind) if under_way else make_case(session, "路灯坏了", kind, identity=NAMED)
    other, wrong = make_case(session, "路灯坏了", kind), []
    for role in ROLES:
        if access.sees(session, team[role], case):
            attestations.attest(session, team[role], case, NOW)
        offers = offered(Look(session, team[role], case, NOW))
        for verb in set(VERBS) - {"attest"}:
            if (verb in offers) is not is_taken(session, team[role], case, other, verb):
                wrong.append((role.value, verb))
    assert [one for one in wrong if one[1] not in WITHOUT_EFFECT] == []


def test_nothing_is_offered_in_a_case_that_is_hidden(session: Session) -> None:
    team, case = make_team(session), make_case(session, kind=Kind.TIP_OFF)
    assert offered(Look(session, team[Role.HANDLER], case, NOW)) == []
