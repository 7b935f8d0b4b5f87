"""What expires, and what never does."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cases import history
from cases.errors import IllegalMove, NoSuchCase, NotAllowed, ReasonNeeded, WrongDay
from cases.history import What
from cases.kinds import Kind, Queue, Role, State
from cases.models import CaseEvent
from cases.retention import expiry, handovers, holds
from cases.retention.expiry import Why
from cases.retention.models import LegalHold
from cases.retention.periods import ENDINGS
from cases.staff.officer import Officer
from cases.times import local_date
from cases.transitions import OPEN, Move
from tests.builders import DAY, NOW, make_case
from tests.ended_cases import PERIODS, away, ended

LEADER = Officer(1, "组长", frozenset({Role.TEAM_LEADER}))
CLERK = Officer(2, "登记员", frozenset({Role.INTAKE_CLERK}))
COLLEAGUE = Officer(3, "问答维护员", frozenset({Role.FAQ_EDITOR}))
NEVER = OPEN | {State.PURGED}


def due(session: Session, now: datetime) -> list[str]:
    session.flush()
    return [case.number for case, _ in expiry.due(session, PERIODS, now)]


@pytest.mark.parametrize(("ending", "days"), [(State.RATED, 90), (State.WITHDRAWN, 20), (State.NOT_ACCEPTED, 200)])
def test_an_archived_case_expires_so_many_days_after_it_ended(session: Session, ending: State, days: int) -> None:
    case = ended(session, ending=ending)
    assert due(session, NOW + (days - 1) * DAY) == []
    assert due(session, NOW + days * DAY) == [case.number]


def test_an_ended_case_that_nobody_has_archived_does_not_expire(session: Session) -> None:
    case = ended(session)
    for state in ENDINGS:
        case.state = state
        assert due(session, NOW + 9999 * DAY) == []


def test_what_is_due_is_found_page_by_page(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "PAGE", 2)
    numbers = [ended(session).number for _ in range(5)]
    assert due(session, NOW + 90 * DAY) == numbers


def test_a_case_with_a_duty_still_owed_does_not_expire(session: Session) -> None:
    ended(session).due_on = date(2026, 5, 7)
    assert due(session, NOW + 9999 * DAY) == []


def test_a_contested_case_does_not_expire(session: Session) -> None:
    ended(session).quality_since = NOW
    assert due(session, NOW + 9999 * DAY) == []


def test_a_held_case_does_not_expire_until_the_hold_is_over(session: Session) -> None:
    case = ended(session)
    until = local_date(NOW) + timedelta(days=100)
    holds.place(session, LEADER, case, "市纪委调卷函", NOW, until=until)
    assert due(session, NOW + 100 * DAY) == []
    assert due(session, NOW + 101 * DAY) == [case.number]


def test_a_hold_until_a_day_that_has_passed_is_refused_and_one_until_today_is_not(session: Session) -> None:
    case, today = ended(session), local_date(NOW)
    with pytest.raises(WrongDay):
        holds.place(session, LEADER, case, "市纪委调卷函", NOW, until=today - timedelta(days=1))
    assert not holds.is_held(session, case, today)
    holds.place(session, LEADER, case, "市纪委调卷函", NOW, until=today)
    assert holds.is_held(session, case, today)


def test_a_hold_without_an_end_lasts_until_it_is_released(session: Session) -> None:
    case = ended(session)
    holds.place(session, LEADER, case, "市纪委调卷函", NOW)
    assert due(session, NOW + 9999 * DAY) == []
    assert holds.release(session, LEADER, case, "案卷已退回", NOW) == 1
    assert due(session, NOW + 9999 * DAY) == [case.number]


def test_holding_needs_a_leader_a_reason_and_a_case_one_may_know_of(session: Session) -> None:
    case = ended(session)
    with pytest.raises(NotAllowed):
        holds.place(session, CLERK, case, "调卷", NOW)
    with pytest.raises(ReasonNeeded):
        holds.place(session, LEADER, case, " ", NOW)
    with pytest.raises(NoSuchCase):
        holds.place(session, COLLEAGUE, case, "调卷", NOW)
    assert not holds.is_held(session, case, local_date(NOW))


def test_who_held_and_released_is_in_the_history(session: Session) -> None:
    case = ended(session)
    holds.place(session, LEADER, case, "调卷", NOW)
    holds.release(session, LEADER, case, "退回", NOW)
    told = [history.last(session, case, what) for what in (What.HOLD_PLACED, What.HOLD_RELEASED)]
    assert [(event.actor, event.reason) for event in told if event] == [("组长", "调卷"), ("组长", "退回")]


def test_the_body_goes_thirty_days_after_the_handover_was_confirmed(session: Session) -> None:
    case = away(session)
    assert due(session, NOW + 29 * DAY) == []
    ((found, end),) = expiry.due(session, PERIODS, NOW + 30 * DAY)
    assert (found.number, end.why, end.whole) == (case.number, Why.HANDED_OVER, False)


def test_what_was_handed_over_stays_whole_until_that_is_confirmed(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    case.state = State.HANDED_OVER
    assert due(session, NOW + 9999 * DAY) == []
    handovers.confirm(session, Officer(1, "组长", frozenset({Role.TEAM_LEADER})), case, "回执2026-3", NOW)
    assert due(session, NOW + 9999 * DAY) == [case.number]


def test_only_what_was_given_away_can_be_confirmed_and_only_with_a_receipt(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    with pytest.raises(IllegalMove):
        handovers.confirm(session, LEADER, case, "回执", NOW)
    case.state = State.HANDED_OVER
    with pytest.raises(ReasonNeeded):
        handovers.confirm(session, LEADER, case, "", NOW)


def test_a_sealed_record_goes_whole_once_its_recipient_has_confirmed(session: Session) -> None:
    away(session, Queue.SEALED_SUPERIOR, State.REFERRED)
    ((_, end),) = expiry.due(session, PERIODS, NOW + 30 * DAY)
    assert end.whole


def test_the_body_goes_once(session: Session) -> None:
    history.record(session, away(session), What.BODY_PURGED, "system", NOW)
    assert due(session, NOW + 9999 * DAY) == []


def test_a_case_taken_up_again_after_the_confirmation_keeps_its_body(session: Session) -> None:
    case = away(session)
    history.record(session, case, Move.REWORK, "c", NOW, old=State.COMPLETED, new=State.REWORK)
    for state in (State.REWORK, State.COMPLETED):
        case.state = state
        assert due(session, NOW + 9999 * DAY) == []


DAYS = st.integers(0, 300)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    state=st.sampled_from(State),
    queue=st.sampled_from(Queue),
    kind=st.sampled_from(Kind),
    ending=st.sampled_from(sorted(ENDINGS)),
    ended_on=DAYS,
    today=DAYS,
    confirmed=st.none() | DAYS,
    held=st.booleans(),
    owed=st.booleans(),
    contested=st.booleans(),
)
def test_no_open_no_held_and_no_unfinished_case_is_ever_due(
    session: Session,
    state: State,
    queue: Queue,
    kind: Kind,
    ending: State,
    ended_on: int,
    today: int,
    confirmed: int | None,
    held: bool,
    owed: bool,
    contested: bool,
) -> None:
    nested = session.begin_nested()
    case = ended(session, kind=Kind.SUGGESTION, ending=ending, at=NOW + ended_on * DAY)
    case.state, case.queue, case.kind = state, queue, kind
    case.due_on, case.quality_since = (local_date(NOW) if owed else None), (NOW if contested else None)
    if confirmed is not None:
        history.record(session, case, What.HANDOVER_CONFIRMED, "c", NOW + confirmed * DAY)
    if held:
        session.add(LegalHold(case_id=case.id, basis="调卷", placed_by="组长", placed_at=NOW))
    found = due(session, NOW + today * DAY)
    days = PERIODS.days(kind.track, ending)
    by_period = state is State.ARCHIVED and not owed and today >= ended_on + days
    given_away = case.confidential and state in expiry.GONE_ON
    by_handover = given_away and confirmed is not None and today >= confirmed + 30
    assert bool(found) == ((by_period or by_handover) and not held and not contested)
    if state in NEVER - {State.HANDED_OVER}:
        assert found == []
    nested.rollback()


def test_how_a_case_ended_is_what_it_was_archived_from_the_last_time(session: Session) -> None:
    case = ended(session, ending=State.WITHDRAWN)
    session.add(CaseEvent(case_id=case.id, at=NOW, actor="c", what=Move.ARCHIVE, old="rated", new="archived"))
    session.flush()
    assert expiry.ending_of(session, case) == "rated"
