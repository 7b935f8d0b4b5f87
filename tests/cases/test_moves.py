"""Which moves a case can make, by whom, and what each leaves behind (domain.md 2.1-2.3)."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import cases
from cases import following, handling, history, moves, transitions
from cases.deadlines.models import Deadline
from cases.errors import IllegalMove, NotAllowed, ReasonNeeded
from cases.kinds import IdentityMode, Kind, ReworkReason, Role, State
from cases.transitions import WAYS, Move
from tests.builders import DAY, NOW, SECRET, make_case
from tests.teams import NOTICE, close, go, lines, make_team, start

SECOND = timedelta(seconds=1)


def test_only_one_module_changes_a_state() -> None:
    assigning = re.compile(r"\bcase\.state\b[^=\n]*(?<![=!<>])=(?!=)|setattr\(case, .state")
    found = {file.name for file in Path(cases.__path__[0]).rglob("*.py") if assigning.search(file.read_text("utf-8"))}
    assert found == {"moves.py"}


def test_the_rows_leave_no_doubt() -> None:
    for one, other in product(WAYS, WAYS):
        same = one is not other and one.move is other.move and one.named is other.named and one.answers == other.answers
        overlap = set(one.courses) & set(other.courses) and set(one.sources) & set(other.sources)
        assert not (same and overlap and set(one.queues) & set(other.queues)), one


def test_every_state_but_the_first_two_can_be_reached() -> None:
    reached = {way.target for way in WAYS} | {State.REGISTERED, State.SEALED}
    assert reached - {None} == set(State)


def test_no_state_but_the_last_is_a_dead_end() -> None:
    left = {source for way in WAYS if way.target for source in way.sources}
    assert set(State) - left == {State.PURGED}


def test_nobody_completes_what_was_just_submitted(session: Session) -> None:
    case = make_case(session)
    with pytest.raises(IllegalMove):
        moves.make(session, make_team(session)[Role.REVIEWER], case, Move.COMPLETE, NOW, reason="好了")


def test_a_move_is_made_by_whoever_has_the_role(session: Session) -> None:
    case, team = make_case(session), make_team(session)
    with pytest.raises(NotAllowed, match="分办员"):
        moves.make(session, team[Role.INTAKE_CLERK], case, Move.TRIAGE, NOW)
    moves.make(session, team[Role.TRIAGE_OFFICER], case, Move.TRIAGE, NOW)
    assert case.state is State.TRIAGED


@pytest.mark.parametrize("reason", [None, " "])
def test_where_a_reason_is_wanted_one_is_given(session: Session, reason: str | None) -> None:
    case, team = make_case(session, kind=Kind.COMPLAINT), make_team(session)
    go(session, case, Move.TRIAGE)
    with pytest.raises(ReasonNeeded):
        moves.make(session, team[Role.TRIAGE_OFFICER], case, Move.REFUSE, NOW, reason=reason)


def test_a_move_leaves_one_line_with_old_new_actor_and_reason(session: Session) -> None:
    case, triage = make_case(session, kind=Kind.COMPLAINT), make_team(session)[Role.TRIAGE_OFFICER]
    go(session, case, Move.TRIAGE)
    moves.make(session, triage, case, Move.REFER, NOW + DAY, reason="属市局职责")
    line = history.last(session, case, Move.REFER)
    assert line is not None
    assert (line.old, line.new, line.actor, line.reason) == ("triaged", "referred", triage.name, "属市局职责")
    assert (case.state_since, case.closed_at) == (NOW + DAY, NOW + DAY)


def test_what_can_be_done_is_what_is_done_without_a_refusal(session: Session) -> None:
    case, team = make_case(session), make_team(session)
    assert moves.possible(session, team[Role.TRIAGE_OFFICER], case) == [Move.CONFIRM, Move.TRIAGE, Move.REFER][:2]
    assert moves.possible(session, team[Role.HANDLER], case) == []


def test_the_registration_is_confirmed_once(session: Session) -> None:
    case = make_case(session)
    go(session, case, Move.CONFIRM)
    assert case.state is State.REGISTERED
    assert Move.CONFIRM not in moves.possible(session, make_team(session)[Role.INTAKE_CLERK], case)


@pytest.mark.parametrize("kind", [Kind.PRAISE, Kind.CONSULTATION])
def test_praise_and_questions_are_answered_without_acceptance(session: Session, kind: Kind) -> None:
    case = make_case(session, kind=kind)
    go(session, case, Move.ANSWER, Move.ARCHIVE)
    assert case.state is State.ARCHIVED


def test_a_complaint_is_extended_once_by_the_leader_who_says_why(session: Session) -> None:
    case, leader = start(session, Kind.COMPLAINT), make_team(session)[Role.TEAM_LEADER]
    handling.extend(session, SECRET, leader, case, 30, NOW, reason="需要鉴定", notice=NOTICE)
    assert case.state is State.EXTENDED
    assert session.query(Deadline).filter_by(case_id=case.id, rule="DL13").one().extended_days == 30
    assert following.replies(session, case) == ["需要鉴定"]
    go(session, case, Move.CONTINUE)
    with pytest.raises(IllegalMove):
        handling.extend(session, SECRET, leader, case, 5, NOW, reason="再延", notice=NOTICE)


def test_thirty_days_are_the_most(session: Session) -> None:
    case, leader = start(session, Kind.COMPLAINT), make_team(session)[Role.TEAM_LEADER]
    with pytest.raises(IllegalMove):
        handling.extend(session, SECRET, leader, case, 31, NOW, reason="需要鉴定", notice=NOTICE)


def test_a_suggestion_is_not_extended(session: Session) -> None:
    case, leader = start(session), make_team(session)[Role.TEAM_LEADER]
    assert Move.EXTEND not in moves.possible(session, leader, case)


def test_badly_done_twice_somebody_answers_for_it(session: Session) -> None:
    case, reviewer = make_case(session), make_team(session)[Role.REVIEWER]
    close(session, case)
    for times in (1, 2):
        handling.rework(session, reviewer, case, ReworkReason.LOOK_BACK, NOW)
        assert (case.rework_count, case.closed_at, case.accountable) == (times, None, times == 2)
        go(session, case, Move.START, Move.SUBMIT, Move.COMPLETE)


@pytest.mark.parametrize("why", list(ReworkReason))
def test_out_of_the_archive_come_new_evidence_and_orders_alone(session: Session, why: ReworkReason) -> None:
    case, leader = make_case(session), make_team(session)[Role.TEAM_LEADER]
    close(session, case)
    go(session, case, Move.GIVE_FEEDBACK, Move.ARCHIVE)
    if why.opens_archive:
        handling.rework(session, leader, case, why, NOW)
        assert case.state is State.REWORK
    else:
        with pytest.raises(IllegalMove):
            handling.rework(session, leader, case, why, NOW)


@pytest.mark.parametrize("mode", [IdentityMode.ANONYMOUS, IdentityMode.CLAIMED_NAME, IdentityMode.REAL_NAME])
def test_only_a_verified_informant_is_told_the_result(session: Session, mode: IdentityMode) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    close(session, case)
    case.identity_mode = mode
    known = mode is IdentityMode.REAL_NAME
    team = make_team(session)
    assert (Move.GIVE_FEEDBACK in moves.possible(session, team[Role.HANDLER], case)) is known
    assert (Move.ARCHIVE in moves.possible(session, team[Role.TRIAGE_OFFICER], case)) is not known


def test_a_signed_report_is_real_name_only_after_it_was_checked(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    case.identity_mode = IdentityMode.CLAIMED_NAME
    triage = make_team(session)[Role.TRIAGE_OFFICER]
    with pytest.raises(ReasonNeeded):
        handling.check_identity(session, triage, case, IdentityMode.REAL_NAME, NOW, reason="")
    handling.check_identity(session, triage, case, IdentityMode.REAL_NAME, NOW, reason="电话核实")
    assert case.identity_mode is IdentityMode.REAL_NAME


def test_waiting_for_the_citizen_comes_to_an_end(session: Session) -> None:
    case = make_case(session)
    go(session, case, Move.TRIAGE, Move.ASK_INFO)
    moves.by_system(session, case, Move.WAIT_OVER, NOW + DAY)
    assert lines(session, case, Move.WAIT_OVER) == [("needs_info", "triaged", history.SYSTEM)]


def test_a_program_makes_no_move_of_a_person(session: Session) -> None:
    case = make_case(session)
    with pytest.raises(IllegalMove):
        moves.by_system(session, case, Move.TRIAGE, NOW)
    with pytest.raises(IllegalMove):
        moves.by_citizen(session, case, Move.TRIAGE, NOW)


def test_every_kind_has_its_course() -> None:
    assert {transitions.course(kind) for kind in Kind} == set(transitions.EVERY)


def test_what_was_withdrawn_is_not_archived_while_it_can_be_taken_back(session: Session) -> None:
    case, clerk = make_case(session), make_team(session)[Role.INTAKE_CLERK]
    following.withdraw(session, case, NOW)
    with pytest.raises(IllegalMove):
        moves.make(session, clerk, case, Move.ARCHIVE, NOW + DAY)
    moves.make(session, clerk, case, Move.ARCHIVE, NOW + DAY + SECOND)
    assert case.state is State.ARCHIVED


@pytest.mark.parametrize("move", moves.HALVES)
def test_no_page_does_half_of_a_move(session: Session, move: Move) -> None:
    case, team = make_case(session), make_team(session)
    go(session, case, Move.TRIAGE, *([] if move is Move.MARK_DUPLICATE else [Move.ACCEPT]))
    for officer in team.values():
        with pytest.raises(IllegalMove):
            moves.make(session, officer, case, move, NOW, reason="理由")


def test_only_what_does_the_other_half_asks_for_one() -> None:
    files = Path(cases.__path__[0]).rglob("*.py")
    asking = {file.name for file in files if "moves.make_half(" in file.read_text("utf-8")}
    assert asking == {"duplicates.py", "handling.py", "holding.py"}
