"""A name is released for a written reason that a second person approves (domain.md INV-C2)."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import staff_notices
from cases.draft_body import DraftIdentity
from cases.errors import IllegalMove, KeptOut, NotAllowed, ReasonNeeded, Unreadable
from cases.history import What
from cases.kinds import IdentityMode, Kind, Role
from cases.models import Case, CaseEvent, Identity
from cases.recusal.models import Recusal, Why
from cases.sealing import granting, identities
from cases.sealing.models import RequestState
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from tests.builders import NOW, make_case, make_officer, make_readers

NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")
WHY = "需要当面核实漏水的房间"


@pytest.fixture
def handler(session: Session) -> Officer:
    return make_officer(session, Role.HANDLER)


@pytest.fixture
def leader(session: Session) -> Officer:
    return make_readers(session)[Role.TEAM_LEADER]


@pytest.fixture(params=[Kind.COMPLAINT, Kind.TIP_OFF])
def case(request: pytest.FixtureRequest, session: Session, handler: Officer, leader: Officer) -> Case:
    case = make_case(session, "三楼漏水没人管", request.param, identity=NAMED)
    granting.grant(session, leader, case, session.get_one(Staff, handler.staff_id), NOW)
    return case


def test_after_the_approval_of_a_second_person_the_name_is_read(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    request = identities.ask(session, handler, case, WHY, NOW)
    identities.approve(session, leader, request, NOW)
    assert json.loads(identities.reveal(session, handler, case, NOW))["name"] == "张三"


def test_each_step_and_each_look_leaves_an_event(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    identities.approve(session, leader, identities.ask(session, handler, case, WHY, NOW), NOW)
    identities.reveal(session, handler, case, NOW)
    found = session.execute(select(CaseEvent.what, CaseEvent.actor).order_by(CaseEvent.id.desc()).limit(3)).all()
    assert [tuple(row) for row in found] == [
        (What.IDENTITY_READ, handler.name),
        (What.IDENTITY_RELEASED, leader.name),
        (What.IDENTITY_ASKED, handler.name),
    ]


def test_inv_c2_before_the_approval_nobody_reads_the_name_not_even_a_leader(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    identities.ask(session, handler, case, WHY, NOW)
    for officer in (handler, leader):
        with pytest.raises(NotAllowed):
            identities.reveal(session, officer, case, NOW)


def test_inv_c2_a_leader_needs_a_second_leader(session: Session, case: Case, leader: Officer) -> None:
    deputy = make_readers(session)[Role.DEPUTY_LEADER]
    request = identities.ask(session, leader, case, WHY, NOW)
    with pytest.raises(NotAllowed):
        identities.approve(session, leader, request, NOW)
    identities.approve(session, deputy, request, NOW)
    assert identities.reveal(session, leader, case, NOW)


def test_inv_c2_the_auditor_hears_of_each_release_and_nobody_of_a_refusal(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    auditor = make_officer(session, Role.AUDITOR)
    identities.refuse(session, leader, identities.ask(session, handler, case, WHY, NOW), NOW)
    assert staff_notices.unseen_for(session, auditor) == []
    identities.approve(session, leader, identities.ask(session, handler, case, WHY, NOW), NOW)
    assert [notice.case.number for notice in staff_notices.unseen_for(session, auditor)] == [case.number]
    assert Notice.IDENTITY not in {notice.what for notice in staff_notices.unseen_for(session, handler)}


@pytest.mark.parametrize("role", [Role.HANDLER, Role.TRIAGE_OFFICER, Role.AUDITOR])
def test_only_who_may_release_names_approves(session: Session, case: Case, handler: Officer, role: Role) -> None:
    other = make_officer(session, role)
    request = identities.ask(session, handler, case, WHY, NOW)
    with pytest.raises((NotAllowed, KeptOut)):
        identities.approve(session, other, request, NOW)


def test_without_a_reason_there_is_no_request(session: Session, case: Case, handler: Officer) -> None:
    with pytest.raises(ReasonNeeded):
        identities.ask(session, handler, case, " \n", NOW)


def test_what_was_refused_stays_refused(session: Session, case: Case, handler: Officer, leader: Officer) -> None:
    request = identities.ask(session, handler, case, WHY, NOW)
    identities.refuse(session, leader, request, NOW)
    assert request.state is RequestState.REFUSED
    with pytest.raises(IllegalMove):
        identities.approve(session, leader, request, NOW)
    with pytest.raises(NotAllowed):
        identities.reveal(session, handler, case, NOW)


def test_the_reason_is_read_by_who_decides(session: Session, case: Case, handler: Officer, leader: Officer) -> None:
    request = identities.ask(session, handler, case, WHY, NOW)
    assert identities.reason_of(session, leader, request) == WHY


def test_the_reason_of_a_confidential_case_is_no_clear_text(
    session: Session, handler: Officer, leader: Officer
) -> None:
    case = make_case(session, "某科长收了红包", Kind.TIP_OFF, identity=NAMED)
    granting.grant(session, leader, case, session.get_one(Staff, handler.staff_id), NOW)
    request = identities.ask(session, handler, case, WHY, NOW)
    assert WHY.encode() not in request.reason
    with pytest.raises(Unreadable):
        identities.reason_of(session, make_officer(session, Role.AUDITOR), request)


def test_who_is_recused_neither_asks_nor_decides(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    request = identities.ask(session, handler, case, WHY, NOW)
    for officer in (handler, leader):
        row = {"case_id": case.id, "staff_id": officer.staff_id, "why": Why.DECLARED, "decided": True}
        session.add(Recusal(**row, by="x", at=NOW))
    with pytest.raises(KeptOut):
        identities.ask(session, handler, case, WHY, NOW)
    with pytest.raises(KeptOut):
        identities.approve(session, leader, request, NOW)


def test_who_was_recused_after_asking_is_not_told(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    request = identities.ask(session, handler, case, WHY, NOW)
    row = {"case_id": case.id, "staff_id": handler.staff_id, "why": Why.DECLARED, "decided": True}
    session.add(Recusal(**row, by="x", at=NOW))
    with pytest.raises(KeptOut):
        identities.approve(session, leader, request, NOW)


def test_who_was_revoked_reads_the_name_no_more(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    identities.approve(session, leader, identities.ask(session, handler, case, WHY, NOW), NOW)
    granting.revoke(session, leader, case, session.get_one(Staff, handler.staff_id), NOW)
    with pytest.raises((KeptOut, Unreadable)):
        identities.reveal(session, handler, case, NOW)


def test_a_name_moved_to_another_case_cannot_be_read(
    session: Session, case: Case, handler: Officer, leader: Officer
) -> None:
    other = make_case(session, "四楼漏水没人管", Kind.COMPLAINT, identity=DraftIdentity(NAMED.mode, "李四"))
    session.get_one(Identity, case.id).body = session.get_one(Identity, other.id).body
    identities.approve(session, leader, identities.ask(session, handler, case, WHY, NOW), NOW)
    with pytest.raises(Unreadable):
        identities.reveal(session, handler, case, NOW)
