"""Telling the citizen is a duty with a limit: what is told meets it, and nothing else does (domain.md 2.4)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import duties, handling
from cases.deadlines.models import Deadline
from cases.deadlines.rule import Event, RuleId
from cases.draft_body import DraftIdentity
from cases.kinds import IdentityMode, Kind, Role
from cases.models import Case
from cases.recusal import requests
from cases.transitions import Move
from tests.builders import DAY, NOW, SECRET, make_case
from tests.cases.test_routing import OFFICE
from tests.teams import NOTICE, close, go, make_team

NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")


def deadline(session: Session, case: Case, rule: RuleId) -> Deadline:
    return session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == rule)).one()


def make_complaint(session: Session, *, to_be_told: bool = True) -> Case:
    case = make_case(session, "楼下太吵", Kind.COMPLAINT, identity=NAMED, wants_notice=to_be_told)
    go(session, case, Move.TRIAGE)
    return case


def test_who_is_told_of_the_acceptance_is_informed(session: Session) -> None:
    case, team = make_complaint(session), make_team(session)
    handling.accept(session, SECRET, team[Role.TRIAGE_OFFICER], case, NOW + DAY, notice=NOTICE)
    assert deadline(session, case, RuleId.DL10).met_on is not None


@pytest.mark.parametrize("move", [Move.REFUSE, Move.REFER])
def test_who_is_told_where_the_matter_belongs_is_informed(session: Session, move: Move) -> None:
    case, triage = make_complaint(session), make_team(session)[Role.TRIAGE_OFFICER]
    handling.close(session, SECRET, triage, case, NOW, reason="属市局职责", notice=NOTICE, move=move)
    assert deadline(session, case, RuleId.DL10).met_on is not None


def test_who_has_no_chat_is_not_informed_by_an_acceptance(session: Session) -> None:
    case, triage = make_complaint(session, to_be_told=False), make_team(session)[Role.TRIAGE_OFFICER]
    handling.accept(session, SECRET, triage, case, NOW, notice=NOTICE)
    assert deadline(session, case, RuleId.DL10).met_on is None


def test_a_written_answer_informs(session: Session) -> None:
    case, triage = make_complaint(session, to_be_told=False), make_team(session)[Role.TRIAGE_OFFICER]
    handling.reply(session, SECRET, triage, case, "已收到，由住建局办理", NOW, notice=NOTICE)
    assert deadline(session, case, RuleId.DL10).met_on is not None


def test_a_neutral_notice_informs_nobody_of_the_acceptance_of_a_tip_off(session: Session) -> None:
    case, team = make_case(session, kind=Kind.TIP_OFF, identity=NAMED, wants_notice=True), make_team(session)
    go(session, case, Move.TRIAGE, Move.PROPOSE_ACCEPTANCE)
    handling.accept(session, SECRET, team[Role.DEPUTY_LEADER], case, NOW, notice=NOTICE)
    handling.reply(session, SECRET, team[Role.TRIAGE_OFFICER], case, "已受理", NOW, notice=NOTICE)
    assert deadline(session, case, RuleId.DL05).met_on is None
    duties.record(session, team[Role.TRIAGE_OFFICER], case, Event.INFORMED, "当面告知", NOW)
    assert deadline(session, case, RuleId.DL05).met_on is not None


def test_feedback_to_who_gave_a_name_is_recorded_also_before_it_was_checked(session: Session) -> None:
    case, team = make_case(session, kind=Kind.TIP_OFF, identity=NAMED), make_team(session)
    close(session, case)
    assert deadline(session, case, RuleId.DL06).met_on is None
    duties.record(session, team[Role.DEPUTY_LEADER], case, Event.FEEDBACK_RECORDED, "电话反馈，无异议", NOW)
    assert deadline(session, case, RuleId.DL06).met_on is not None


def test_a_name_that_was_denied_ends_the_duties_to_whom_it_belongs_until_it_is_believed_again(session: Session) -> None:
    case, triage = make_case(session, kind=Kind.TIP_OFF, identity=NAMED), make_team(session)[Role.TRIAGE_OFFICER]
    handling.check_identity(session, triage, case, IdentityMode.IMPERSONATED, NOW, reason="本人否认")
    assert not deadline(session, case, RuleId.DL05).open
    handling.check_identity(session, triage, case, IdentityMode.REAL_NAME, NOW, reason="再次核实")
    assert deadline(session, case, RuleId.DL05).open


def test_while_a_recusal_is_undecided_the_clocks_stand_still(session: Session) -> None:
    case, leader = make_complaint(session), make_team(session)[Role.TEAM_LEADER]
    first, second = (requests.ask(session, OFFICE, case, "请承办人回避", NOW) for _ in range(2))
    assert not deadline(session, case, RuleId.DL10).running
    requests.refuse(session, leader, first, "没有利害关系", NOW + DAY)
    assert not deadline(session, case, RuleId.DL10).running
    requests.refuse(session, leader, second, "没有利害关系", NOW + 2 * DAY)
    assert deadline(session, case, RuleId.DL10).running
