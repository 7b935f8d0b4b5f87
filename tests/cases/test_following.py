"""What citizen and staff may do with a case."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import chat_links, content, following, handling, history, moves, outbox
from cases.chat_models import OutboxItem
from cases.errors import IllegalMove, NotYet, SamePerson, TooLate
from cases.kinds import AboutWhom, Kind, Rating, ReworkReason, Role, State, StatusWord, Visibility
from cases.models import Case, Message
from cases.routing.jurisdiction import NOWHERE
from cases.staff_notices import Notice, StaffNotice
from cases.transitions import Move
from tests.builders import DAY, MINUTE, NOW, SECRET, make_case, make_officer, reader
from tests.teams import NOTICE, close, go, make_team


def answer(session: Session, case: Case, text: str, role: Role = Role.TRIAGE_OFFICER) -> Message:
    officer = make_team(session)[role]
    return handling.reply(session, SECRET, officer, case, text, NOW, notice=NOTICE)


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
    message = following.add_message(session, case, "还有一次", NOW, NOWHERE)
    assert content.read(session, message, reader(session)).decode() == "还有一次"
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
    assert history.last(session, case, Move.UNDO_WITHDRAWAL) is None


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
    message = answer(session, case, "下周装灯")
    assert message.visibility is Visibility.PUBLIC
    assert outgoing(session) == [("下周装灯", case.id)]


def test_a_reply_without_a_link_waits_for_the_code(session: Session) -> None:
    case = make_case(session)
    answer(session, case, "下周装灯")
    assert outgoing(session) == []


def test_of_a_tip_off_nothing_but_the_neutral_notice_goes_out(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF, wants_notice=True)
    message = answer(session, case, "已立案")
    assert message.visibility is Visibility.INTERNAL
    assert outgoing(session) == [(NOTICE, None)]


def test_closing_tells_the_chat_and_forgets_it(session: Session) -> None:
    case = make_case(session, wants_notice=True)
    close(session, case)
    assert (case.state, case.closed_at) == (State.COMPLETED, NOW)
    assert outgoing(session) == [(NOTICE, case.id)]
    assert chat_links.find(session, SECRET, case) is None


def test_a_reopened_case_is_being_handled_again(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    reviewer = make_team(session)[Role.REVIEWER]
    handling.rework(session, reviewer, case, ReworkReason.LOOK_BACK, NOW, note="灯又灭了")
    assert following.status_of(case) is StatusWord.REWORK
    reopened = history.last(session, case, Move.REWORK)
    assert reopened is not None
    assert (reopened.actor, reopened.old, reopened.new) == (reviewer.name, "completed", "rework")
    assert reopened.reason == "回头看不合格 灯又灭了"


def test_the_chat_of_a_withdrawn_case_is_forgotten_with_the_undo(session: Session) -> None:
    case = make_case(session, wants_notice=True)
    following.withdraw(session, case, NOW)
    session.flush()
    chat_links.erase_withdrawn(session, NOW + DAY - MINUTE)
    assert chat_links.find(session, SECRET, case)
    chat_links.erase_withdrawn(session, NOW + DAY)
    session.expire_all()
    assert chat_links.find(session, SECRET, case) is None


def test_what_staff_asked_for_brings_the_case_back_to_triage(session: Session) -> None:
    case = make_case(session)
    go(session, case, Move.TRIAGE, Move.ASK_INFO)
    assert following.status_of(case) is StatusWord.NEEDS_INFO
    following.add_message(session, case, "在村口东边", NOW, NOWHERE)
    assert case.state is State.TRIAGED


def test_words_on_a_closed_case_make_a_reviewer_look(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    following.add_message(session, case, "灯又灭了", NOW + DAY, NOWHERE)
    assert (case.state, case.quality_since) == (State.COMPLETED, NOW + DAY)


def test_a_closure_is_contested_within_thirty_days_and_answered(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    following.contest(session, case, "没有装", NOW + 30 * DAY, NOWHERE)
    assert case.quality_since == NOW + 30 * DAY
    reviewer = make_team(session)[Role.REVIEWER]
    handling.answer_contest(session, SECRET, reviewer, case, "装在西边了", NOW + 30 * DAY, notice=NOTICE)
    assert case.quality_since is None
    assert following.replies(session, case) == ["装在西边了"]


def test_who_contests_is_brought_to_the_reviewer_and_the_leaders(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    following.contest(session, case, "没有装", NOW, NOWHERE)
    told = session.scalars(select(StaffNotice.role).where(StaffNotice.what == Notice.CONTESTED)).all()
    assert sorted(filter(None, told)) == [Role.DEPUTY_LEADER, Role.REVIEWER, Role.TEAM_LEADER]


def test_what_is_not_closed_cannot_be_contested_nor_after_thirty_days(session: Session) -> None:
    case = make_case(session)
    with pytest.raises(NotYet):
        following.contest(session, case, "太慢", NOW, NOWHERE)
    close(session, case)
    with pytest.raises(TooLate):
        following.contest(session, case, "没有装", NOW + 30 * DAY + MINUTE, NOWHERE)


def test_the_handler_does_not_answer_who_contests_his_work(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    following.contest(session, case, "没有装", NOW, NOWHERE)
    handler = make_team(session)[Role.HANDLER]
    both = make_officer(session, Role.REVIEWER, name=handler.name)
    with pytest.raises(SamePerson):
        handling.answer_contest(session, SECRET, both, case, "装了", NOW, notice=NOTICE)


def test_who_is_dissatisfied_makes_a_reviewer_look(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    following.rate(session, case, Rating.DISSATISFIED, NOW)
    assert case.quality_since == NOW


def test_a_rating_after_the_feedback_is_a_state(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    go(session, case, Move.GIVE_FEEDBACK)
    following.rate(session, case, Rating.FAIRLY, NOW)
    assert case.state is State.RATED


def test_a_review_and_then_a_recheck_are_only_recorded(session: Session) -> None:
    case = make_case(session, kind=Kind.COMPLAINT)
    close(session, case)
    go(session, case, Move.GIVE_FEEDBACK)
    following.ask_review(session, case, "不服", NOW + 30 * DAY, NOWHERE)
    assert following.status_of(case) is StatusWord.REVIEW
    following.ask_review(session, case, "还不服", NOW + 60 * DAY, NOWHERE)
    assert following.status_of(case) is StatusWord.RECHECK


def test_a_review_is_asked_for_within_thirty_days(session: Session) -> None:
    case = make_case(session, kind=Kind.COMPLAINT)
    close(session, case)
    go(session, case, Move.GIVE_FEEDBACK)
    with pytest.raises(TooLate):
        following.ask_review(session, case, "不服", NOW + 30 * DAY + MINUTE, NOWHERE)


def test_only_a_complaint_has_a_review(session: Session) -> None:
    case = make_case(session)
    close(session, case)
    with pytest.raises(IllegalMove):
        following.ask_review(session, case, "不服", NOW, NOWHERE)


@pytest.mark.parametrize(
    ("move", "state", "wishes"),
    [(Move.GRANT_WITHDRAWAL, State.WITHDRAWN, False), (Move.REFUSE_WITHDRAWAL, State.REGISTERED, False)],
)
def test_the_team_decides_on_the_wish_to_withdraw(session: Session, move: Move, state: State, wishes: bool) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    leader = make_team(session)[Role.TEAM_LEADER]
    assert move not in moves.possible(session, leader, case)
    following.withdraw(session, case, NOW)
    moves.make(session, leader, case, move, NOW, reason="本人要求")
    assert (case.state, following.wants_withdrawal(session, case)) == (state, wishes)
