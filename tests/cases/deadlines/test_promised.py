"""Who made a suggestion or a complaint sees by when it will be done; nobody else sees a day (domain.md 2.5)."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from cases.deadlines import clock
from cases.deadlines.promised import promised
from cases.deadlines.rule import RuleId, Standstill
from cases.kinds import Kind, Queue, State
from tests.builders import DAY, NOW, make_bare_case, make_case
from tests.teams import start


@pytest.mark.parametrize(
    ("kind", "rule", "day"),
    [(Kind.SUGGESTION, RuleId.DL18, date(2026, 5, 26)), (Kind.COMPLAINT, RuleId.DL13, date(2026, 7, 6))],
)
def test_a_day_is_promised_once_the_case_is_accepted(session: Session, kind: Kind, rule: RuleId, day: date) -> None:
    assert promised(session, make_case(session, kind=kind)) is None
    found = promised(session, start(session, kind))
    assert found is not None
    assert (found.rule, found.due_on) == (rule, day)


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL, Kind.CONSULTATION])
def test_of_other_kinds_no_day_is_told(session: Session, kind: Kind) -> None:
    case = make_bare_case(session, kind, state=State.ACCEPTED)
    clock.on_received(session, case, NOW)
    assert promised(session, case) is None


def test_of_a_complaint_about_the_team_no_day_is_told(session: Session) -> None:
    case = make_bare_case(session, Kind.COMPLAINT, queue=Queue.SEALED_OWN_TEAM, state=State.ACCEPTED)
    assert promised(session, case) is None


def test_while_the_clock_stands_still_no_day_is_told(session: Session) -> None:
    case = start(session, Kind.COMPLAINT)
    clock.pause(session, case, NOW + DAY, Standstill.RECUSAL)
    assert promised(session, case) is None
    clock.resume(session, case, NOW + 3 * DAY, Standstill.RECUSAL)
    found = promised(session, case)
    assert found is not None
    assert found.due_on == date(2026, 7, 7)
