"""One holder at a time, and a history of all of them."""

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from cases import duplicates, holders, holding, moves
from cases.errors import HeldByAnother, IllegalMove, KeptOut, NotAllowed, NotAttested, ReasonNeeded, Stale, Suspended
from cases.kinds import AboutWhom, Kind, Queue, Role, State
from cases.models import Case, Taking
from cases.recusal import exclusions, requests
from cases.recusal.models import Why
from cases.routing.jurisdiction import NOWHERE
from cases.sealing.reading import has_key
from cases.transitions import Move
from db.session import write_scope
from tests.builders import DAY, NOW, make_case, make_officer
from tests.teams import attest, close, go, make_team


def test_a_case_that_nobody_has_is_claimed(session: Session) -> None:
    case = make_case(session)
    handler = attest(session, make_officer(session, Role.HANDLER), case)
    holding.claim(session, handler, case, NOW)
    holding.claim(session, handler, case, NOW)
    assert holders.name_of(session, case) == handler.name
    assert [row.how for row in holders.history_of(session, case)] == [Taking.CLAIMED]


def test_who_comes_second_is_told_who_has_it(session: Session) -> None:
    case = make_case(session)
    first, second = (attest(session, make_officer(session, Role.HANDLER), case) for _ in range(2))
    holding.claim(session, first, case, NOW)
    with pytest.raises(HeldByAnother, match=first.name):
        holding.claim(session, second, case, NOW)


def test_of_two_who_read_a_free_case_at_once_one_gets_it(engine: Engine) -> None:
    with write_scope(engine) as session:
        case = make_case(session)
        first, second = (attest(session, make_officer(session, Role.HANDLER), case) for _ in range(2))
        session.commit()
    with write_scope(engine) as session:
        stale = session.get_one(Case, case.id)
        session.expunge(stale)
        holding.claim(session, first, session.get_one(Case, case.id), NOW)
        session.expunge_all()
        session.add(stale)
        with pytest.raises(HeldByAnother, match=first.name):
            holding.claim(session, second, stale, NOW)


def test_a_case_that_changed_meanwhile_is_read_again_first(session: Session) -> None:
    case = make_case(session)
    handler = attest(session, make_officer(session, Role.HANDLER), case)
    changed = update(Case).where(Case.id == case.id).values(version=Case.version + 1)
    session.execute(changed, execution_options={"synchronize_session": False})
    with pytest.raises(Stale):
        holding.claim(session, handler, case, NOW)


def test_nobody_claims_before_saying_that_there_is_no_conflict(session: Session) -> None:
    case = make_case(session)
    with pytest.raises(NotAttested):
        holding.claim(session, make_officer(session, Role.HANDLER), case, NOW)


def test_a_reviewer_claims_nothing(session: Session) -> None:
    case = make_case(session)
    with pytest.raises(NotAllowed, match="承办人"):
        holding.claim(session, attest(session, make_officer(session, Role.REVIEWER), case), case, NOW)


def test_what_was_given_back_can_be_claimed_by_another(session: Session) -> None:
    case = make_case(session)
    first, second = (attest(session, make_officer(session, Role.HANDLER), case) for _ in range(2))
    holding.claim(session, first, case, NOW)
    holding.release(session, first, case, NOW + DAY)
    holding.claim(session, second, case, NOW + DAY)
    spans = [(row.staff_id, row.since, row.until) for row in holders.history_of(session, case)]
    assert spans == [(first.staff_id, NOW, NOW + DAY), (second.staff_id, NOW + DAY, None)]


def test_another_gives_nothing_back_but_a_leader_with_a_reason(session: Session) -> None:
    case, team = make_case(session), make_team(session)
    holder = attest(session, team[Role.HANDLER], case)
    holding.claim(session, holder, case, NOW)
    with pytest.raises(HeldByAnother):
        holding.release(session, make_officer(session, Role.HANDLER), case, NOW)
    with pytest.raises(ReasonNeeded):
        holding.release(session, team[Role.TEAM_LEADER], case, NOW)
    holding.release(session, team[Role.TEAM_LEADER], case, NOW, reason="休假")
    assert case.holder_id is None


def test_the_holder_gives_it_to_a_named_colleague(session: Session) -> None:
    case = make_case(session)
    first, second = attest(session, make_officer(session, Role.HANDLER), case), make_officer(session, Role.HANDLER)
    holding.claim(session, first, case, NOW)
    holding.transfer(session, first, case, second, NOW, reason="熟悉情况")
    assert holders.name_of(session, case) == second.name


def test_nothing_is_given_to_who_is_kept_out(session: Session) -> None:
    case, team = make_case(session), make_team(session)
    go(session, case, Move.TRIAGE, Move.ACCEPT)
    exclusions.exclude(session, case, team[Role.HANDLER].staff_id, Why.DECLARED, "他", NOW)
    with pytest.raises(KeptOut):
        holding.assign(session, team[Role.DEPUTY_LEADER], case, team[Role.HANDLER], NOW)


def test_a_leader_assigns_to_a_person_and_a_department(session: Session) -> None:
    case, team = make_case(session), make_team(session)
    go(session, case, Move.TRIAGE, Move.ACCEPT)
    holding.assign(session, team[Role.DEPUTY_LEADER], case, team[Role.HANDLER], NOW, department="商务局")
    assert (case.state, case.department, case.holder_id) == (State.ASSIGNED, "商务局", team[Role.HANDLER].staff_id)


def test_no_department_is_given_a_tip_off(session: Session) -> None:
    case, team = make_case(session, kind=Kind.TIP_OFF), make_team(session)
    go(session, case, Move.TRIAGE, Move.PROPOSE_ACCEPTANCE, Move.ACCEPT)
    with pytest.raises(NotAllowed):
        holding.assign(session, team[Role.DEPUTY_LEADER], case, team[Role.HANDLER], NOW, department="商务局")


def test_the_key_of_a_tip_off_goes_from_hand_to_hand(session: Session) -> None:
    case, team, other = make_case(session, kind=Kind.TIP_OFF), make_team(session), make_officer(session, Role.HANDLER)
    go(session, case, Move.TRIAGE, Move.PROPOSE_ACCEPTANCE, Move.ACCEPT)
    handler = team[Role.HANDLER]
    holding.assign(session, team[Role.DEPUTY_LEADER], case, handler, NOW)
    assert (has_key(session, handler.staff_id, case), has_key(session, other.staff_id, case)) == (True, False)
    holding.transfer(session, handler, case, other, NOW, reason="熟悉情况")
    assert (has_key(session, handler.staff_id, case), has_key(session, other.staff_id, case)) == (False, True)
    assert has_key(session, team[Role.DEPUTY_LEADER].staff_id, case)


def test_nobody_has_in_hand_what_is_archived(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    assert case.holder_id is not None
    go(session, case, Move.GIVE_FEEDBACK, Move.ARCHIVE)
    assert case.holder_id is None
    assert all(row.until for row in holders.history_of(session, case))


def test_a_repeat_stands_beside_the_first_and_keeps_its_receipt(session: Session) -> None:
    first, repeat, triage = make_case(session), make_case(session), make_team(session)[Role.TRIAGE_OFFICER]
    receipt = repeat.receipt_hash
    go(session, repeat, Move.TRIAGE)
    duplicates.mark(session, triage, repeat, first, NOW, reason="同一件事")
    assert (repeat.state, repeat.receipt_hash) == (State.DUPLICATE_MERGED, receipt)
    assert duplicates.group(session, triage, repeat) == [first, repeat]
    duplicates.unmark(session, triage, repeat, NOW, reason="不是一件事")
    assert (repeat.state, repeat.duplicate_of) == (State.TRIAGED, None)


def test_repeats_of_a_repeat_hang_from_the_first(session: Session) -> None:
    first, second, third = (make_case(session) for _ in range(3))
    triage = make_team(session)[Role.TRIAGE_OFFICER]
    for repeat, of in ((second, first), (third, second)):
        go(session, repeat, Move.TRIAGE)
        duplicates.mark(session, triage, repeat, of, NOW, reason="同一件事")
    assert third.duplicate_of == first.id


@pytest.mark.parametrize("which", ["itself", "what has repeats", "a confidential one"])
def test_what_cannot_be_a_repeat(session: Session, which: str) -> None:
    case, other, triage = make_case(session), make_case(session), make_team(session)[Role.TRIAGE_OFFICER]
    go(session, case, Move.TRIAGE)
    go(session, other, Move.TRIAGE)
    of = {"itself": case, "what has repeats": other, "a confidential one": make_case(session, kind=Kind.TIP_OFF)}[which]
    if of is other:
        duplicates.mark(session, triage, make_repeat(session), case, NOW, reason="同一件事")
    with pytest.raises(IllegalMove):
        duplicates.mark(session, triage, case, of, NOW, reason="同一件事")
    assert Move.MARK_DUPLICATE in moves.possible(session, triage, case)


def make_repeat(session: Session) -> Case:
    case = make_case(session)
    go(session, case, Move.TRIAGE)
    return case


def test_nobody_is_given_a_case_of_a_queue_that_they_may_not_know_of(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, "组里的人收了红包，在饭店", Kind.TIP_OFF, about_whom=AboutWhom.TEAM_MEMBER)
    assert case.queue is Queue.SEALED_OWN_TEAM
    with pytest.raises(NotAllowed), session.begin_nested():
        holding.transfer(session, team[Role.TEAM_LEADER], case, team[Role.HANDLER], NOW, reason="人手不够")
    holding.transfer(session, team[Role.TEAM_LEADER], case, team[Role.INTERNAL_SUPERVISOR], NOW, reason="归口")
    assert case.holder_id == team[Role.INTERNAL_SUPERVISOR].staff_id


def test_inv_r5_while_a_citizen_wants_somebody_to_step_aside_nobody_takes_the_case(session: Session) -> None:
    case = make_case(session)
    handler = attest(session, make_officer(session, Role.HANDLER), case)
    requests.ask(session, NOWHERE, case, "请某某回避", NOW)
    with pytest.raises(Suspended):
        holding.claim(session, handler, case, NOW)
    assert case.holder_id is None


def test_inv_r5_nor_is_it_answered_and_so_completed(session: Session) -> None:
    case, clerk = make_case(session, kind=Kind.CONSULTATION), make_officer(session, Role.INTAKE_CLERK)
    requests.ask(session, NOWHERE, case, "请某某回避", NOW)
    with pytest.raises(Suspended):
        moves.make(session, clerk, case, Move.ANSWER, NOW, reason="已答复")
