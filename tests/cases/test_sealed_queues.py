"""What waits in a sealed queue is in the hands of its recipients alone, from the first word to the purge."""

import pytest
from sqlalchemy.orm import Session

from cases import following, handling, moves
from cases.errors import NoSuchCase
from cases.kinds import AboutWhom, Kind, Role, State
from cases.models import Case
from cases.retention import expiry, handovers
from cases.routing.jurisdiction import NOWHERE
from cases.staff.officer import Officer
from cases.transitions import Move
from tests.builders import DAY, NOW, SECRET, make_case
from tests.ended_cases import PERIODS
from tests.teams import NOTICE, make_team

RECIPIENT = {
    AboutWhom.SUPERIOR: Role.SUPERIOR_LIAISON,
    AboutWhom.TEAM_MEMBER: Role.INTERNAL_SUPERVISOR,
    AboutWhom.TEAM_LEADER: Role.SUPERIOR_LIAISON,
}
EACH = pytest.mark.parametrize("about_whom", RECIPIENT)


def sealed(session: Session, about_whom: AboutWhom) -> tuple[Case, Officer]:
    """A sealed case and who has to do with it."""
    case = make_case(session, "他收钱", Kind.TIP_OFF, about_whom=about_whom)
    return case, make_team(session)[RECIPIENT[about_whom]]


def given_away(session: Session, about_whom: AboutWhom) -> tuple[Case, Officer]:
    """One that the receiving organ has confirmed to have."""
    case, recipient = sealed(session, about_whom)
    moves.make(session, recipient, case, Move.REFER, NOW, reason="报送")
    handovers.confirm(session, recipient, case, "回执1号", NOW)
    return case, recipient


@EACH
def test_an_addition_is_answered_by_the_recipient_and_no_longer_stops_the_purge(
    session: Session, about_whom: AboutWhom
) -> None:
    case, recipient = given_away(session, about_whom)
    following.add_message(session, case, "还有一次", NOW, NOWHERE)
    assert expiry.of(session, PERIODS, case) is None
    handling.answer_contest(session, SECRET, recipient, case, "已补送", NOW, notice=NOTICE)
    assert expiry.of(session, PERIODS, case) is not None


def test_a_reviewer_cannot_answer_what_is_about_the_leader(session: Session) -> None:
    case, _ = given_away(session, AboutWhom.TEAM_LEADER)
    following.add_message(session, case, "还有一次", NOW, NOWHERE)
    with pytest.raises(NoSuchCase):
        reviewer = make_team(session)[Role.REVIEWER]
        handling.answer_contest(session, SECRET, reviewer, case, "已阅", NOW, notice=NOTICE)


@EACH
@pytest.mark.parametrize(
    ("move", "state"), [(Move.GRANT_WITHDRAWAL, State.WITHDRAWN), (Move.REFUSE_WITHDRAWAL, State.SEALED)]
)
def test_the_recipient_decides_on_the_wish_to_withdraw(
    session: Session, about_whom: AboutWhom, move: Move, state: State
) -> None:
    case, recipient = sealed(session, about_whom)
    assert move not in moves.possible(session, recipient, case)
    following.withdraw(session, case, NOW)
    moves.make(session, recipient, case, move, NOW, reason="本人要求")
    assert (case.state, following.wants_withdrawal(session, case)) == (state, False)


@EACH
def test_what_was_withdrawn_there_can_be_archived_and_goes_in_time(session: Session, about_whom: AboutWhom) -> None:
    case, recipient = sealed(session, about_whom)
    following.withdraw(session, case, NOW)
    moves.make(session, recipient, case, Move.GRANT_WITHDRAWAL, NOW, reason="本人要求")
    moves.make(session, recipient, case, Move.ARCHIVE, NOW)
    end = expiry.of(session, PERIODS, case)
    assert end is not None and end.whole
    moves.by_system(session, case, Move.PURGE, NOW + 30 * DAY, reason=end.why)
    assert case.state is State.PURGED
