"""A year whose holidays are not published yet: dates are provisional, and counted again when they are."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.deadlines import clock, recomputation, working_days
from cases.deadlines.models import Deadline
from cases.deadlines.recomputation import Moved, recompute
from cases.deadlines.rule import RuleId, Standstill
from cases.history import What
from cases.kinds import Kind, Role, State
from cases.models import Case, CaseEvent
from cases.staff_notices import Notice, StaffNotice
from tests.builders import DAY, make_bare_case

BEFORE = datetime(2026, 2, 9, 4, tzinfo=UTC)  # a Monday; Spring Festival begins on the 15th


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch):
    """Until it is called the calendar ends with 2025."""
    monkeypatch.setattr(working_days, "last_known_year", lambda: 2025)
    return lambda: monkeypatch.setattr(working_days, "last_known_year", lambda: 2026)


def replied_to(session: Session) -> Case:
    """A suggestion whose reply is what is due next."""
    case = make_bare_case(session, Kind.SUGGESTION, BEFORE)
    clock.on_received(session, case, BEFORE)
    clock.on_move(session, case, State.REGISTERED, State.TRIAGED, BEFORE)
    return case


def test_a_provisional_day_moves_when_the_holidays_are_known(session: Session, publish) -> None:
    case = replied_to(session)
    assert (case.due_on, case.due_provisional) == (date(2026, 3, 2), True)
    assert recompute(session, BEFORE) == []
    publish()
    assert recompute(session, BEFORE + DAY) == [Moved(case, RuleId.DL18, date(2026, 3, 2), date(2026, 3, 6))]
    assert (case.due_on, case.due_provisional) == (date(2026, 3, 6), False)
    assert recompute(session, BEFORE + DAY) == []


def test_staff_see_which_cases_moved(session: Session, publish) -> None:
    case = replied_to(session)
    publish()
    recompute(session, BEFORE)
    (notice,) = session.scalars(select(StaffNotice))
    assert (notice.case_id, notice.what, notice.about, notice.role) == (case.id, Notice.DUE_MOVED, "DL18", Role.HANDLER)
    (event,) = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id))
    assert (event.what, event.old, event.new) == (What.DUE_MOVED, "2026-03-02", "2026-03-06")


def test_a_day_that_stays_the_same_becomes_certain_and_nobody_is_told(session: Session, publish) -> None:
    case = make_bare_case(session, Kind.SUGGESTION, BEFORE)
    clock.on_received(session, case, BEFORE)
    publish()
    assert [moved.rule for moved in recompute(session, BEFORE)] == [RuleId.DL18]
    assert (case.due_on, case.due_provisional) == (date(2026, 2, 10), False)


def test_days_used_before_a_stop_are_counted_again_too(session: Session, publish) -> None:
    case = replied_to(session)
    clock.pause(session, case, BEFORE + 9 * DAY, Standstill.RECUSAL)  # 18 February: a holiday, as it turns out
    publish()
    assert recompute(session, BEFORE + 9 * DAY) == []
    clock.resume(session, case, BEFORE + 15 * DAY, Standstill.RECUSAL)
    assert case.due_on == date(2026, 3, 9)


def test_what_is_late_by_a_certain_day_stays_late(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    case = replied_to(session)
    monkeypatch.setattr(working_days, "last_known_year", lambda: 2025)
    assert recompute(session, BEFORE + 60 * DAY) == []
    assert case.due_on == date(2026, 3, 6)


def test_a_met_deadline_is_left_as_it_was(session: Session, publish) -> None:
    case = replied_to(session)
    clock.on_move(session, case, State.TRIAGED, State.FEEDBACK_GIVEN, BEFORE + DAY)
    publish()
    assert recompute(session, BEFORE + DAY) == []
    rule = select(Deadline.due_on).where(Deadline.rule == RuleId.DL18)
    assert session.scalars(rule).one() == date(2026, 3, 2)


def test_more_than_one_batch_is_counted(session: Session, publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputation, "BATCH", 2)
    cases = [replied_to(session) for _ in range(5)]
    publish()
    assert [moved.case for moved in recompute(session, BEFORE)] == cases
