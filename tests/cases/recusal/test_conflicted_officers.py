"""INV-R1, R2 and R8 of domain.md 2.7: who is named, related, alike or not attested knows nothing of the case."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, following, holding
from cases.draft_body import DraftIdentity
from cases.errors import NoSuchCase, NotAllowed, NotAttested
from cases.kinds import IdentityMode, Kind, Queue, Role
from cases.recusal import attestations, exclusions, interests
from cases.recusal.models import Recusal, Relation, Why
from cases.routing.jurisdiction import NOWHERE
from cases.sealing.models import CaseKeyWrap
from cases.staff.models import Staff
from tests.builders import NOW, make_officer, make_person, make_readers
from tests.cases.recusal.knowing import PLAIN, knows_nothing, submitted

OPEN = (Kind.SUGGESTION, Kind.PRAISE, Kind.CONSULTATION)
TEAM = (Role.INTAKE_CLERK, Role.TRIAGE_OFFICER, Role.HANDLER, Role.REVIEWER, Role.DEPUTY_LEADER, Role.TEAM_LEADER)


@pytest.mark.parametrize("kind", OPEN)
def test_inv_r1_who_is_named_knows_nothing_of_the_case(session: Session, kind: Kind) -> None:
    named = [make_person(session, "王建国", role) for role in TEAM]
    other = make_person(session, "刘小芳", Role.TRIAGE_OFFICER)
    case = submitted(session, "听说王 建国不来开会，请改一改", kind)
    assert all(knows_nothing(session, officer, case) for officer in named)
    assert access.find(session, other, case.number) is case


@pytest.mark.parametrize(
    ("relation", "subject", "why"),
    [
        (Relation.RELATIVE, "赵小梅", Why.RELATIVE),
        (Relation.INTEREST, "瓯江建材公司", Why.INTEREST),
        (Relation.FORMER_UNIT, "市政园林公司", Why.INTEREST),
        (Relation.OWN, "王大国", Why.NAMED),
    ],
)
def test_inv_r1_a_declared_relative_interest_or_unit_counts(session: Session, relation, subject, why) -> None:
    officer = make_person(session, "王建国", Role.TRIAGE_OFFICER)
    interests.declare(session, officer, relation, subject, NOW)
    case = submitted(session, f"建议查一查{subject}的账")
    assert session.get_one(Recusal, (case.id, officer.staff_id)).why is why
    assert knows_nothing(session, officer, case)


@pytest.mark.parametrize("identity", [("王建国", None), ("某某", "13900000000")])
def test_inv_r1_the_reporter_does_not_see_their_own_case_as_an_officer(session: Session, identity) -> None:
    make_readers(session)
    officer = make_person(session, "王建国", Role.TRIAGE_OFFICER)
    interests.declare(session, officer, Relation.OWN, "13900000000", NOW)
    case = submitted(session, PLAIN, identity=DraftIdentity(IdentityMode.CLAIMED_NAME, *identity))
    assert session.get_one(Recusal, (case.id, officer.staff_id)).why is Why.REPORTER
    assert knows_nothing(session, officer, case)


def test_inv_r1_a_street_that_was_somebody_s_unit_counts_when_it_is_chosen(session: Session) -> None:
    officer = make_person(session, "王建国", Role.TRIAGE_OFFICER)
    interests.declare(session, officer, Relation.FORMER_UNIT, "海城街道", NOW)
    assert knows_nothing(session, officer, submitted(session, PLAIN, subdistrict="海城街道"))


def test_inv_r1_words_added_later_count_too_and_take_the_case_out_of_hand(session: Session) -> None:
    officer = make_person(session, "王建国", Role.TRIAGE_OFFICER)
    case = submitted(session, PLAIN)
    attestations.attest(session, officer, case, NOW)
    holding.claim(session, officer, case, NOW)
    following.add_message(session, case, "是王建国不让修的", NOW, NOWHERE)
    assert case.holder_id is None
    assert knows_nothing(session, officer, case)


def test_inv_r1_a_confidential_case_leaves_no_row_that_tells_whom_it_is_about(session: Session) -> None:
    make_readers(session)
    named = make_person(session, "王建国", Role.DEPUTY_LEADER)
    case = submitted(session, "王建国收了红包，在饭店", Kind.TIP_OFF)
    assert case.queue is Queue.SEALED_OWN_TEAM
    assert session.scalars(select(Recusal)).all() == []
    assert named.staff_id not in session.scalars(select(CaseKeyWrap.staff_id)).all()
    assert knows_nothing(session, named, case)


def test_inv_r1_a_suspicion_keeps_the_key_of_a_tip_off_away(session: Session) -> None:
    make_readers(session)
    alike = make_person(session, "王建国", Role.DEPUTY_LEADER)
    case = submitted(session, "王健国收了红包，在饭店", Kind.TIP_OFF)
    assert case.queue is Queue.TIP_OFF
    assert knows_nothing(session, alike, case)


def test_inv_r1_a_name_that_is_added_to_a_tip_off_takes_the_key_away(session: Session) -> None:
    make_readers(session)
    officer = make_person(session, "王建国", Role.DEPUTY_LEADER)
    case = submitted(session, "村里的会计收了红包", Kind.TIP_OFF)
    assert access.sees(session, officer, case)
    following.add_message(session, case, "王建国也在场", NOW, NOWHERE)
    assert session.scalars(select(Recusal)).all() == []
    assert knows_nothing(session, officer, case)


def test_inv_r2_nobody_takes_a_case_before_they_say_that_they_have_no_conflict(session: Session) -> None:
    officer, case = make_officer(session, Role.TRIAGE_OFFICER), submitted(session, PLAIN)
    with pytest.raises(NotAttested):
        attestations.require(session, officer, case)
    with pytest.raises(NotAttested):
        holding.claim(session, officer, case, NOW)
    attestations.attest(session, officer, case, NOW)
    attestations.attest(session, officer, case, NOW)
    holding.claim(session, officer, case, NOW)
    assert case.holder_id == officer.staff_id


def test_inv_r2_who_steps_aside_loses_what_they_attested_and_held(session: Session) -> None:
    officer, case = make_officer(session, Role.TRIAGE_OFFICER), submitted(session, PLAIN)
    attestations.attest(session, officer, case, NOW)
    holding.claim(session, officer, case, NOW)
    exclusions.exclude(session, case, officer.staff_id, exclusions.Why.DECLARED, officer.name, NOW)
    assert not attestations.has_attested(session, officer, case)
    assert case.holder_id is None
    assert knows_nothing(session, officer, case)
    with pytest.raises(NoSuchCase):
        attestations.attest(session, officer, case, NOW)


@pytest.mark.parametrize("text", ["李小英不让修", "原纪委副书记不让修", "纪委原副书记不让修"])
def test_inv_r8_other_names_and_former_posts_keep_out(session: Session, text: str) -> None:
    officer = make_person(session, "李秀英", Role.TRIAGE_OFFICER, aliases=("李小英", "原纪委副书记"))
    assert knows_nothing(session, officer, submitted(session, f"村口的路，{text}"))


@pytest.mark.parametrize(("conflict", "sees"), [(True, False), (False, True)])
def test_inv_r8_a_likeness_suspends_until_an_unconflicted_leader_decides(session, conflict: bool, sees: bool) -> None:
    officer = make_person(session, "李秀英", Role.TRIAGE_OFFICER)
    deputy = make_officer(session, Role.DEPUTY_LEADER)
    case = submitted(session, "村口的路，李秀兰不让修")
    assert [row.staff_id for row in exclusions.suspected(session, case)] == [officer.staff_id]
    assert knows_nothing(session, officer, case)
    exclusions.settle(session, deputy, case, officer.staff_id, conflict=conflict, reason="问过本人", now=NOW)
    assert access.sees(session, officer, case) is sees
    assert exclusions.suspected(session, case) == []


def test_inv_r8_nobody_decides_about_themselves_nor_the_team_about_its_leader(session: Session) -> None:
    leader, deputy = make_person(session, "李秀英", Role.TEAM_LEADER), make_officer(session, Role.DEPUTY_LEADER)
    case = submitted(session, "村口的路，李秀兰不让修")
    settle: dict[str, Any] = {"conflict": False, "reason": "不是同一个人", "now": NOW}
    with pytest.raises(NoSuchCase):
        exclusions.settle(session, leader, case, leader.staff_id, **settle)
    with pytest.raises(NotAllowed):
        exclusions.settle(session, deputy, case, leader.staff_id, **settle)
    exclusions.settle(session, make_officer(session, Role.SUPERIOR_LIAISON), case, leader.staff_id, **settle)
    assert access.sees(session, leader, case)


def test_inv_r8_a_closed_account_still_counts_as_the_team_s(session: Session) -> None:
    make_readers(session)
    gone = make_person(session, "李秀英", Role.HANDLER)
    session.get_one(Staff, gone.staff_id).active = False
    assert submitted(session, "李秀英收了红包，在饭店", Kind.TIP_OFF).queue is Queue.SEALED_OWN_TEAM
