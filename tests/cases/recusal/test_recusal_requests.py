"""Who wants an officer to step aside is heard once, in words that only readers of the case can read."""

import pytest
from sqlalchemy.orm import Session

from cases import staff_notices
from cases.errors import IllegalMove, NotAllowed, ReasonNeeded, Unreadable
from cases.kinds import Kind, Role
from cases.models import Case
from cases.recusal import exclusions, interests, requests
from cases.recusal.models import RecusalRequest, Relation, RequestState
from cases.staff_notices import Notice
from tests.builders import NOW, make_case, make_officer, make_person, make_readers, reader
from tests.cases.test_routing import OFFICE

CARD = "6222021234567890"


def asked(session: Session, case: Case, text: str = "请承办人回避") -> RecusalRequest:
    return requests.ask(session, OFFICE, case, text, NOW)


def test_the_words_of_a_request_are_masked_in_an_open_case(session: Session) -> None:
    request = asked(session, make_case(session), f"他拿着我的卡{CARD}")
    assert CARD not in requests.words_of(session, request)


def test_the_words_of_a_request_are_sealed_in_a_tip_off(session: Session) -> None:
    request = asked(session, make_case(session, kind=Kind.TIP_OFF), "请周某回避")
    assert "请周某回避".encode() not in request.words
    assert requests.words_of(session, request, reader(session)) == "请周某回避"
    with pytest.raises(Unreadable):
        requests.words_of(session, request)


def test_who_decides_is_told(session: Session) -> None:
    leader = make_officer(session, Role.TEAM_LEADER)
    asked(session, make_case(session))
    assert Notice.RECUSAL in [notice.what for notice in staff_notices.unseen_for(session, leader)]


def test_a_suspicion_is_told_to_who_can_decide_and_not_to_whom_it_is_about(session: Session) -> None:
    suspect, deputy = make_person(session, "王建国", Role.TEAM_LEADER), make_officer(session, Role.DEPUTY_LEADER)
    make_case(session, "村口的路，王健国不让修")
    assert Notice.RECUSAL in [notice.what for notice in staff_notices.unseen_for(session, deputy)]
    assert staff_notices.unseen_for(session, suspect) == []


def test_a_request_is_decided_once_with_a_reason_by_who_may(session: Session) -> None:
    request, leader = asked(session, make_case(session)), make_officer(session, Role.TEAM_LEADER)
    with pytest.raises(NotAllowed):
        requests.refuse(session, make_officer(session, Role.HANDLER), request, "不必", NOW)
    with pytest.raises(ReasonNeeded):
        requests.refuse(session, leader, request, " ", NOW)
    requests.refuse(session, leader, request, "没有利害关系", NOW)
    assert (request.state, request.decided_by) == (RequestState.REFUSED, leader.name)
    with pytest.raises(IllegalMove):
        requests.grant(session, leader, request, leader.staff_id, "改主意", NOW)


def test_one_request_of_two_still_holds_the_case_up(session: Session) -> None:
    case, leader = make_case(session), make_officer(session, Role.TEAM_LEADER)
    first, second = asked(session, case), asked(session, case)
    requests.refuse(session, leader, first, "没有利害关系", NOW)
    assert requests.undecided(session, case) == [second]
    assert requests.pending(session, case)


def test_a_suspicion_does_not_undo_what_was_decided(session: Session) -> None:
    case, officer = make_case(session), make_officer(session, Role.HANDLER)
    exclusions.exclude(session, case, officer.staff_id, exclusions.Why.DECLARED, officer.name, NOW)
    exclusions.exclude(session, case, officer.staff_id, exclusions.Why.NAMED, "system", NOW, decided=False)
    assert exclusions.suspected(session, case) == []
    assert exclusions.keeps_out(session, case, officer.staff_id)


def test_a_decision_needs_a_reason(session: Session) -> None:
    make_person(session, "王建国", Role.HANDLER)
    case = make_case(session, "村口的路，王健国不让修")
    (row,) = exclusions.suspected(session, case)
    with pytest.raises(ReasonNeeded):
        exclusions.settle(
            session, make_officer(session, Role.TEAM_LEADER), case, row.staff_id, conflict=True, reason="", now=NOW
        )


def test_an_interest_is_taken_back_only_by_who_declared_it(session: Session) -> None:
    mine, other = make_officer(session, Role.HANDLER), make_officer(session, Role.HANDLER)
    interest = interests.declare(session, mine, Relation.RELATIVE, " 赵小梅 ", NOW)
    assert interest.subject == "赵小梅"
    with pytest.raises(NotAllowed):
        interests.withdraw(session, other, interest.id)
    interests.withdraw(session, mine, interest.id)
    session.flush()
    assert interests.of(session, mine.staff_id) == []


def test_who_steps_aside_from_a_tip_off_loses_the_key(session: Session) -> None:
    officers = make_readers(session)
    case = make_case(session, kind=Kind.TIP_OFF)
    exclusions.exclude(
        session,
        case,
        officers[Role.DEPUTY_LEADER].staff_id,
        exclusions.Why.DECLARED,
        officers[Role.DEPUTY_LEADER].name,
        NOW,
    )
    request = asked(session, case)
    with pytest.raises(Unreadable):
        requests.words_of(session, request, reader(session, Role.DEPUTY_LEADER))
