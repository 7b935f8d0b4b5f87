"""Who may make a move: another person than before, in whose hands it is, while no recusal is asked for (INV-R3, R5)."""

import pytest
from sqlalchemy.orm import Session

from cases import holding, moves
from cases.errors import HeldByAnother, NoSuchCase, NotAttested, SamePerson, Suspended
from cases.kinds import AboutWhom, Kind, Queue, Role, State
from cases.recusal import requests
from cases.routing.jurisdiction import NOWHERE
from cases.transitions import Move
from tests.builders import NOW, make_case, make_officer
from tests.teams import attest, go, lines, make_team, start


def test_who_handled_does_not_review(session: Session) -> None:
    case = start(session)
    go(session, case, Move.SUBMIT)
    both = make_officer(session, Role.REVIEWER, Role.HANDLER, name=make_team(session)[Role.HANDLER].name)
    with pytest.raises(SamePerson):
        moves.make(session, both, case, Move.COMPLETE, NOW, reason="好了")
    assert Move.COMPLETE not in moves.possible(session, both, case)


def test_who_reviewed_does_not_handle_it_the_second_time(session: Session) -> None:
    case = start(session)
    go(session, case, Move.SUBMIT, Move.SEND_BACK)
    team = make_team(session)
    both = make_officer(session, Role.REVIEWER, Role.HANDLER, name=team[Role.REVIEWER].name)
    holding.transfer(session, team[Role.DEPUTY_LEADER], case, both, NOW, reason="换人")
    with pytest.raises(SamePerson):
        moves.make(session, attest(session, both, case), case, Move.SUBMIT, NOW)


def test_registrar_handler_and_reviewer_of_a_tip_off_are_three_people(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    team = make_team(session)
    go(session, case, Move.TRIAGE, Move.PROPOSE_ACCEPTANCE, Move.ACCEPT)
    same = make_officer(session, Role.HANDLER, name=team[Role.TRIAGE_OFFICER].name)
    with pytest.raises(SamePerson):
        holding.assign(session, team[Role.DEPUTY_LEADER], case, same, NOW)


def test_of_a_suggestion_the_registrar_may_be_the_handler(session: Session) -> None:
    case, team = make_case(session), make_team(session)
    go(session, case, Move.TRIAGE, Move.ACCEPT)
    same = make_officer(session, Role.HANDLER, name=team[Role.TRIAGE_OFFICER].name)
    holding.assign(session, team[Role.DEPUTY_LEADER], case, same, NOW)
    assert case.holder_id == same.staff_id


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
def test_of_a_confidential_kind_one_proposes_and_another_accepts(session: Session, kind: Kind) -> None:
    case, team = make_case(session, kind=kind), make_team(session)
    go(session, case, Move.TRIAGE)
    assert Move.ACCEPT not in moves.possible(session, team[Role.DEPUTY_LEADER], case)
    go(session, case, Move.PROPOSE_ACCEPTANCE)
    both = make_officer(session, Role.DEPUTY_LEADER, name=team[Role.TRIAGE_OFFICER].name)
    with pytest.raises(SamePerson):
        moves.make(session, both, case, Move.ACCEPT, NOW)
    moves.make(session, team[Role.DEPUTY_LEADER], case, Move.ACCEPT, NOW)
    assert lines(session, case, Move.PROPOSE_ACCEPTANCE) == [("triaged", "triaged", team[Role.TRIAGE_OFFICER].name)]
    assert lines(session, case, Move.ACCEPT) == [("triaged", "accepted", team[Role.DEPUTY_LEADER].name)]
    assert case.accepted_at == case.clock(NOW)


def test_a_proposal_to_refuse_is_no_proposal_to_accept(session: Session) -> None:
    case, deputy = make_case(session, kind=Kind.APPEAL), make_team(session)[Role.DEPUTY_LEADER]
    go(session, case, Move.TRIAGE, Move.PROPOSE_ACCEPTANCE, Move.PROPOSE_REFUSAL)
    assert {Move.REFUSE, Move.TURN_BACK} <= set(moves.possible(session, deputy, case))
    assert Move.ACCEPT not in moves.possible(session, deputy, case)


def test_what_the_leader_turned_back_is_proposed_anew(session: Session) -> None:
    case, deputy = make_case(session, kind=Kind.APPEAL), make_team(session)[Role.DEPUTY_LEADER]
    go(session, case, Move.TRIAGE, Move.PROPOSE_REFUSAL, Move.TURN_BACK)
    assert Move.REFUSE not in moves.possible(session, deputy, case)


@pytest.mark.parametrize(
    ("about_whom", "queue", "roles"),
    [
        (AboutWhom.SUPERIOR, Queue.SEALED_SUPERIOR, {Role.TEAM_LEADER, Role.SUPERIOR_LIAISON}),
        (AboutWhom.TEAM_MEMBER, Queue.SEALED_OWN_TEAM, {Role.TEAM_LEADER, Role.INTERNAL_SUPERVISOR}),
        (AboutWhom.TEAM_LEADER, Queue.SEALED_TEAM_LEADER, {Role.SUPERIOR_LIAISON}),
    ],
)
def test_what_is_sealed_is_referred_by_its_recipients_alone_and_purged_by_nobody(
    session: Session, about_whom: AboutWhom, queue: Queue, roles: set[Role]
) -> None:
    case, team = make_case(session, kind=Kind.TIP_OFF, about_whom=about_whom), make_team(session)
    assert case.queue is queue
    assert {role for role, one in team.items() if moves.possible(session, one, case)} == roles
    go(session, case, Move.REFER)
    assert not any(moves.possible(session, team[role], case) for role in roles)  # the retention rule does


def test_who_may_not_know_of_a_case_cannot_move_it(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    with pytest.raises(NoSuchCase):
        moves.make(session, make_team(session)[Role.TEAM_LEADER], case, Move.REFER, NOW, reason="报上级")


def test_a_handler_starts_what_is_in_his_hands(session: Session) -> None:
    case, team = make_case(session), make_team(session)
    go(session, case, Move.TRIAGE, Move.ACCEPT)
    handler, other = team[Role.HANDLER], make_officer(session, Role.HANDLER)
    holding.assign(session, team[Role.DEPUTY_LEADER], case, handler, NOW)
    with pytest.raises(HeldByAnother, match=handler.name):
        moves.make(session, attest(session, other, case), case, Move.START, NOW)
    with pytest.raises(NotAttested):
        moves.make(session, handler, case, Move.START, NOW)
    moves.make(session, attest(session, handler, case), case, Move.START, NOW)
    assert case.state is State.IN_PROGRESS


def test_a_pending_request_for_recusal_stops_assignment_and_completion(session: Session) -> None:
    case, team = start(session), make_team(session)
    go(session, case, Move.SUBMIT)
    requests.ask(session, NOWHERE, case, "请他回避", NOW)
    with pytest.raises(Suspended):
        moves.make(session, team[Role.REVIEWER], case, Move.COMPLETE, NOW, reason="好了")
    accepted = make_case(session)
    go(session, accepted, Move.TRIAGE, Move.ACCEPT)
    requests.ask(session, NOWHERE, accepted, "请他回避", NOW)
    with pytest.raises(Suspended):
        holding.assign(session, team[Role.DEPUTY_LEADER], accepted, team[Role.HANDLER], NOW)
