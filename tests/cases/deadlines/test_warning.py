"""Warnings go once, at 70, 90 and 100 per cent, to who must act and to nobody who may not know of the case."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.deadlines import clock, warning
from cases.deadlines.models import Deadline
from cases.deadlines.rule import Event, Standstill
from cases.kinds import Kind, Queue, Role, State
from cases.models import Case
from cases.staff_notices import Notice, StaffNotice
from tests.builders import DAY, make_bare_case, make_officer

ACCEPTED = datetime(2026, 5, 11, 1, tzinfo=UTC)  # due on 10 July, 60 days later


def accepted(session: Session, **columns: object) -> Case:
    case = make_bare_case(session, Kind.COMPLAINT, ACCEPTED, state=State.ACCEPTED, **columns)
    clock.on_move(session, case, State.TRIAGED, State.ACCEPTED, ACCEPTED)
    return case


def told(session: Session) -> list[tuple[Notice, Role | int | None]]:
    rows = session.scalars(select(StaffNotice).order_by(StaffNotice.id))
    return [(row.what, row.role or row.staff_id) for row in rows]


def warn_daily(session: Session, days: int) -> dict[int, list[tuple[Notice, Role | int | None]]]:
    """What was told on which day after the start."""
    found = {}
    for day in range(days):
        before = len(told(session))
        warning.warn(session, ACCEPTED + day * DAY)
        if len(told(session)) > before:
            found[day] = told(session)[before:]
    return found


def test_the_handler_the_deputy_and_the_leader_are_told_each_once(session: Session) -> None:
    holder = make_officer(session, Role.HANDLER)
    accepted(session, holder_id=holder.staff_id)
    assert warn_daily(session, 90) == {
        42: [(Notice.DEADLINE_70, holder.staff_id)],
        54: [(Notice.DEADLINE_90, Role.DEPUTY_LEADER)],
        61: [(Notice.OVERDUE, Role.TEAM_LEADER)],
    }


def test_where_nobody_holds_the_case_the_role_that_must_act_is_told(session: Session) -> None:
    accepted(session)
    warning.warn(session, ACCEPTED + 42 * DAY)
    assert told(session) == [(Notice.DEADLINE_70, Role.HANDLER)]


def test_after_a_standstill_of_the_service_everybody_is_told_at_once(session: Session) -> None:
    accepted(session)
    assert warning.warn(session, ACCEPTED + 80 * DAY) == 1
    assert [what for what, _ in told(session)] == [Notice.DEADLINE_70, Notice.DEADLINE_90, Notice.OVERDUE]
    assert warning.warn(session, ACCEPTED + 80 * DAY) == 0


def test_a_clock_that_stands_still_warns_nobody_and_then_of_the_days_that_count(session: Session) -> None:
    case = accepted(session)
    clock.pause(session, case, ACCEPTED + 30 * DAY, Standstill.RECUSAL)
    assert warn_daily(session, 70) == {}
    clock.resume(session, case, ACCEPTED + 70 * DAY, Standstill.RECUSAL)
    assert list(warn_daily(session, 120)) == [82, 94, 101]


def test_what_is_met_or_no_longer_owed_warns_nobody(session: Session) -> None:
    met, ended = accepted(session), accepted(session)
    clock.on_move(session, met, State.UNDER_REVIEW, State.COMPLETED, ACCEPTED + DAY)
    clock.on_move(session, ended, State.ACCEPTED, State.ARCHIVED, ACCEPTED + DAY)
    assert warn_daily(session, 70) == {}


def test_an_extended_limit_warns_again(session: Session) -> None:
    case = accepted(session)
    warning.warn(session, ACCEPTED + 54 * DAY)
    clock.extend(session, case, 30, ACCEPTED + 54 * DAY)
    assert [what for what, _ in told(session)] == [Notice.DEADLINE_70, Notice.DEADLINE_90]
    later = warn_daily(session, 100)
    assert [what for notices in later.values() for what, _ in notices] == [
        Notice.DEADLINE_70,
        Notice.DEADLINE_90,
        Notice.OVERDUE,
    ]
    assert min(later) > 54


@pytest.mark.parametrize(
    ("queue", "allowed"),
    [
        (Queue.SEALED_TEAM_LEADER, {Role.SUPERIOR_LIAISON}),
        (Queue.SEALED_SUPERIOR, {Role.TEAM_LEADER, Role.SUPERIOR_LIAISON}),
        (Queue.TIP_OFF, {Role.TRIAGE_OFFICER, Role.DEPUTY_LEADER, Role.TEAM_LEADER}),
        (Queue.APPEAL, {Role.TRIAGE_OFFICER, Role.DEPUTY_LEADER, Role.TEAM_LEADER}),
    ],
)
def test_of_a_confidential_case_only_those_are_told_who_are_given_its_key(session: Session, queue, allowed) -> None:
    kind = Kind.APPEAL if queue is Queue.APPEAL else Kind.TIP_OFF
    case = make_bare_case(session, kind, ACCEPTED, queue=queue)
    clock.on_received(session, case, ACCEPTED)
    warn_daily(session, 20)
    assert {who for _, who in told(session)} == allowed
    assert {what for what, _ in told(session)} == {Notice.DEADLINE_70, Notice.DEADLINE_90, Notice.OVERDUE}


def test_a_protection_request_is_brought_to_the_leader_the_same_day_whoever_holds_the_case(session: Session) -> None:
    holder = make_officer(session, Role.HANDLER)
    case = make_bare_case(session, Kind.TIP_OFF, ACCEPTED, holder_id=holder.staff_id)
    clock.on_event(session, case, Event.PROTECTION_REQUESTED, ACCEPTED)
    warning.warn(session, ACCEPTED)
    assert (Notice.DEADLINE_70, Role.TEAM_LEADER) in told(session)
    assert holder.staff_id not in {who for _, who in told(session)}


def test_many_warnings_are_given_in_several_turns(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warning, "BATCH", 2)
    for _ in range(3):
        accepted(session)
    turns = [warning.warn(session, ACCEPTED + 42 * DAY) for _ in range(3)]
    assert turns == [2, 1, 0]
    assert len(told(session)) == 3


def test_the_day_of_the_next_warning_is_kept_in_the_row(session: Session) -> None:
    accepted(session)
    assert session.scalars(select(Deadline.warn_on)).one() == date(2026, 6, 22)
