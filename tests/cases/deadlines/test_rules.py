"""Each rule of the table starts, is met and is late as domain.md 2.4 says; what it is not for has none of it."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.deadlines import clock
from cases.deadlines.models import Deadline
from cases.deadlines.rule import Event, RuleId
from cases.deadlines.rules import BY_ID, NOT_RUN, RULES
from cases.kinds import IdentityMode, Kind, Queue, State
from cases.models import Case, ChatLink
from tests.builders import DAY, make_bare_case

RECEIVED = datetime(2026, 5, 11, 1, tzinfo=UTC)  # a Monday
CLAIMED, REAL = IdentityMode.CLAIMED_NAME, IdentityMode.REAL_NAME


class Row(NamedTuple):
    """What a rule is expected to do, for a case received on 11 May 2026."""

    rule: RuleId
    kind: Kind
    starts: State | Event
    met_by: State | Event
    due_on: date
    identity_mode: IdentityMode = IdentityMode.ANONYMOUS
    queue: Queue | None = None


ROWS = [
    Row(RuleId.DL01, Kind.SUGGESTION, Event.RECEIVED, Event.REGISTRATION_CONFIRMED, date(2026, 5, 12)),
    Row(RuleId.DL01, Kind.APPEAL, Event.RECEIVED, State.TRIAGED, date(2026, 5, 12)),
    Row(RuleId.DL02, Kind.TIP_OFF, Event.RECEIVED, State.REFERRED, date(2026, 5, 18), queue=Queue.SEALED_SUPERIOR),
    Row(RuleId.DL03, Kind.TIP_OFF, Event.RECEIVED, State.REFERRED, date(2026, 5, 12), queue=Queue.SEALED_TEAM_LEADER),
    Row(RuleId.DL04, Kind.TIP_OFF, State.REFERRED, Event.RECEIPT_CONFIRMED, date(2026, 5, 18)),
    Row(RuleId.DL05, Kind.TIP_OFF, Event.RECEIVED, Event.INFORMED, date(2026, 6, 1), CLAIMED),
    Row(RuleId.DL05, Kind.TIP_OFF, Event.RECEIVED, State.NOT_ACCEPTED, date(2026, 6, 1), REAL, Queue.SEALED_OWN_TEAM),
    Row(RuleId.DL06, Kind.TIP_OFF, State.COMPLETED, Event.FEEDBACK_RECORDED, date(2026, 6, 1), REAL),
    Row(RuleId.DL07, Kind.TIP_OFF, Event.RECEIVED, Event.IDENTITY_CHECKED, date(2026, 6, 1), CLAIMED),
    Row(RuleId.DL10, Kind.COMPLAINT, Event.RECEIVED, Event.INFORMED, date(2026, 5, 26), CLAIMED),
    Row(RuleId.DL11, Kind.COMPLAINT, Event.TRANSFERRED_IN, Event.INFORMED, date(2026, 5, 26)),
    Row(RuleId.DL12, Kind.COMPLAINT, Event.TRANSFERRED_IN, Event.RETURNED, date(2026, 5, 18)),
    Row(RuleId.DL13, Kind.COMPLAINT, State.ACCEPTED, State.COMPLETED, date(2026, 7, 10)),
    Row(RuleId.DL15, Kind.COMPLAINT, State.REVIEW_REQUESTED, Event.REVIEW_DECIDED, date(2026, 6, 10)),
    Row(RuleId.DL16, Kind.COMPLAINT, State.RECHECK_REQUESTED, State.TERMINATED, date(2026, 6, 10)),
    Row(RuleId.DL18A, Kind.SUGGESTION, Event.RECEIVED, State.TRIAGED, date(2026, 5, 12)),
    Row(RuleId.DL18, Kind.SUGGESTION, Event.RECEIVED, State.FEEDBACK_GIVEN, date(2026, 6, 1)),
    Row(RuleId.DL18, Kind.PRAISE, Event.RECEIVED, Event.REPLIED, date(2026, 6, 1)),
    Row(RuleId.DL19, Kind.CONSULTATION, Event.RECEIVED, Event.REPLIED, date(2026, 5, 12)),
    Row(RuleId.DL20, Kind.TIP_OFF, Event.PROTECTION_REQUESTED, Event.PROTECTION_TAKEN, date(2026, 5, 11), CLAIMED),
    Row(RuleId.DL21, Kind.COMPLAINT, State.NEEDS_INFO, State.TRIAGED, date(2026, 6, 1)),
    Row(RuleId.DL25, Kind.SUGGESTION, Event.DATA_REQUESTED, Event.DATA_ANSWERED, date(2026, 6, 1)),
]


def a_case(session: Session, row: Row) -> Case:
    columns = {"identity_mode": row.identity_mode} | ({"queue": row.queue} if row.queue else {})
    return make_bare_case(session, row.kind, RECEIVED, **columns)


def pass_edge(session: Session, case: Case, edge: State | Event, now: datetime) -> None:
    if edge is Event.RECEIVED:
        clock.on_received(session, case, now)
    elif isinstance(edge, Event):
        clock.on_event(session, case, edge, now)
    else:
        old, case.state = case.state, edge
        clock.on_move(session, case, old, edge, now)


def deadline(session: Session, case: Case, rule: RuleId) -> Deadline | None:
    rows = session.scalars(select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == rule))
    return max(rows, key=lambda row: row.round, default=None)


def started(session: Session, case: Case) -> set[RuleId]:
    return set(session.scalars(select(Deadline.rule).where(Deadline.case_id == case.id)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}-{row.met_by}")
def test_a_rule_starts_is_late_and_is_met(session: Session, row: Row) -> None:
    case = a_case(session, row)
    assert deadline(session, case, row.rule) is None
    pass_edge(session, case, row.starts, RECEIVED)
    found = deadline(session, case, row.rule)
    assert found is not None
    assert (found.started_on, found.due_on, found.provisional) == (date(2026, 5, 11), row.due_on, False)
    assert not found.late(row.due_on)
    assert found.late(row.due_on + DAY)
    assert case.due_on is not None
    assert case.due_on <= row.due_on
    pass_edge(session, case, row.met_by, RECEIVED)
    assert found.met_on == date(2026, 5, 11)
    assert not found.late(row.due_on + DAY)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}-{row.met_by}")
def test_what_is_met_after_its_last_day_stays_late(session: Session, row: Row) -> None:
    case = a_case(session, row)
    pass_edge(session, case, row.starts, RECEIVED)
    found = deadline(session, case, row.rule)
    assert found is not None
    pass_edge(session, case, row.met_by, RECEIVED + (row.due_on - date(2026, 5, 11)) + DAY)
    assert found.late(date(2027, 1, 1))


def test_every_rule_runs_or_says_why_not() -> None:
    numbers = {f"DL{number:02}" for number in range(1, 26)}
    assert {rule.id[:4] for rule in RULES} | set(NOT_RUN) == numbers
    assert {rule.id for rule in RULES} == set(RuleId) == {row.rule for row in ROWS}
    assert len(BY_ID) == len(RULES)
    assert not set(State) & set(Event)


@pytest.mark.parametrize(
    ("kind", "columns", "expected"),
    [
        (Kind.TIP_OFF, {}, {RuleId.DL01}),
        (Kind.TIP_OFF, {"identity_mode": CLAIMED}, {RuleId.DL01, RuleId.DL05, RuleId.DL07}),
        (Kind.TIP_OFF, {"identity_mode": REAL}, {RuleId.DL01, RuleId.DL05}),
        (Kind.TIP_OFF, {"identity_mode": IdentityMode.IMPERSONATED}, {RuleId.DL01}),
        (Kind.TIP_OFF, {"identity_mode": CLAIMED, "queue": Queue.SEALED_SUPERIOR}, {RuleId.DL02}),
        (Kind.COMPLAINT, {"identity_mode": CLAIMED, "queue": Queue.SEALED_TEAM_LEADER}, {RuleId.DL03}),
        (Kind.APPEAL, {"queue": Queue.SEALED_OWN_TEAM}, set()),
        (Kind.APPEAL, {"identity_mode": CLAIMED}, {RuleId.DL01}),
        (Kind.COMPLAINT, {}, {RuleId.DL01}),
        (Kind.COMPLAINT, {"identity_mode": CLAIMED}, {RuleId.DL01, RuleId.DL10}),
        (Kind.SUGGESTION, {"identity_mode": CLAIMED}, {RuleId.DL01, RuleId.DL18A, RuleId.DL18}),
        (Kind.CONSULTATION, {}, {RuleId.DL01, RuleId.DL19}),
    ],
)
def test_a_new_case_has_the_deadlines_of_its_track_queue_and_name(session: Session, kind, columns, expected) -> None:
    case = make_bare_case(session, kind, RECEIVED, **columns)
    clock.on_received(session, case, RECEIVED)
    assert started(session, case) == expected


def test_a_petitioner_without_a_name_is_informed_where_there_is_a_chat(session: Session) -> None:
    case = make_bare_case(session, Kind.COMPLAINT, RECEIVED)
    session.add(ChatLink(case_id=case.id, channel="telegram", address=b"x"))
    session.flush()
    clock.on_received(session, case, RECEIVED)
    assert RuleId.DL10 in started(session, case)


def test_nobody_feeds_back_to_who_gave_no_name(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF, RECEIVED)
    pass_edge(session, case, State.COMPLETED, RECEIVED)
    assert started(session, case) == set()


def test_a_duplicate_is_not_informed_again(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF, RECEIVED, identity_mode=CLAIMED, state=State.TRIAGED)
    clock.on_received(session, case, RECEIVED)
    pass_edge(session, case, State.DUPLICATE_MERGED, RECEIVED + DAY)
    found = deadline(session, case, RuleId.DL05)
    assert found is not None
    assert found.ended_on == date(2026, 5, 12)
    assert not found.late(date(2026, 12, 1))
    assert case.due_on is None


def test_what_was_no_duplicate_after_all_is_owed_as_if_nothing_had_happened(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF, RECEIVED, identity_mode=CLAIMED, state=State.TRIAGED)
    clock.on_received(session, case, RECEIVED)
    pass_edge(session, case, State.DUPLICATE_MERGED, RECEIVED + DAY)
    pass_edge(session, case, State.TRIAGED, RECEIVED + 9 * DAY)
    found = deadline(session, case, RuleId.DL05)
    assert found is not None
    assert (found.open, found.due_on, case.due_on) == (True, date(2026, 6, 1), date(2026, 6, 1))


def test_a_denied_name_is_owed_no_answer(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF, RECEIVED, identity_mode=CLAIMED)
    clock.on_received(session, case, RECEIVED)
    case.identity_mode = IdentityMode.IMPERSONATED
    clock.on_event(session, case, Event.IDENTITY_CHECKED, RECEIVED + DAY)
    checked, informed = deadline(session, case, RuleId.DL07), deadline(session, case, RuleId.DL05)
    assert checked is not None
    assert informed is not None
    assert (checked.met_on, informed.ended_on) == (date(2026, 5, 12), date(2026, 5, 12))


def test_a_suggestion_that_becomes_a_tip_off_has_its_limits_from_receipt(session: Session) -> None:
    case = make_bare_case(session, Kind.SUGGESTION, RECEIVED, identity_mode=CLAIMED)
    clock.on_received(session, case, RECEIVED)
    case.kind, case.queue = Kind.TIP_OFF, Queue.TIP_OFF
    clock.on_rerouted(session, case, RECEIVED + 5 * DAY)
    informed, reply = deadline(session, case, RuleId.DL05), deadline(session, case, RuleId.DL18)
    assert informed is not None
    assert reply is not None
    assert (informed.due_on, reply.open) == (date(2026, 6, 1), False)
    case.kind, case.queue = Kind.SUGGESTION, Queue.SUGGESTION
    clock.on_rerouted(session, case, RECEIVED + 6 * DAY)
    assert (informed.open, reply.open, reply.due_on) == (False, True, date(2026, 6, 1))


def test_rework_is_a_new_round(session: Session) -> None:
    case = make_bare_case(session, Kind.COMPLAINT, RECEIVED)
    for state in (State.ACCEPTED, State.COMPLETED, State.REWORK):
        pass_edge(session, case, state, RECEIVED)
    pass_edge(session, case, State.IN_PROGRESS, RECEIVED + DAY)
    found = deadline(session, case, RuleId.DL13)
    assert found is not None
    assert (found.round, found.open, case.due_on) == (2, True, found.due_on)


def test_a_second_acceptance_starts_nothing_that_runs(session: Session) -> None:
    case = make_bare_case(session, Kind.COMPLAINT, RECEIVED)
    for number, state in enumerate((State.ACCEPTED, State.NEEDS_INFO, State.TRIAGED, State.ACCEPTED)):
        pass_edge(session, case, state, RECEIVED + number * DAY)
    found = deadline(session, case, RuleId.DL13)
    assert found is not None
    assert (found.round, found.started_on) == (1, date(2026, 5, 11))


def test_an_archived_case_owes_only_protection_and_data(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF, RECEIVED, identity_mode=REAL)
    clock.on_received(session, case, RECEIVED)
    for event in (Event.PROTECTION_REQUESTED, Event.DATA_REQUESTED):
        clock.on_event(session, case, event, RECEIVED)
    pass_edge(session, case, State.ARCHIVED, RECEIVED)
    rows = session.scalars(select(Deadline).where(Deadline.case_id == case.id))
    assert {row.rule for row in rows if row.open} == {RuleId.DL20, RuleId.DL25}
