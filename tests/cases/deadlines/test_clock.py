"""Clocks stop and go on with the states, and are extended once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.deadlines import clock
from cases.deadlines.models import Deadline
from cases.deadlines.rule import Event, RuleId, Standstill
from cases.errors import IllegalMove
from cases.kinds import Kind, State
from cases.models import Case
from tests.builders import DAY, HOUR, make_bare_case

RECEIVED = datetime(2026, 5, 11, 1, tzinfo=UTC)  # a Monday
TODAY = date(2026, 5, 11)


def accepted(session: Session, now: datetime = RECEIVED) -> Case:
    case = make_bare_case(session, Kind.COMPLAINT, now)
    go(session, case, State.ACCEPTED, now)
    return case


def go(session: Session, case: Case, state: State, now: datetime) -> None:
    old, case.state = case.state, state
    clock.on_move(session, case, old, state, now)


def deadline(session: Session, case: Case, rule: RuleId = RuleId.DL13) -> Deadline:
    return session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == rule)).one()


def test_a_day_is_a_local_one(session: Session) -> None:
    case = make_bare_case(session, now=RECEIVED)
    clock.on_received(session, case, datetime(2026, 5, 11, 15, 59, tzinfo=UTC))
    assert deadline(session, case, RuleId.DL01).started_on == TODAY
    other = make_bare_case(session, now=RECEIVED)
    clock.on_received(session, other, datetime(2026, 5, 11, 16, 0, tzinfo=UTC))
    assert deadline(session, other, RuleId.DL01).started_on == TODAY + DAY


def test_while_the_citizen_is_waited_for_only_that_clock_runs(session: Session) -> None:
    case = accepted(session)
    go(session, case, State.NEEDS_INFO, RECEIVED + 10 * DAY)
    waiting = deadline(session, case, RuleId.DL21)
    assert (deadline(session, case).running, waiting.running) == (False, True)
    assert case.due_on == waiting.due_on == date(2026, 6, 11)


def test_when_the_citizen_has_answered_the_days_that_were_left_are_left(session: Session) -> None:
    case = accepted(session)
    go(session, case, State.NEEDS_INFO, RECEIVED + 10 * DAY)
    go(session, case, State.TRIAGED, RECEIVED + 17 * DAY)
    assert case.due_on == deadline(session, case).due_on == date(2026, 7, 17)
    assert deadline(session, case, RuleId.DL21).met_on == date(2026, 5, 28)


def test_a_withdrawn_case_owes_nothing_until_the_withdrawal_is_undone(session: Session) -> None:
    case = accepted(session)
    go(session, case, State.WITHDRAWN, RECEIVED + DAY)
    assert case.due_on is None
    go(session, case, State.ACCEPTED, RECEIVED + DAY + HOUR)
    assert case.due_on == date(2026, 7, 10)


def test_a_withdrawal_stops_the_wait_for_the_citizen_and_does_not_end_it(session: Session) -> None:
    case = accepted(session)
    go(session, case, State.NEEDS_INFO, RECEIVED)
    go(session, case, State.WITHDRAWN, RECEIVED + DAY)
    assert not deadline(session, case, RuleId.DL21).running
    go(session, case, State.NEEDS_INFO, RECEIVED + 2 * DAY)
    assert deadline(session, case, RuleId.DL21).due_on == date(2026, 6, 2)
    assert not deadline(session, case).running


def test_a_pending_recusal_stops_the_clocks_and_those_that_begin_meanwhile(session: Session) -> None:
    case = make_bare_case(session, Kind.COMPLAINT, RECEIVED)
    clock.pause(session, case, RECEIVED, Standstill.RECUSAL)
    go(session, case, State.ACCEPTED, RECEIVED)
    assert case.due_on is None
    clock.resume(session, case, RECEIVED + 3 * DAY, Standstill.RECUSAL)
    assert case.due_on == date(2026, 7, 13)


def test_a_clock_stands_still_until_the_last_reason_is_gone(session: Session) -> None:
    case = accepted(session)
    clock.pause(session, case, RECEIVED + DAY, Standstill.RECUSAL)
    go(session, case, State.NEEDS_INFO, RECEIVED + DAY)
    clock.resume(session, case, RECEIVED + 2 * DAY, Standstill.RECUSAL)
    assert not deadline(session, case).running
    go(session, case, State.TRIAGED, RECEIVED + 4 * DAY)
    assert deadline(session, case).due_on == date(2026, 7, 13)


def test_asking_twice_to_stop_or_to_go_on_changes_nothing(session: Session) -> None:
    case = accepted(session)
    for days in (1, 2):
        clock.pause(session, case, RECEIVED + days * DAY, Standstill.RECUSAL)
    for days in (3, 4):
        clock.resume(session, case, RECEIVED + days * DAY, Standstill.RECUSAL)
    assert case.due_on == date(2026, 7, 13)  # 10 July and two days, which is a Sunday


def test_a_clock_stopped_on_its_last_day_has_a_day_left(session: Session) -> None:
    case = accepted(session)
    clock.pause(session, case, RECEIVED + 60 * DAY, Standstill.RECUSAL)
    assert case.due_on is None
    clock.resume(session, case, RECEIVED + 65 * DAY, Standstill.RECUSAL)
    assert case.due_on == date(2026, 7, 15)


def test_what_is_late_stays_late_when_the_clock_is_stopped(session: Session) -> None:
    case = accepted(session)
    go(session, case, State.NEEDS_INFO, RECEIVED + 70 * DAY)
    assert deadline(session, case).late(date(2026, 7, 20))
    assert case.due_on == date(2026, 7, 10)


def test_a_protection_request_waits_for_nothing(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF, RECEIVED)
    clock.pause(session, case, RECEIVED, Standstill.RECUSAL)
    clock.on_event(session, case, Event.PROTECTION_REQUESTED, RECEIVED)
    assert case.due_on == TODAY


def test_what_is_done_while_the_clock_stands_still_is_done_in_time(session: Session) -> None:
    case = make_bare_case(session, Kind.SUGGESTION, RECEIVED)
    clock.on_received(session, case, RECEIVED)
    go(session, case, State.NEEDS_INFO, RECEIVED)
    clock.on_event(session, case, Event.REPLIED, RECEIVED + 60 * DAY)
    assert not deadline(session, case, RuleId.DL18).late(date(2027, 1, 1))


def test_the_case_shows_the_earliest_day_that_runs(session: Session) -> None:
    case = make_bare_case(session, Kind.SUGGESTION, RECEIVED)
    clock.on_received(session, case, RECEIVED)
    assert case.due_on == date(2026, 5, 12)
    go(session, case, State.TRIAGED, RECEIVED)
    assert case.due_on == date(2026, 6, 1)
    clock.on_event(session, case, Event.REPLIED, RECEIVED)
    assert case.due_on is None


def test_a_petition_is_extended_once_by_at_most_thirty_days(session: Session) -> None:
    case = accepted(session)
    for days in (0, -1, 31):
        with pytest.raises(IllegalMove):
            clock.extend(session, case, days, RECEIVED)
    assert clock.extend(session, case, 30, RECEIVED + DAY).due_on == date(2026, 8, 10)  # 9 August is a Sunday
    assert case.due_on == date(2026, 8, 10)
    with pytest.raises(IllegalMove):
        clock.extend(session, case, 1, RECEIVED + DAY)


def test_what_is_late_is_not_extended(session: Session) -> None:
    case = accepted(session)
    with pytest.raises(IllegalMove):
        clock.extend(session, case, 30, RECEIVED + 61 * DAY)
    assert clock.extend(session, case, 30, RECEIVED + 60 * DAY).extended_days == 30


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.COMPLAINT])
def test_the_law_extends_no_other_limit(session: Session, kind: Kind) -> None:
    case = make_bare_case(session, kind, RECEIVED)
    clock.on_received(session, case, RECEIVED)
    go(session, case, State.ACCEPTED, RECEIVED)
    with pytest.raises(IllegalMove):
        clock.extend(session, case, 1, RECEIVED)


def test_who_waits_for_the_citizen_finds_those_that_did_not_answer(session: Session) -> None:
    case, other = accepted(session), accepted(session)
    go(session, case, State.NEEDS_INFO, RECEIVED)
    go(session, other, State.NEEDS_INFO, RECEIVED + DAY)
    assert clock.late(session, RuleId.DL21, datetime(2026, 6, 1, 8, tzinfo=UTC)) == []
    assert clock.late(session, RuleId.DL21, datetime(2026, 6, 2, 8, tzinfo=UTC)) == [case]
