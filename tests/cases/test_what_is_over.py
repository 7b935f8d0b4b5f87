"""What a case is after its end: no chat is kept, no word is taken that nobody would ever read."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases import chat_links, following, handling, moves, protection
from cases.errors import IllegalMove, NotYet, TooLate
from cases.kinds import Kind, Rating, Role, State
from cases.models import Case, Message
from cases.retention import erasure
from cases.routing.jurisdiction import NOWHERE
from cases.transitions import Move
from tests.builders import DAY, NOW, SECRET, make_case
from tests.ended_cases import ended
from tests.teams import NOTICE, close, go, make_team


def purged(session: Session, kind: Kind) -> Case:
    """A case of which nothing but the register line is left."""
    case = ended(session, kind)
    erasure.erase(session, case, whole=True)
    moves.by_system(session, case, Move.PURGE, NOW + 90 * DAY, reason="period")
    return case


def agree_again(session: Session, case: Case) -> None:
    """The citizen wants to hear of it once more."""
    chat_links.agree(session, SECRET, case, chat_links.ChatAddress("telegram", "4712"))


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.TIP_OFF])
def test_nothing_can_be_added_to_what_was_purged(session: Session, kind: Kind) -> None:
    case = purged(session, kind)
    assert not following.may_add(case)
    with pytest.raises(TooLate):
        following.add_message(session, case, "还有一次", NOW + 91 * DAY, NOWHERE)
    with pytest.raises(TooLate):
        protection.ask(session, NOWHERE, case, "有人找到我家", NOW + 91 * DAY)
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_nothing_is_written_to_the_citizen_of_what_was_purged(session: Session) -> None:
    case = purged(session, Kind.SUGGESTION)
    with pytest.raises(IllegalMove):
        handling.reply(session, SECRET, make_team(session)[Role.TRIAGE_OFFICER], case, "好了", NOW, notice=NOTICE)
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_an_archived_case_keeps_no_chat(session: Session) -> None:
    case = make_case(session, kind=Kind.CONSULTATION, wants_notice=True)
    go(session, case, Move.ANSWER)
    assert chat_links.find(session, SECRET, case)
    go(session, case, Move.ARCHIVE)
    assert chat_links.find(session, SECRET, case) is None


def test_a_terminated_case_keeps_no_chat(session: Session) -> None:
    case = make_case(session, kind=Kind.COMPLAINT, wants_notice=True)
    close(session, case)
    go(session, case, Move.GIVE_FEEDBACK)
    following.ask_review(session, case, "不服", NOW, NOWHERE)
    agree_again(session, case)
    go(session, case, Move.TERMINATE)
    assert chat_links.find(session, SECRET, case) is None


def test_a_request_for_personal_data_is_not_rated(session: Session) -> None:
    case = make_case(session, kind=Kind.DATA_RIGHTS)
    go(session, case, Move.ANSWER)
    assert (case.state, following.may_rate(case)) == (State.FEEDBACK_GIVEN, False)
    with pytest.raises(NotYet):
        following.rate(session, case, Rating.SATISFIED, NOW)


@pytest.mark.parametrize("kind", [Kind.CONSULTATION, Kind.PRAISE])
def test_an_answer_and_a_thank_you_are_rated(session: Session, kind: Kind) -> None:
    case = make_case(session, kind=kind)
    moves.make(session, make_team(session)[Role.INTAKE_CLERK], case, Move.ANSWER, NOW)
    following.rate(session, case, Rating.SATISFIED, NOW)
    assert case.state is State.RATED
