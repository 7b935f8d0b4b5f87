"""What single columns count."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cases.deadlines.rule import RuleId
from cases.history import What
from cases.kinds import IdentityMode, Kind, Queue, Rating, State
from cases.ledger import suggestions
from cases.ledger.states import Adoption
from cases.models import Case
from cases.reports import measures, periods, stories, tables
from cases.reports.cells import Cell, Mean, Most, Rate
from cases.reports.columns import Column, Words
from cases.reports.periods import Period
from cases.reports.tables import Table
from tests.builders import make_officer
from tests.histories import MONDAY, at, event, make_history, on, owe
from tests.ledgers import Role, make_item

WEEK = periods.week(MONDAY)
S = State
Told = Callable[[Column], Cell]


@pytest.fixture
def told(session: Session) -> Told:
    """What a column says of all cases in the week."""

    def say(column: Column) -> Cell:
        session.flush()
        return counted(session, column, WEEK)

    return say


def counted(session: Session, column: Column, period: Period) -> Cell:
    table = Table(measures.of([column]), period)
    tables.read(session, period, sa.true(), table)
    return table.total[0]


def test_a_case_counts_as_received_on_its_local_day(session: Session, told: Told) -> None:
    make_history(session, 0).received_at = at(0, hour=0)
    make_history(session, 6).received_at = at(6, hour=23)
    make_history(session, -1).received_at = at(-1, hour=23)
    make_history(session, 7).received_at = at(7, hour=0)
    assert told(Column.RECEIVED) == 2


def test_named_claimed_and_anonymous_make_all_that_was_received(session: Session, told: Told) -> None:
    for mode in IdentityMode:
        make_history(session, 1, identity_mode=mode)
    assert [told(c) for c in (Column.REAL_NAME, Column.CLAIMED_NAME, Column.ANONYMOUS)] == [1, 1, 2]
    assert told(Column.RECEIVED) == 4


def test_what_is_in_hand_is_counted_as_it_was_at_the_end_of_the_period(session: Session, told: Told) -> None:
    make_history(session, -9, (-8, S.TRIAGED), (8, S.ACCEPTED), (9, S.COMPLETED))
    make_history(session, -9, (3, S.TRIAGED), (4, S.WITHDRAWN))
    make_history(session, 9)
    assert (told(Column.OPEN), told(Column.CARRIED), told(Column.WITHDRAWN)) == (1, 2, 1)


def test_a_case_that_enters_a_state_twice_is_one_case(session: Session, told: Told) -> None:
    make_history(session, 0, (1, S.COMPLETED), (2, S.REWORK), (3, S.COMPLETED))
    assert (told(Column.COMPLETED), told(Column.REWORKED)) == (1, 1)


def test_completed_is_also_what_was_answered_at_once_and_not_the_feedback_on_it(session: Session, told: Told) -> None:
    make_history(session, 0, (1, S.FEEDBACK_GIVEN), kind=Kind.CONSULTATION)
    make_history(session, -9, (-2, S.COMPLETED), (2, S.FEEDBACK_GIVEN))
    assert told(Column.COMPLETED) == 1


def test_the_completion_rate_is_done_of_due_with_both_numbers(session: Session, told: Told) -> None:
    for due, met in ((2, 1), (3, 5), (4, None), (20, 1), (-3, None)):
        owe(session, make_history(session, -30), due, met)
    assert told(Column.COMPLETION_RATE) == Rate(2, 3)
    assert told(Column.ON_TIME_RATE) == Rate(2, 3)


def test_what_fell_away_or_stands_still_is_nobodys_debt(session: Session, told: Told) -> None:
    owe(session, make_history(session, -30), 2).ended_on = on(1)
    owe(session, make_history(session, -30), 2).paused_on = on(1)
    assert told(Column.COMPLETION_RATE) == Rate(0, 0)
    assert told(Column.OVERDUE) == 0


def test_overdue_is_what_was_late_and_owed_at_the_end_of_the_period(session: Session, told: Told) -> None:
    for due, met in ((5, None), (6, None), (5, 6), (5, 9), (-20, None)):
        owe(session, make_history(session, -30), due, met)
    assert told(Column.OVERDUE) == 3


def test_due_next_week_is_what_is_still_owed(session: Session, told: Told) -> None:
    for due, met in ((7, None), (13, None), (14, None), (8, 3)):
        owe(session, make_history(session, -3), due, met)
    assert told(Column.DUE_NEXT) == 2


def test_due_counts_what_is_done_on_its_last_day_and_not_what_was_done_before(session: Session) -> None:
    for due, met in ((2, 2), (2, None), (2, 1), (3, None)):
        owe(session, make_history(session, -3), due, met)
    today = periods.day(on(2))
    assert counted(session, Column.DUE, today) == 2


def test_the_response_rate_is_first_contact_in_time(session: Session, told: Told) -> None:
    owe(session, make_history(session, 0), 1, 1, RuleId.DL18A)
    owe(session, make_history(session, 0, kind=Kind.COMPLAINT), 3, 4, RuleId.DL10)
    assert told(Column.RESPONSE_RATE) == Rate(1, 2)


def test_days_run_from_receipt_to_the_last_completion(session: Session, told: Told) -> None:
    make_history(session, -4, (2, S.COMPLETED))
    make_history(session, 0, (1, S.COMPLETED), (2, S.REWORK), (3, S.COMPLETED))
    assert told(Column.MEAN_DAYS) == Mean(9, 2)
    assert told(Column.LONGEST_DAYS) == Most(6, 2)


def test_satisfaction_counts_ratings_of_the_period_on_open_kinds_only(session: Session, told: Told) -> None:
    for rating, kind, day in (
        (Rating.SATISFIED, Kind.SUGGESTION, 1),
        (Rating.FAIRLY, Kind.COMPLAINT, 1),
        (Rating.DISSATISFIED, Kind.CONSULTATION, 1),
        (Rating.SATISFIED, Kind.TIP_OFF, 1),
        (Rating.SATISFIED, Kind.SUGGESTION, 8),
    ):
        event(session, make_history(session, 0, kind=kind, rating=rating), day, What.RATED)
    assert told(Column.SATISFACTION_RATE) == Rate(2, 3)
    assert told(Column.RATINGS) == 3


def test_whether_a_matter_was_solved_is_not_recorded_and_not_made_up(told: Told) -> None:
    assert told(Column.SOLVED_RATE) is Words.NOT_RECORDED


def test_adopted_suggestions_come_from_the_ledger(session: Session, told: Told) -> None:
    checker, item = make_officer(session, Role.REVIEWER), make_item(session)
    for adoption in (Adoption.ADOPTED, Adoption.PARTLY, Adoption.NOT_ADOPTED, Adoption.PARTLY):
        case = make_history(session, 0)
        suggestions.attach(session, checker, item, case, at(1))
        suggestions.decide(session, checker, item, case, adoption, at(1), "理由")
    assert (told(Column.ADOPTED), told(Column.PARTLY_ADOPTED)) == (1, 2)


def test_a_share_of_fewer_than_ten_is_marked_as_small() -> None:
    assert str(Rate(1, 1)) == "1/1 100.0% 样本不足10"
    assert str(Rate(11, 12)) == "11/12 91.7%"
    assert str(Rate(0, 0)) == "0/0"


def test_what_may_not_be_counted_is_not_read(session: Session) -> None:
    make_history(session, 0, kind=Kind.TIP_OFF, queue=Queue.SEALED_OWN_TEAM)
    assert list(stories.batches(session, WEEK, Case.queue == Queue.SUGGESTION)) == []
