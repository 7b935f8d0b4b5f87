"""Who keeps out of a confidential case never comes back into it, and the case is never lost (INV-R1, R4, R7)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, following, history, holding, staff_notices, upward
from cases.errors import HandOffOnly, KeptOut, OnlyReader
from cases.history import What
from cases.kinds import AboutWhom, Kind, Role
from cases.models import Case, Message
from cases.recusal import attestations, exclusions, requests
from cases.recusal.models import Recusal, Why
from cases.sealing import case_keys, granting
from cases.sealing.models import CaseKey, Purpose
from cases.sealing.reading import has_key, officer_reader, private_half
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from tests.builders import NOW, make_case, make_officer, make_person, make_readers
from tests.cases.test_routing import OFFICE

BRIBE = "村里的会计收了红包，在饭店"


def called(session: Session, role: Role, name: str) -> Officer:
    officer = make_readers(session)[role]
    session.get_one(Staff, officer.staff_id).display_name = name
    session.flush()
    return officer


def listed(session: Session, case: Case, by: Officer) -> frozenset[int]:
    key = session.get_one(CaseKey, (case.id, Purpose.CASE), populate_existing=True)
    return case_keys.excluded(key, private_half(session, officer_reader(by), case))


def add(session: Session, case: Case, text: str) -> Message:
    return following.add_message(session, case, text, NOW, OFFICE)


def test_words_that_name_the_only_reader_are_handed_off_and_the_case_is_not_lost(session: Session) -> None:
    liaison = called(session, Role.SUPERIOR_LIAISON, "李明远")
    case = make_case(session, "组长收了红包，在饭店", Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    with pytest.raises(HandOffOnly):
        add(session, case, "我和联络员李明远通了电话")
    assert access.sees(session, liaison, case)
    assert len(session.scalars(select(Message).where(Message.case_id == case.id)).all()) == 1


@pytest.mark.parametrize("name", ["王建国", "王健国"])
def test_inv_r7_who_is_named_later_or_nearly_so_is_never_given_the_key_again(session: Session, name: str) -> None:
    leader, named = make_readers(session)[Role.TEAM_LEADER], called(session, Role.DEPUTY_LEADER, "王建国")
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    add(session, case, f"{name}也在场")
    assert not has_key(session, named.staff_id, case)
    with pytest.raises(KeptOut):
        granting.grant(session, leader, case, session.get_one(Staff, named.staff_id), NOW)


def test_whom_the_list_had_before_it_still_has(session: Session) -> None:
    leader, named = make_readers(session)[Role.TEAM_LEADER], called(session, Role.DEPUTY_LEADER, "王建国")
    other = make_person(session, "李秀英", Role.HANDLER)
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    add(session, case, "王建国也在场")
    add(session, case, "李秀英也在场")
    assert listed(session, case, leader) == {named.staff_id, other.staff_id}


def test_who_is_named_later_has_it_in_hand_no_longer_nor_attested(session: Session) -> None:
    make_readers(session)
    named = called(session, Role.TRIAGE_OFFICER, "王建国")
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    attestations.attest(session, named, case, NOW)
    holding.claim(session, named, case, NOW)
    add(session, case, "王建国也在场")
    assert case.holder_id is None
    assert not attestations.has_attested(session, named, case)


def test_inv_r7_an_accused_leader_is_never_given_the_key_again(session: Session) -> None:
    deputy, leader = make_readers(session)[Role.DEPUTY_LEADER], called(session, Role.TEAM_LEADER, "周国强")
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    add(session, case, "后来才知道，周国强也收了钱，就在饭店里")
    assert listed(session, case, deputy) == {leader.staff_id}


def test_what_only_an_accused_leader_can_read_is_not_lost(session: Session) -> None:
    readers = make_readers(session)
    leader = called(session, Role.TEAM_LEADER, "周国强")
    for role in (Role.TRIAGE_OFFICER, Role.DEPUTY_LEADER):
        session.get_one(Staff, readers[role].staff_id).active = False
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    apart = add(session, case, "后来才知道，周国强也收了钱，就在饭店里").case
    assert has_key(session, leader.staff_id, case)
    assert not access.sees(session, leader, apart)


def test_what_a_citizen_asked_for_leaves_no_row_in_a_tip_off_and_no_way_back(session: Session) -> None:
    readers = make_readers(session)
    leader, deputy = readers[Role.TEAM_LEADER], readers[Role.DEPUTY_LEADER]
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    request = requests.ask(session, OFFICE, case, "请副职回避", NOW)
    requests.grant(session, leader, request, deputy.staff_id, "是邻居", NOW)
    assert session.scalars(select(Recusal)).all() == []
    assert listed(session, case, leader) == {deputy.staff_id}
    assert not access.sees(session, deputy, case)


def test_the_last_reader_is_not_recused_before_somebody_else_can_read(session: Session) -> None:
    liaison = make_readers(session)[Role.SUPERIOR_LIAISON]
    case = make_case(session, "组长收了红包，在饭店", Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    with pytest.raises(OnlyReader):
        exclusions.exclude(session, case, liaison.staff_id, Why.DECLARED, liaison.name, NOW)
    assert access.sees(session, liaison, case)


def test_inv_r5_one_against_the_leader_reaches_the_liaison_and_no_line_tells_the_leader(session: Session) -> None:
    leader, liaison = make_person(session, "王建国", Role.TEAM_LEADER), make_officer(session, Role.SUPERIOR_LIAISON)
    case = make_case(session)
    requests.ask(session, OFFICE, case, "请王建国回避", NOW)
    assert [notice.what for notice in staff_notices.unseen_for(session, liaison)] == [Notice.RECUSAL]
    assert Notice.RECUSAL not in [notice.what for notice in staff_notices.unseen_for(session, leader)]
    assert history.last(session, case, What.RECUSAL_ASKED) is None


def test_inv_r8_a_suspicion_about_the_leader_reaches_the_liaison_who_settles_it(session: Session) -> None:
    leader, liaison = make_person(session, "李秀英", Role.TEAM_LEADER), make_officer(session, Role.SUPERIOR_LIAISON)
    case = make_case(session, "村口的路，李秀兰不让修")
    assert [notice.what for notice in staff_notices.unseen_for(session, liaison)] == [Notice.RECUSAL]
    assert upward.find(session, liaison, case.number) is case
    assert [row.staff_id for row in upward.suspicions(session, case)] == [leader.staff_id]
    exclusions.settle(session, liaison, case, leader.staff_id, conflict=False, reason="不是同一个人", now=NOW)
    assert access.sees(session, leader, case)
    assert upward.waiting(session, liaison) == []
