"""INV-P1: a request for protection goes to the leader, and past an accused one to the dispatching organ."""

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import history, protection, queries, staff_notices
from cases.deadlines.models import Deadline
from cases.deadlines.rule import Event, RuleId
from cases.errors import HandOffOnly, IllegalMove, NotAllowed, ReasonNeeded, Unreadable
from cases.history import ABOUT_LEADER
from cases.kinds import AboutWhom, Kind, Role
from cases.models import CaseEvent
from cases.routing.jurisdiction import parse
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from settings import ROOT
from tests import teams
from tests.builders import NOW, make_case

OFFICE = parse([yaml.safe_load((ROOT / "data" / "jurisdiction.yml").read_text("utf-8"))])
THREAT = "会计昨晚带人堵门，扬言要打我"
BY_LEADER = "纪检组长本人打电话威胁我，叫我撤回"


def told(session: Session, officer: Officer) -> bool:
    return Notice.PROTECTION in [notice.what for notice in staff_notices.unseen_for(session, officer)]


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL, Kind.COMPLAINT])
def test_inv_p1_it_goes_to_the_leader_the_same_day(session: Session, kind: Kind) -> None:
    team, case = teams.make_team(session), make_case(session, kind=kind)
    request = protection.ask(session, OFFICE, case, THREAT, NOW)
    assert told(session, team[Role.TEAM_LEADER])
    assert protection.words_of(session, team[Role.TEAM_LEADER], request) == THREAT
    due = session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == RuleId.DL20)).one()
    assert due.due_on == NOW.date()


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.COMPLAINT])
def test_inv_p1_past_an_accused_leader_it_goes_to_the_dispatching_organ(session: Session, kind: Kind) -> None:
    team, case = teams.make_team(session), make_case(session, kind=kind)
    request = protection.ask(session, OFFICE, case, BY_LEADER, NOW)
    liaison = team.pop(Role.SUPERIOR_LIAISON)
    assert told(session, liaison) and protection.words_of(session, liaison, request) == BY_LEADER
    assert not any(told(session, officer) for officer in team.values())
    for officer in team.values():
        with pytest.raises(Unreadable):
            protection.words_of(session, officer, request)
    events = session.scalars(select(CaseEvent.what).where(CaseEvent.case_id == case.id)).all()
    assert "protection_asked" not in events


def test_inv_p1_of_a_case_about_the_leader_nobody_of_the_team_hears(session: Session) -> None:
    team = teams.make_team(session)
    case = make_case(session, kind=Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    request = protection.ask(session, OFFICE, case, THREAT, NOW)
    assert request.upward and not told(session, team[Role.TEAM_LEADER])


def test_without_a_liaison_nothing_against_the_leader_is_kept(session: Session) -> None:
    team, case = teams.make_team(session), make_case(session, kind=Kind.COMPLAINT)
    session.get_one(Staff, team[Role.SUPERIOR_LIAISON].staff_id).active = False
    with pytest.raises(HandOffOnly):
        protection.ask(session, OFFICE, case, BY_LEADER, NOW)


def test_it_is_taken_up_once_with_a_word_on_how_and_not_by_anybody(session: Session) -> None:
    team, case = teams.make_team(session), make_case(session, kind=Kind.TIP_OFF)
    request = protection.ask(session, OFFICE, case, THREAT, NOW)
    with pytest.raises(NotAllowed):
        protection.take(session, team[Role.TRIAGE_OFFICER], request, "已报", NOW)
    with pytest.raises(ReasonNeeded):
        protection.take(session, team[Role.TEAM_LEADER], request, " ", NOW)
    protection.take(session, team[Role.TEAM_LEADER], request, "已联系派出所", NOW)
    with pytest.raises(IllegalMove):
        protection.take(session, team[Role.TEAM_LEADER], request, "再来", NOW)


def test_one_against_the_leader_is_not_his_to_take_up(session: Session) -> None:
    team, case = teams.make_team(session), make_case(session, kind=Kind.COMPLAINT)
    request = protection.ask(session, OFFICE, case, BY_LEADER, NOW)
    with pytest.raises(NotAllowed):
        protection.take(session, team[Role.TEAM_LEADER], request, "没有的事", NOW)


def test_how_it_was_taken_up_past_the_leader_is_kept_for_the_dispatching_organ_alone(session: Session) -> None:
    team, case = teams.make_team(session), make_case(session, kind=Kind.COMPLAINT)
    request = protection.ask(session, OFFICE, case, BY_LEADER, NOW)
    protection.take(session, team[Role.SUPERIOR_LIAISON], request, "已请市公安局派人", NOW)
    line = history.last(session, case, *ABOUT_LEADER)
    assert line and history.reason_of(session, case, line) == "已请市公安局派人"
    events = queries.file_of(session, team[Role.TEAM_LEADER], case.number).events
    assert not any(event.what in ABOUT_LEADER or event.what == Event.PROTECTION_TAKEN for event in events)
