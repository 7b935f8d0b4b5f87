"""INV-R5 of domain.md 2.7: nothing is done with a case while a request for recusal waits for its decision."""

import pytest
from sqlalchemy.orm import Session

from cases import holding, moves
from cases.errors import NotAllowed, Suspended
from cases.kinds import Kind, Role
from cases.models import Case
from cases.recusal import attestations, requests
from cases.transitions import Move
from tests.builders import NOW, make_officer, make_person
from tests.cases.recusal.knowing import PLAIN, knows_nothing, submitted
from tests.cases.test_routing import OFFICE


def ready(session: Session) -> Case:
    """A complaint that could be assigned now."""
    case = submitted(session, PLAIN, Kind.COMPLAINT)
    triage = make_officer(session, Role.TRIAGE_OFFICER)
    moves.make(session, triage, case, Move.TRIAGE, NOW)
    moves.make(session, triage, case, Move.ACCEPT, NOW)
    return case


def test_inv_r5_a_pending_request_blocks_assignment_until_the_leader_decides(session: Session) -> None:
    leader, handler = make_officer(session, Role.TEAM_LEADER), make_officer(session, Role.HANDLER)
    case = ready(session)
    request = requests.ask(session, OFFICE, case, "请某某回避", NOW)
    assert requests.pending(session, case)
    with pytest.raises(Suspended), session.begin_nested():
        holding.assign(session, leader, case, handler, NOW)
    requests.refuse(session, leader, request, "没有利害关系", NOW)
    assert not requests.pending(session, case)
    holding.assign(session, leader, case, handler, NOW)
    assert case.holder_id == handler.staff_id


def test_inv_r5_a_pending_request_blocks_completion(session: Session) -> None:
    leader, handler, reviewer = (
        make_officer(session, role) for role in (Role.TEAM_LEADER, Role.HANDLER, Role.REVIEWER)
    )
    case = ready(session)
    attestations.attest(session, handler, case, NOW)
    holding.assign(session, leader, case, handler, NOW)
    for move in (Move.START, Move.SUBMIT):
        moves.make(session, handler, case, move, NOW)
    request = requests.ask(session, OFFICE, case, "请承办人回避", NOW)
    with pytest.raises(Suspended):
        moves.make(session, reviewer, case, Move.COMPLETE, NOW, reason="已修好")
    requests.grant(session, leader, request, handler.staff_id, "是邻居", NOW)
    assert case.holder_id is None
    assert knows_nothing(session, handler, case)


@pytest.mark.parametrize("text", ["请王建国回避", "请组长回避", "请纪检组长不要管这件事"])
def test_inv_r5_one_against_the_leader_is_decided_by_the_dispatching_organ(session: Session, text: str) -> None:
    leader, liaison = make_person(session, "王建国", Role.TEAM_LEADER), make_officer(session, Role.SUPERIOR_LIAISON)
    case = submitted(session, PLAIN)
    request = requests.ask(session, OFFICE, case, text, NOW)
    for officer in (leader, make_officer(session, Role.DEPUTY_LEADER)):
        with pytest.raises(NotAllowed):
            requests.refuse(session, officer, request, "不必", NOW)
    requests.grant(session, liaison, request, leader.staff_id, "是亲戚", NOW)
    assert knows_nothing(session, leader, case)
