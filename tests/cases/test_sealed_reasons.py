"""What staff write of a confidential case is for its readers only, wherever they write it (domain.md 2.8 INV-C1)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import history, moves
from cases.errors import HandOffOnly, Unreadable
from cases.kinds import Kind, Role
from cases.models import Case, CaseEvent
from cases.recusal import requests
from cases.retention import holds
from cases.retention.models import LegalHold
from cases.transitions import Move
from tests.builders import NOW, make_bare_case, make_case, reader
from tests.cases.test_routing import OFFICE
from tests.teams import make_team

SAID = "举报人是某科长的司机"


@pytest.fixture
def case(session: Session) -> Case:
    make_team(session)
    return make_case(session, "村里的会计收了红包，在饭店", Kind.TIP_OFF)


def turned_down(session: Session, case: Case) -> CaseEvent:
    triage = make_team(session)[Role.TRIAGE_OFFICER]
    moves.make(session, triage, case, Move.TRIAGE, NOW)
    moves.make(session, triage, case, Move.PROPOSE_REFUSAL, NOW, reason=SAID)
    return session.scalars(select(CaseEvent).where(CaseEvent.what == Move.PROPOSE_REFUSAL)).one()


def test_a_reason_is_sealed_and_read_by_who_has_the_key(session: Session, case: Case) -> None:
    line = turned_down(session, case)
    assert line.reason is None
    assert SAID.encode() not in (line.sealed_reason or b"")
    assert history.reason_of(session, case, line, reader(session)) == SAID
    with pytest.raises(Unreadable):
        history.reason_of(session, case, line)


def test_a_sealed_reason_belongs_to_its_line_and_no_other(session: Session, case: Case) -> None:
    line = turned_down(session, case)
    other = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.id != line.id)).first()
    assert other is not None
    other.sealed_reason = line.sealed_reason
    with pytest.raises(Unreadable):
        history.reason_of(session, case, other, reader(session))


def test_a_reason_of_an_open_case_stays_clear(session: Session) -> None:
    case = make_case(session)
    history.record(session, case, Move.REFER, "wangli", NOW, reason="属市局职责")
    line = history.last(session, case, Move.REFER)
    assert line is not None
    assert (line.sealed_reason, history.reason_of(session, case, line)) == (None, "属市局职责")


def test_without_a_key_nothing_is_written_in_clear(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF)
    with pytest.raises(HandOffOnly):
        history.record(session, case, Move.REFER, "wangli", NOW, reason=SAID)


def test_why_somebody_does_not_step_aside_is_sealed_too(session: Session, case: Case) -> None:
    request = requests.ask(session, OFFICE, case, "请周某回避", NOW)
    requests.refuse(session, make_team(session)[Role.TEAM_LEADER], request, SAID, NOW)
    assert request.reason is None
    line = history.last(session, case, history.What.RECUSAL_REFUSED)
    assert line is not None
    assert history.reason_of(session, case, line, reader(session)) == SAID


def test_the_document_that_asks_for_a_hold_is_sealed_too(session: Session, case: Case) -> None:
    holds.place(session, make_team(session)[Role.TEAM_LEADER], case, SAID, NOW)
    assert session.scalars(select(LegalHold.basis)).all() == [""]
    line = history.last(session, case, history.What.HOLD_PLACED)
    assert line is not None
    assert history.reason_of(session, case, line, reader(session)) == SAID
