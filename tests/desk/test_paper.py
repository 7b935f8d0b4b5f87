"""Paper and decisions on it, as the verbs of one case do them."""

from argparse import Namespace

from sqlalchemy.orm import Session

from cases import access, printing
from cases.draft_body import DraftIdentity
from cases.kinds import IdentityMode, Kind, Role
from cases.models import Case
from cases.recusal import requests
from cases.routing.jurisdiction import NOWHERE
from cases.sealing import identities
from cases.sealing.models import RequestState
from cases.staff.officer import Officer
from desk import one_step, paper
from desk.step import Office
from tests.builders import NOW, RECOVERY, SECRET, make_case, make_officer, make_person, make_readers
from wording import Wording

OFFICE = Office(Wording.load(), SECRET, RECOVERY.public, lambda: NOWHERE, dict)


def take(session: Session, officer: Officer, case: Case, verb: str, **asked: object) -> None:
    words = {"number": case.number, "reason": "理由", "person": None, **asked}
    one_step.take(OFFICE, session, officer, Namespace(do=verb, **words), NOW)


def test_a_paragraph_on_paper_begins_with_the_wide_space_that_it_was_written_with(session: Session) -> None:
    case, clerk = make_case(session, "\u3000\u3000路灯坏了\x1b[2J"), make_officer(session, Role.INTAKE_CLERK)
    (sheet,) = paper.pages(OFFICE.wording, printing.print_out(session, SECRET, clerk, case, NOW))
    assert f"\u3000\u3000路灯坏了{paper.REPLACEMENT}[2J" in sheet.splitlines()


def test_who_waits_for_paper_too_can_still_decide_on_what_others_asked(session: Session) -> None:
    team, case = make_readers(session), make_case(session, "某科长收了红包三万元", Kind.TIP_OFF)
    leader, triage = team[Role.TEAM_LEADER], team[Role.TRIAGE_OFFICER]
    own, others = (printing.ask(session, officer, case, "提交专题会研究", NOW) for officer in (leader, triage))
    take(session, leader, case, "decide-print", decision="yes")
    assert (own.state, others.state) == (RequestState.PENDING, RequestState.APPROVED)


def test_who_waits_for_a_name_too_can_still_decide_on_what_others_asked(session: Session) -> None:
    named = DraftIdentity(IdentityMode.CLAIMED_NAME, "赵六", "13800000000")
    team, case = make_readers(session), make_case(session, "某科长收了红包三万元", Kind.TIP_OFF, identity=named)
    leader, triage = team[Role.TEAM_LEADER], team[Role.TRIAGE_OFFICER]
    own, others = (identities.ask(session, officer, case, "核实", NOW) for officer in (leader, triage))
    take(session, leader, case, "identity", what="refuse")
    assert (own.state, others.state) == (RequestState.PENDING, RequestState.REFUSED)


def test_the_liaison_decides_about_the_leader_though_an_older_request_waits_for_others(session: Session) -> None:
    make_person(session, "陈立军", Role.TEAM_LEADER)
    liaison, case = make_readers(session)[Role.SUPERIOR_LIAISON], make_case(session)
    older, upward = (requests.ask(session, NOWHERE, case, f"请{who}回避", NOW) for who in ("经办的人", "陈立军组长"))
    assert not access.sees(session, liaison, case)
    take(session, liaison, case, "decide-recusal", decision="no")
    assert [request.id for request in requests.undecided(session, case)] == [older.id] != [upward.id]
