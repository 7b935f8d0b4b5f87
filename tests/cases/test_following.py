"""What citizen and staff may do with a case."""

import pytest
from sqlalchemy.orm import Session

from cases import chat_links, content, following, handling, history, outbox, queries
from cases.chat_models import OutboxItem
from cases.errors import NotYet, TooLate
from cases.history import What
from cases.kinds import AboutWhom, Kind, Queue, Rating, State, StatusWord, Visibility
from cases.models import Case
from tests.builders import DAY, MINUTE, NOW, READERS, SECRET, make_case

NOTICE = "您有一条新消息"


def close(session: Session, case: Case) -> None:
    handling.close(session, SECRET, case, "clerk", NOW, reason="已装灯", notice=NOTICE)


def outgoing(session: Session) -> list[tuple[str, int | None]]:
    rows = session.query(OutboxItem).order_by(OutboxItem.id)
    return [(outbox.contents(SECRET, row).payload["text"], row.case_id) for row in rows]


@pytest.mark.parametrize(
    ("kind", "about_whom", "word"),
    [
        (Kind.SUGGESTION, None, StatusWord.RECEIVED),
        (Kind.TIP_OFF, AboutWhom.NONE, StatusWord.RECEIVED_SEALED),
        (Kind.TIP_OFF, AboutWhom.SUPERIOR, StatusWord.BY_RULE),
    ],
)
def test_the_status_is_coarse(session: Session, kind: Kind, about_whom: AboutWhom | None, word: StatusWord) -> None:
    assert following.status_of(make_case(session, kind=kind, about_whom=about_whom)) is word


def test_every_state_has_its_words() -> None:
    assert set(following.STATUS_WORDS) == set(State)


def test_an_addition_is_kept_like_the_rest(session: Session) -> None:
    case = make_case(session, "他收钱", Kind.TIP_OFF)
    message = following.add_message(session, READERS, case, "还有一次", NOW)
    assert content.read(message, READERS).decode() == "还有一次"
    assert "还有一次".encode() not in message.content


def test_an_open_case_is_withdrawn_at_once_and_comes_back_within_a_day(session: Session) -> None:
    case = make_case(session)
    following.withdraw(session, case, NOW)
    following.withdraw(session, case, NOW + MINUTE)
    assert (case.state, case.withdrawn_at) == (State.WITHDRAWN, NOW)
    following.undo_withdrawal(session, case, NOW + DAY)
    assert (case.state, case.withdrawn_at) == (State.REGISTERED, None)


def test_after_a_day_it_stays_withdrawn(session: Session) -> None:
    case = make_case(session)
    following.withdraw(session, case, NOW)
    with pytest.raises(TooLate):
        following.undo_withdrawal(session, case, NOW + DAY + MINUTE)


def test_of_a_tip_off_only_the_wish_to_withdraw_is_recorded(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    following.withdraw(session, case, NOW)
    assert (case.state, case.withdrawn_at) == (State.REGISTERED, None)
    assert following.wants_withdrawal(session, case)
    following.undo_withdrawal(session, case, NOW)
    assert not following.wants_withdrawal(session, case)


def test_undoing_what_was_not_withdrawn_changes_nothing(session: Session) -> None:
    case = make_case(session)
    following.undo_withdrawal(session, case, NOW)
    assert history.last(session, case, What.WITHDRAWAL_UNDONE) is None


def test_a_closed_open_case_can_be_rated(session: Session) -> None:
    case = make_case(session)
    with pytest.raises(NotYet):
        following.rate(session, case, Rating.SATISFIED, NOW)
    close(session, case)
    following.rate(session, case, Rating.SATISFIED, NOW)
    assert case.rating is Rating.SATISFIED


def test_a_tip_off_is_never_rated(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    close(session, case)
    with pytest.raises(NotYet):
        following.rate(session, case, Rating.SATISFIED, NOW)


def test_a_reply_goes_to_the_chat_that_was_agreed(session: Session) -> None:
    case = make_case(session, wants_notice=True)
    message = handling.reply(session, SECRET, READERS, case, "下周装灯", "clerk", NOW, notice=NOTICE)
    assert message.visibility is Visibility.PUBLIC
    assert outgoing(session) == [("下周装灯", case.id)]


def test_a_reply_without_a_link_waits_for_the_code(session: Session) -> None:
    case = make_case(session)
    handling.reply(session, SECRET, READERS, case, "下周装灯", "clerk", NOW, notice=NOTICE)
    assert outgoing(session) == []


def test_of_a_tip_off_nothing_but_the_neutral_notice_goes_out(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF, wants_notice=True)
    message = handling.reply(session, SECRET, READERS, case, "已立案", "clerk", NOW, notice=NOTICE)
    assert message.visibility is Visibility.INTERNAL
    assert outgoing(session) == [(NOTICE, None)]


def test_closing_tells_the_chat_and_forgets_it(session: Session) -> None:
    case = make_case(session, wants_notice=True)
    close(session, case)
    close(session, case)
    assert (case.state, case.closed_at) == (State.COMPLETED, NOW)
    assert outgoing(session) == [(NOTICE, case.id)]
    assert chat_links.find(session, SECRET, case) is None


def test_a_reopened_case_is_being_handled_again(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    handling.reopen(session, case, "reviewer", NOW, reason="新情况")
    assert following.status_of(case) is StatusWord.REWORK
    reopened = history.last(session, case, What.REOPENED)
    assert reopened is not None
    assert (reopened.actor, reopened.old, reopened.reason) == ("reviewer", "completed", "新情况")


def test_the_chat_of_a_withdrawn_case_is_forgotten_with_the_undo(session: Session) -> None:
    case = make_case(session, wants_notice=True)
    following.withdraw(session, case, NOW)
    session.flush()
    chat_links.erase_withdrawn(session, NOW + DAY - MINUTE)
    assert chat_links.find(session, SECRET, case)
    chat_links.erase_withdrawn(session, NOW + DAY)
    session.expire_all()
    assert chat_links.find(session, SECRET, case) is None


def test_a_queue_shows_its_own_cases_newest_first(session: Session) -> None:
    first, second, tip_off = make_case(session), make_case(session), make_case(session, kind=Kind.TIP_OFF)
    assert queries.in_queues(session, [Queue.SUGGESTION]) == [second, first]
    assert queries.in_queues(session, [Queue.SUGGESTION], before_id=second.id) == [first]
    assert queries.in_queues(session, list(Queue), kind=Kind.TIP_OFF) == [tip_off]
    assert queries.in_queues(session, list(Queue), state=State.COMPLETED) == []
    assert queries.by_number(session, "nothing") is None
