"""INV-C13 of domain.md 2.8: a confidential case goes on paper for a reason that a second person approves, once."""

import pytest
from sqlalchemy.orm import Session

from cases import history, printing, staff_notices
from cases.errors import IllegalMove, NoSuchCase, NotAllowed, NotApproved, NotAttested, ReasonNeeded, Unreadable
from cases.history import What
from cases.kinds import AboutWhom, Kind, Role
from cases.models import Case
from cases.sealing import granting
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from tests.builders import NOW, SECRET, make_case, make_officer, make_readers

BRIBE, WHY = "某科长收了红包三万元", "提交专题会研究"


@pytest.fixture
def team(session: Session) -> dict[Role, Officer]:
    return make_readers(session)


@pytest.fixture
def case(session: Session, team: dict[Role, Officer]) -> Case:
    return make_case(session, BRIBE, Kind.TIP_OFF)


def printed(session: Session, officer: Officer, case: Case) -> printing.PrintOut:
    return printing.print_out(session, SECRET, officer, case, NOW)


def test_inv_c13_nobody_prints_a_tip_off_without_approval_not_even_the_leader(
    session: Session, case: Case, team: dict[Role, Officer]
) -> None:
    printing.ask(session, team[Role.TEAM_LEADER], case, WHY, NOW)
    for role in (Role.TEAM_LEADER, Role.DEPUTY_LEADER, Role.TRIAGE_OFFICER):
        with pytest.raises(NotApproved):
            printed(session, team[role], case)


def test_inv_c13_what_is_approved_is_printed_once_with_who_and_when(
    session: Session, case: Case, team: dict[Role, Officer]
) -> None:
    triage = team[Role.TRIAGE_OFFICER]
    request = printing.ask(session, triage, case, WHY, NOW)
    printing.approve(session, team[Role.DEPUTY_LEADER], request, NOW)
    out = printed(session, triage, case)
    assert [said.words for said in out.said] == [BRIBE]
    assert triage.name in out.by
    assert out.at == NOW
    with pytest.raises(NotApproved):
        printed(session, triage, case)


def test_nobody_asks_twice_for_one_print_out(session: Session, case: Case, team: dict[Role, Officer]) -> None:
    triage, deputy = team[Role.TRIAGE_OFFICER], team[Role.DEPUTY_LEADER]
    request = printing.ask(session, triage, case, WHY, NOW)
    with pytest.raises(IllegalMove):
        printing.ask(session, triage, case, WHY, NOW)
    printing.approve(session, deputy, request, NOW)
    with pytest.raises(IllegalMove):
        printing.ask(session, triage, case, WHY, NOW)
    printed(session, triage, case)
    printing.refuse(session, deputy, printing.ask(session, triage, case, WHY, NOW), NOW)
    assert printing.ask(session, triage, case, WHY, NOW).state == "pending"


def test_an_approval_is_for_who_has_asked(session: Session, case: Case, team: dict[Role, Officer]) -> None:
    request = printing.ask(session, team[Role.TRIAGE_OFFICER], case, WHY, NOW)
    printing.approve(session, team[Role.DEPUTY_LEADER], request, NOW)
    with pytest.raises(NotApproved):
        printed(session, team[Role.TEAM_LEADER], case)


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.TRIAGE_OFFICER])
def test_nobody_approves_their_own_request_nor_who_leads_nothing(
    session: Session, case: Case, team: dict[Role, Officer], role: Role
) -> None:
    request = printing.ask(session, team[Role.TEAM_LEADER], case, WHY, NOW)
    with pytest.raises(NotAllowed):
        printing.approve(session, team[role], request, NOW)


def test_what_is_decided_stays_decided(session: Session, case: Case, team: dict[Role, Officer]) -> None:
    request = printing.ask(session, team[Role.TRIAGE_OFFICER], case, WHY, NOW)
    printing.refuse(session, team[Role.TEAM_LEADER], request, NOW)
    assert printing.undecided(session, case) == []
    with pytest.raises(IllegalMove):
        printing.approve(session, team[Role.DEPUTY_LEADER], request, NOW)
    with pytest.raises(NotApproved):
        printed(session, team[Role.TRIAGE_OFFICER], case)


def test_each_step_is_a_line_and_who_decides_is_told(session: Session, case: Case, team: dict[Role, Officer]) -> None:
    triage, deputy = team[Role.TRIAGE_OFFICER], team[Role.DEPUTY_LEADER]
    request = printing.ask(session, triage, case, WHY, NOW)
    assert Notice.PRINT in {notice.what for notice in staff_notices.unseen_for(session, deputy)}
    assert Notice.PRINT not in {notice.what for notice in staff_notices.unseen_for(session, triage)}
    printing.approve(session, deputy, request, NOW)
    printed(session, triage, case)
    steps = (What.PRINT_ASKED, What.PRINT_APPROVED, What.PRINTED)
    lines = [history.last(session, case, what) for what in steps]
    assert [line.actor for line in lines if line] == [triage.name, deputy.name, triage.name]


def test_what_the_paper_is_for_is_written_down_for_the_readers_of_the_case(
    session: Session, case: Case, team: dict[Role, Officer]
) -> None:
    with pytest.raises(ReasonNeeded):
        printing.ask(session, team[Role.TRIAGE_OFFICER], case, " ", NOW)
    request = printing.ask(session, team[Role.TRIAGE_OFFICER], case, WHY, NOW)
    assert WHY.encode() not in request.reason
    assert printing.reason_of(session, team[Role.DEPUTY_LEADER], request) == WHY
    with pytest.raises(Unreadable):
        printing.reason_of(session, make_officer(session, Role.AUDITOR), request)


def test_an_open_case_needs_no_approval(session: Session) -> None:
    case, clerk = make_case(session, "路灯坏了"), make_officer(session, Role.INTAKE_CLERK)
    assert [said.words for said in printed(session, clerk, case).said] == ["路灯坏了"]
    with pytest.raises(IllegalMove):
        printing.ask(session, clerk, case, WHY, NOW)


def test_a_handler_prints_nothing_before_they_have_attested(
    session: Session, case: Case, team: dict[Role, Officer]
) -> None:
    handler = make_officer(session, Role.HANDLER)
    granting.grant(session, team[Role.TEAM_LEADER], case, session.get_one(Staff, handler.staff_id), NOW)
    case.holder_id = handler.staff_id
    with pytest.raises(NotAttested):
        printing.ask(session, handler, case, WHY, NOW)


def test_of_a_case_about_the_leader_the_team_can_print_nothing(session: Session, team: dict[Role, Officer]) -> None:
    case = make_case(session, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    request = printing.ask(session, team[Role.SUPERIOR_LIAISON], case, WHY, NOW)
    for attempt in (
        lambda: printing.ask(session, team[Role.TEAM_LEADER], case, WHY, NOW),
        lambda: printing.approve(session, team[Role.TEAM_LEADER], request, NOW),
        lambda: printed(session, team[Role.TEAM_LEADER], case),
    ):
        with pytest.raises(NoSuchCase):
            attempt()
