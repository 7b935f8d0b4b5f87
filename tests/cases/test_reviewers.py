"""Who reviews a case is a third person, named by a leader, and reads it from then on (domain.md 2.7 INV-R3)."""

import pytest
from sqlalchemy.orm import Session

from cases import access, holding, moves, reading_rights
from cases.errors import IllegalMove, NotAllowed, SamePerson
from cases.kinds import Kind, Role
from cases.models import Case
from cases.sealing.reading import has_key
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import Move
from tests.builders import NOW, make_case, make_officer
from tests.teams import attest, go, make_team


def make_accepted(session: Session, kind: Kind = Kind.TIP_OFF) -> Case:
    case = make_case(session, kind=kind)
    proposed = (Move.PROPOSE_ACCEPTANCE,) if kind.sealed else ()
    go(session, case, Move.TRIAGE, *proposed, Move.ACCEPT)
    return case


def make_assigned(session: Session, reviewer: Officer | None, kind: Kind = Kind.TIP_OFF) -> Case:
    case, team = make_accepted(session, kind), make_team(session)
    holding.assign(session, team[Role.DEPUTY_LEADER], case, team[Role.HANDLER], NOW, reviewer=reviewer)
    attest(session, team[Role.HANDLER], case)
    return case


def test_who_is_named_at_the_assignment_of_a_tip_off_can_complete_it(session: Session) -> None:
    reviewer = make_team(session)[Role.REVIEWER]
    case = make_assigned(session, reviewer)
    assert has_key(session, reviewer.staff_id, case)
    go(session, case, Move.START, Move.SUBMIT, Move.COMPLETE)
    assert holding.reviewer_of(session, case) == reviewer.name


def test_a_reviewer_is_named_later_where_none_was(session: Session) -> None:
    case, team = make_assigned(session, None), make_team(session)
    reviewer = team[Role.REVIEWER]
    assert not access.sees(session, reviewer, case)
    holding.name_reviewer(session, team[Role.TEAM_LEADER], case, reviewer, NOW)
    assert access.sees(session, reviewer, case)


def test_only_a_leader_names_the_reviewer(session: Session) -> None:
    case, team = make_assigned(session, None), make_team(session)
    for role in (Role.TRIAGE_OFFICER, Role.HANDLER):
        with pytest.raises(NotAllowed):
            holding.name_reviewer(session, team[role], case, team[Role.REVIEWER], NOW)


def test_only_a_reviewer_is_named(session: Session) -> None:
    case, team = make_assigned(session, None), make_team(session)
    with pytest.raises(NotAllowed, match="审核人"):
        holding.name_reviewer(session, team[Role.TEAM_LEADER], case, make_officer(session, Role.HANDLER), NOW)


def test_who_handles_a_case_does_not_review_it(session: Session) -> None:
    both = make_officer(session, Role.HANDLER, Role.REVIEWER)
    case, leader = make_accepted(session, Kind.SUGGESTION), make_team(session)[Role.DEPUTY_LEADER]
    with pytest.raises(SamePerson):
        holding.assign(session, leader, case, both, NOW, reviewer=both)


def test_who_registered_a_tip_off_does_not_review_it(session: Session) -> None:
    registrar = make_officer(session, Role.TRIAGE_OFFICER, Role.REVIEWER)
    case, leader = make_case(session, kind=Kind.TIP_OFF), make_team(session)[Role.TEAM_LEADER]
    reading_rights.give(session, leader, case, session.get_one(Staff, registrar.staff_id), NOW, reason="分办")
    moves.make(session, registrar, case, Move.TRIAGE, NOW)
    with pytest.raises(SamePerson):
        holding.name_reviewer(session, leader, case, registrar, NOW)


def test_a_named_reviewer_is_not_given_the_case_to_handle(session: Session) -> None:
    both = make_officer(session, Role.HANDLER, Role.REVIEWER)
    case, leader = make_assigned(session, both, Kind.SUGGESTION), make_team(session)[Role.DEPUTY_LEADER]
    with pytest.raises(SamePerson):
        holding.transfer(session, leader, case, both, NOW, reason="休假")


def test_the_key_goes_from_one_reviewer_to_the_next(session: Session) -> None:
    first, second = make_team(session)[Role.REVIEWER], make_officer(session, Role.REVIEWER)
    case, leader = make_assigned(session, first), make_team(session)[Role.TEAM_LEADER]
    holding.name_reviewer(session, leader, case, second, NOW, reason="休假")
    assert (has_key(session, first.staff_id, case), has_key(session, second.staff_id, case)) == (False, True)


def test_an_appeal_is_reviewed_by_a_leader_and_by_nobody_below(session: Session) -> None:
    case, team = make_accepted(session, Kind.APPEAL), make_team(session)
    with pytest.raises(NotAllowed):
        holding.name_reviewer(session, team[Role.TEAM_LEADER], case, team[Role.REVIEWER], NOW)
    holding.name_reviewer(session, team[Role.TEAM_LEADER], case, team[Role.DEPUTY_LEADER], NOW)
    assert holding.reviewer_of(session, case) == team[Role.DEPUTY_LEADER].name


def test_nobody_is_named_for_what_is_archived(session: Session) -> None:
    case, team = make_case(session, kind=Kind.PRAISE), make_team(session)
    go(session, case, Move.ANSWER, Move.ARCHIVE)
    with pytest.raises(IllegalMove):
        holding.name_reviewer(session, team[Role.TEAM_LEADER], case, team[Role.REVIEWER], NOW)
