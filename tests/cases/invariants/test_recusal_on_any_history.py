"""INV-R3, R5, R7 and what is not held of R4, R7; the others of domain.md 2.7 are in tests/cases/recusal."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, duplicates, following, holding, moves, queries, splitting, staff_notices
from cases.draft_body import DraftIdentity
from cases.errors import KeptOut, NotAllowed, Suspended
from cases.kinds import AboutWhom, IdentityMode, Kind, Role
from cases.recusal import attestations, exclusions, requests
from cases.recusal.models import Why
from cases.sealing import granting, identities
from cases.sealing.models import CaseKeyWrap
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice
from cases.transitions import Move
from tests.builders import NOW, RECOVERY, SECRET, make_case, make_officer, make_person, make_readers
from tests.cases.test_routing import OFFICE
from tests.teams import go, make_team, start

PLAIN = "村口的路灯坏了很久，晚上看不见"
SIGNED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")
TEAM = (Role.INTAKE_CLERK, Role.TRIAGE_OFFICER, Role.HANDLER, Role.REVIEWER)


def keeps_out(session: Session, case, officer: Officer) -> None:
    exclusions.exclude(session, case, officer.staff_id, Why.DECLARED, officer.name, NOW)


def wraps_of(session: Session, officer: Officer) -> list[CaseKeyWrap]:
    return list(session.scalars(select(CaseKeyWrap).where(CaseKeyWrap.staff_id == officer.staff_id)))


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.COMPLAINT])
def test_inv_r3_who_handled_a_case_does_not_review_it_whatever_roles_they_have(session: Session, kind: Kind) -> None:
    case, both = start(session, kind), make_officer(session, Role.HANDLER, Role.REVIEWER)
    attestations.attest(session, both, case, NOW)
    holding.transfer(session, make_team(session)[Role.HANDLER], case, both, NOW, reason="接手")
    moves.make(session, both, case, Move.SUBMIT, NOW)
    with pytest.raises(NotAllowed):
        moves.make(session, both, case, Move.COMPLETE, NOW, reason="已装灯")
    moves.make(session, make_team(session)[Role.REVIEWER], case, Move.COMPLETE, NOW, reason="已装灯")


def test_inv_r3_on_a_tip_off_registrar_and_handler_are_two_persons(session: Session) -> None:
    case = make_case(session, "村里的会计收了红包", Kind.TIP_OFF)
    go(session, case, Move.TRIAGE, Move.PROPOSE_ACCEPTANCE, Move.ACCEPT)
    leader = make_team(session)[Role.TEAM_LEADER]
    registrar = make_team(session)[Role.TRIAGE_OFFICER]
    both = Officer(registrar.staff_id, registrar.name, registrar.roles | {Role.HANDLER})
    with pytest.raises(NotAllowed):
        holding.assign(session, leader, case, both, NOW)


def test_inv_r5_nor_is_a_suspended_case_given_from_hand_to_hand(session: Session) -> None:
    case, other = start(session), make_officer(session, Role.HANDLER)
    requests.ask(session, OFFICE, case, "请承办人回避", NOW)
    with pytest.raises(Suspended):
        holding.transfer(session, make_team(session)[Role.HANDLER], case, other, NOW, reason="接手")


@pytest.mark.parametrize("role", TEAM)
def test_inv_r7_nobody_gives_a_recused_officer_the_case(session: Session, role: Role) -> None:
    case, recused = start(session), make_officer(session, role, Role.HANDLER)
    keeps_out(session, case, recused)
    with pytest.raises(KeptOut):
        holding.transfer(session, make_team(session)[Role.HANDLER], case, recused, NOW, reason="接手")
    assert not access.sees(session, recused, case)


def test_inv_r7_nor_its_key_nor_the_name_of_its_citizen(session: Session) -> None:
    readers = make_readers(session)
    case = make_case(session, PLAIN, Kind.TIP_OFF, identity=SIGNED)
    leader, deputy = readers[Role.TEAM_LEADER], readers[Role.DEPUTY_LEADER]
    keeps_out(session, case, deputy)
    assert wraps_of(session, deputy) == []
    with pytest.raises(KeptOut):
        granting.grant(session, leader, case, session.get_one(Staff, deputy.staff_id), NOW)
    with pytest.raises(KeptOut):
        identities.ask(session, deputy, case, "核对", NOW)
    assert wraps_of(session, deputy) == []


def test_inv_r7_nor_does_another_case_tell_of_it(session: Session) -> None:
    triage, recused = make_team(session)[Role.TRIAGE_OFFICER], make_officer(session, Role.TRIAGE_OFFICER)
    hidden, first = make_case(session, PLAIN), make_case(session, PLAIN)
    for case in (hidden, first):
        go(session, case, Move.TRIAGE)
    part = splitting.split(
        session,
        RECOVERY.public,
        triage,
        hidden,
        Kind.SUGGESTION,
        "建议装灯",
        NOW,
        jurisdiction=OFFICE,
        reason="另一件事",
    )
    duplicates.mark(session, triage, first, hidden, NOW, reason="重复")
    keeps_out(session, hidden, recused)
    for case in (first, part):
        shown = queries.file_of(session, recused, case.number).events
        assert hidden.number not in {word for line in shown for word in (line.old, line.new)}
        assert hidden.number in {
            word for line in queries.file_of(session, triage, case.number).events for word in (line.old, line.new)
        }


@pytest.mark.parametrize(("role", "name"), [(Role.DEPUTY_LEADER, "郑海涛"), (Role.TEAM_LEADER, "王建国")])
def test_inv_r7_who_is_named_later_in_a_tip_off_is_not_given_its_key_again(session: Session, role, name) -> None:
    readers, person = make_readers(session), make_person(session, name, role)
    case = make_case(session, "村里的会计收了红包", Kind.TIP_OFF)
    following.add_message(session, case, f"{name}也收了红包", NOW, known=OFFICE)
    assert wraps_of(session, person) == []
    with pytest.raises(KeptOut):
        granting.grant(session, readers[Role.TRIAGE_OFFICER], case, session.get_one(Staff, person.staff_id), NOW)


def test_inv_r4_what_turns_out_to_accuse_the_leader_leaves_him_no_key_to_the_name(session: Session) -> None:
    readers = make_readers(session)
    case = make_case(session, PLAIN, Kind.COMPLAINT, identity=SIGNED)
    known: dict[str, Any] = {"about_whom": AboutWhom.TEAM_LEADER, "jurisdiction": OFFICE, "reason": "反映组长"}
    splitting.treat_as_tip_off(session, SECRET, RECOVERY.public, readers[Role.TRIAGE_OFFICER], case, NOW, **known)
    assert not access.sees(session, readers[Role.TEAM_LEADER], case)
    assert wraps_of(session, readers[Role.TEAM_LEADER]) == []


def test_inv_r1_a_recused_auditor_is_not_told_that_a_name_was_released(session: Session) -> None:
    auditor = make_officer(session, Role.AUDITOR)
    case = make_case(session, PLAIN, identity=SIGNED)
    keeps_out(session, case, auditor)
    staff_notices.tell(session, case, Notice.IDENTITY, NOW, role=Role.AUDITOR)
    assert staff_notices.unseen_for(session, auditor) == []


def test_inv_r5_a_pending_request_blocks_a_direct_answer_too(session: Session) -> None:
    case = make_case(session, "请问路灯什么时候装", Kind.CONSULTATION)
    requests.ask(session, OFFICE, case, "请承办人回避", NOW)
    with pytest.raises(Suspended):
        moves.make(session, make_team(session)[Role.TRIAGE_OFFICER], case, Move.ANSWER, NOW)


def test_inv_r5_who_may_not_know_of_a_tip_off_decides_nothing_in_it(session: Session) -> None:
    make_readers(session)
    deputy = make_person(session, "郑海涛", Role.DEPUTY_LEADER)
    case = make_case(session, "郑海涛收了红包，在饭店", Kind.TIP_OFF)
    request = requests.ask(session, OFFICE, case, "请郑海涛回避", NOW)
    assert not access.sees(session, deputy, case)
    with pytest.raises(access.NoSuchCase):
        requests.refuse(session, deputy, request, "不必", NOW)
