"""A suggestion that accuses somebody is a tip-off as a whole; an officer may split off what accuses nobody."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, attachments, content, following, history, splitting
from cases.attachments import FileState
from cases.errors import IllegalMove, NoSuchCase, NotAllowed, ReasonNeeded
from cases.history import What
from cases.kinds import AboutWhom, Kind, Queue, Role, State
from cases.models import Case, CaseEvent, Message
from cases.recusal import exclusions
from cases.recusal.models import Why
from cases.routing.jurisdiction import NOWHERE
from cases.sealing.reading import has_key
from cases.transitions import Move
from tests.builders import NOW, RECOVERY, SECRET, make_case, reader
from tests.teams import go, make_team

BRIBE = "路灯没装，因为某科长收了红包"


def accuse(session: Session, case: Case, role: Role = Role.INTAKE_CLERK, **more: object) -> None:
    about_whom, reason = more.get("about_whom", AboutWhom.NONE), more.get("reason", "内容是检举")
    known = {"about_whom": about_whom, "jurisdiction": NOWHERE, "reason": reason}
    officer = make_team(session)[role]
    splitting.treat_as_tip_off(session, SECRET, RECOVERY.public, officer, case, NOW, **known)  # type: ignore[arg-type]


def split(session: Session, case: Case, text: str = "建议装灯", kind: Kind = Kind.SUGGESTION) -> Case:
    triage = make_team(session)[Role.TRIAGE_OFFICER]
    recovery = RECOVERY.public
    return splitting.split(session, recovery, triage, case, kind, text, NOW, jurisdiction=NOWHERE, reason="与检举无关")


def test_all_words_and_files_of_what_accuses_somebody_are_sealed(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE)
    file = attachments.add(session, SECRET, None, "photo", {"name": "红包.jpg"}, case.id)
    attachments.settle(session, SECRET, file, FileState.STORED, {"name": "红包.jpg"})
    following.add_message(session, case, "还有一次", NOW, NOWHERE)
    accuse(session, case)
    words = session.query(Message).filter_by(case_id=case.id).order_by(Message.id).all()
    assert not any("红包".encode() in word.content or "还有".encode() in word.content for word in words)
    assert [content.read(session, word, reader(session)).decode() for word in words] == [BRIBE, "还有一次"]
    assert attachments.about_of_case(session, SECRET, case, file, reader(session)) == {"name": "红包.jpg"}
    assert (case.kind, case.queue, case.received_at) == (Kind.TIP_OFF, Queue.TIP_OFF, case.clock(NOW))


def test_who_may_not_read_tip_offs_does_not_see_it_any_longer(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE)
    accuse(session, case)
    assert not access.sees(session, team[Role.HANDLER], case)
    assert not access.sees(session, team[Role.INTAKE_CLERK], case)
    assert access.sees(session, team[Role.TRIAGE_OFFICER], case)


def test_who_was_recused_before_gets_no_key(session: Session) -> None:
    triage = make_team(session)[Role.TRIAGE_OFFICER]
    case = make_case(session, BRIBE)
    exclusions.exclude(session, case, triage.staff_id, Why.NAMED, history.SYSTEM, NOW)
    accuse(session, case)
    assert not has_key(session, triage.staff_id, case)


def test_what_accuses_the_leader_goes_past_the_team(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE)
    go(session, case, Move.TRIAGE)
    accuse(session, case, about_whom=AboutWhom.TEAM_LEADER)
    assert (case.state, case.queue) == (State.SEALED, Queue.SEALED_TEAM_LEADER)
    assert [role for role, officer in team.items() if access.sees(session, officer, case)] == [Role.SUPERIOR_LIAISON]


def test_the_history_tells_who_changed_the_kind_and_why(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE)
    accuse(session, case)
    line = history.last(session, case, What.RECLASSIFIED)
    assert line is not None
    assert (line.old, line.new, line.reason) == ("suggestion", "tip_off", None)
    assert history.reason_of(session, case, line, reader(session)) == "内容是检举"


def test_only_before_it_is_handled_only_with_a_reason_and_only_by_who_sorts_cases(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE)
    with pytest.raises(ReasonNeeded):
        accuse(session, case, reason=" ")
    with pytest.raises(NotAllowed):
        accuse(session, case, Role.HANDLER)
    go(session, case, Move.TRIAGE, Move.ACCEPT)
    with pytest.raises(IllegalMove):
        accuse(session, case)


def test_what_was_split_off_is_a_case_of_its_own(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    part = split(session, case)
    said = session.query(Message).filter_by(case_id=part.id).one()
    assert (part.kind, part.state, part.split_from, said.content.decode()) == (
        Kind.SUGGESTION,
        State.REGISTERED,
        case.id,
        "建议装灯",
    )
    assert part.receipt_hash != case.receipt_hash
    assert history.last(session, part, What.SPLIT) is None


def test_an_accusation_is_not_split_off_but_taken_as_a_whole(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE)
    with pytest.raises(IllegalMove):
        split(session, case, BRIBE, Kind.TIP_OFF)
    sealed = make_case(session, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.SUPERIOR)
    with pytest.raises(NoSuchCase):
        split(session, sealed)


def test_nothing_of_a_part_tells_that_its_whole_is_confidential(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE, Kind.TIP_OFF)
    part = split(session, case)
    said = session.scalars(select(CaseEvent).where(CaseEvent.case_id == part.id)).all()
    assert not [line for line in said if line.what == What.SPLIT or case.number in f"{line.old} {line.new}"]
    assert "与检举无关" not in [line.reason for line in said]


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.COMPLAINT])
def test_who_keeps_out_of_the_whole_keeps_out_of_its_part(session: Session, kind: Kind) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE, kind)
    for role in (Role.DEPUTY_LEADER, Role.HANDLER):
        exclusions.exclude(session, case, team[role].staff_id, Why.INTEREST, history.SYSTEM, NOW)
    part = split(session, case)
    knowing = {role for role, officer in team.items() if access.sees(session, officer, part)}
    assert knowing.isdisjoint({Role.DEPUTY_LEADER, Role.HANDLER})
    assert Role.INTAKE_CLERK in knowing
