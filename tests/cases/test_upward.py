"""Requests against the leader, and who may let others read: on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from cases import access, duties, history, holding, notes, queries, reading_rights, undoing, upward
from cases.deadlines.rule import Event
from cases.errors import IllegalMove, NoSuchCase, NotAllowed, OnlyReader, ReasonNeeded
from cases.history import ABOUT_LEADER
from cases.kinds import AboutWhom, Kind, Role
from cases.recusal import aside, requests
from cases.recusal.models import Recusal, Why
from cases.routing.jurisdiction import NOWHERE
from cases.staff.models import Staff
from tests.builders import NOW, make_case, make_officer, make_person, make_readers, read_by_anybody
from tests.teams import attest


def test_the_liaison_finds_a_case_only_as_long_as_a_request_against_the_leader_waits_in_it(session: Session) -> None:
    make_person(session, "陈立军", Role.TEAM_LEADER)
    liaison, other = make_readers(session)[Role.SUPERIOR_LIAISON], make_officer(session, Role.DEPUTY_LEADER)
    case, beside = make_case(session), make_case(session)
    request = requests.ask(session, NOWHERE, case, "请陈立军组长回避", NOW)
    requests.ask(session, NOWHERE, beside, "请经办的人回避", NOW)
    assert upward.waiting(session, liaison) == [case]
    assert upward.waiting(session, other) == []
    assert upward.find(session, liaison, case.number) is case
    with pytest.raises(NoSuchCase):
        access.find(session, liaison, case.number)
    requests.refuse(session, liaison, request, "没有利害关系", NOW)
    for number in (case.number, beside.number):
        with pytest.raises(NoSuchCase):
            upward.find(session, liaison, number)


@pytest.mark.parametrize("about_whom", [None, AboutWhom.SUPERIOR])
def test_what_is_decided_about_the_leader_is_a_line_that_only_the_liaison_reads(
    session: Session, about_whom: AboutWhom | None
) -> None:
    make_person(session, "陈立军", Role.TEAM_LEADER)
    team = make_readers(session)
    case = make_case(session, kind=Kind.TIP_OFF if about_whom else Kind.SUGGESTION, about_whom=about_whom)
    readers = [officer for officer in team.values() if access.sees(session, officer, case)]
    request = requests.ask(session, NOWHERE, case, "请陈立军组长回避", NOW)
    requests.refuse(session, team[Role.SUPERIOR_LIAISON], request, "没有利害关系", NOW)
    told = {
        officer.name
        for officer in readers
        if any(line.what in ABOUT_LEADER for line in queries.file_of(session, officer, case.number).events)
    }
    assert told == ({team[Role.SUPERIOR_LIAISON].name} if about_whom else set())
    assert history.last(session, case, *ABOUT_LEADER)


def test_inv_r1_who_is_put_aside_in_a_confidential_case_is_named_in_no_row(session: Session) -> None:
    team = make_readers(session)
    case = make_case(session, kind=Kind.TIP_OFF)
    whom = session.get_one(Staff, team[Role.TRIAGE_OFFICER].staff_id)
    with pytest.raises(ReasonNeeded):
        aside.put_aside(session, team[Role.TEAM_LEADER], case, whom, Why.RELATIVE, NOW, reason=" ")
    aside.put_aside(session, team[Role.TEAM_LEADER], case, whom, Why.RELATIVE, NOW, reason="近亲属")
    assert not access.sees(session, team[Role.TRIAGE_OFFICER], case)
    assert session.get(Recusal, (case.id, whom.id)) is None


def test_the_last_reader_can_neither_be_put_aside_nor_lose_the_key(session: Session) -> None:
    liaison = make_readers(session)[Role.SUPERIOR_LIAISON]
    case = make_case(session, kind=Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    alone = session.get_one(Staff, liaison.staff_id)
    with pytest.raises(OnlyReader):
        aside.put_aside(session, liaison, case, alone, Why.DECLARED, NOW, reason="")
    with pytest.raises(OnlyReader):
        reading_rights.take(session, liaison, case, alone, NOW, reason="不再负责")


def test_a_note_and_what_was_done_outside_are_for_who_works_on_the_case(session: Session) -> None:
    case, auditor = make_case(session, kind=Kind.COMPLAINT), make_officer(session, Role.AUDITOR)
    clerk, handler = make_officer(session, Role.INTAKE_CLERK), make_officer(session, Role.HANDLER)
    with pytest.raises(NoSuchCase):
        notes.write(session, auditor, case, "记一下", NOW)
    assert read_by_anybody(session, notes.write(session, clerk, case, "问过供电所", NOW)) == "问过供电所"
    with pytest.raises(NotAllowed):
        duties.record(session, handler, case, Event.TRANSFERRED_IN, "信访局转来", NOW)
    duties.record(session, clerk, case, Event.TRANSFERRED_IN, "信访局转来", NOW)


def test_a_note_of_a_confidential_case_is_sealed(session: Session) -> None:
    team = make_readers(session)
    case = make_case(session, kind=Kind.TIP_OFF)
    note = notes.write(session, team[Role.TRIAGE_OFFICER], case, "先核实地点", NOW)
    assert "先核实地点".encode() not in note.content
    assert read_by_anybody(session, note) == "先核实地点"


def test_a_claim_is_undone_by_who_made_it_and_in_time(session: Session) -> None:
    case, clerk = make_case(session), make_officer(session, Role.INTAKE_CLERK)
    holding.claim(session, attest(session, clerk, case), case, NOW)
    for officer, at in ((make_officer(session, Role.TRIAGE_OFFICER), NOW), (clerk, NOW + timedelta(minutes=11))):
        with pytest.raises(IllegalMove):
            undoing.undo(session, officer, case, at, reason="点错了")
    undoing.undo(session, clerk, case, NOW, reason="点错了")
    assert case.holder_id is None


def test_undoing_a_release_of_anothers_case_gives_it_to_nobody(session: Session) -> None:
    case, clerk = make_case(session), make_officer(session, Role.INTAKE_CLERK)
    leader = make_officer(session, Role.TEAM_LEADER)
    holding.claim(session, attest(session, clerk, case), case, NOW)
    holding.release(session, leader, case, NOW, reason="她休假")
    assert not undoing.is_possible(session, leader, case, NOW)
    with pytest.raises(IllegalMove):
        undoing.undo(session, leader, case, NOW, reason="点错了")
    assert case.holder_id is None


def test_undoing_a_release_of_ones_own_case_takes_it_again(session: Session) -> None:
    case, clerk = make_case(session), make_officer(session, Role.INTAKE_CLERK)
    holding.claim(session, attest(session, clerk, case), case, NOW)
    holding.release(session, clerk, case, NOW)
    undoing.undo(session, clerk, case, NOW, reason="点错了")
    assert case.holder_id == clerk.staff_id
