"""Notices to citizens, and what may be written to whom."""

from datetime import datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import chat_links, citizen_notices, content, following, handling, outbox
from cases.chat_models import OutboxItem, SendState
from cases.citizen_notices import CitizenNotice
from cases.errors import IllegalMove, ReasonNeeded, Unreadable
from cases.kinds import Kind, Role, Says, State, Visibility
from cases.models import Case, Message
from cases.receipt_code import DerivedCode
from cases.routing.jurisdiction import NOWHERE
from cases.sealing.reading import citizen_reader
from cases.submission import submit
from cases.times import LOCAL, QuietHours
from cases.transitions import Move
from tests import teams
from tests.builders import CHAT, DAY, DERIVATION, NOW, RECOVERY, SECRET, make_body, make_case, make_code, make_draft

NIGHT = datetime(2026, 5, 6, 23, 30, tzinfo=LOCAL)
SEALED = (Kind.TIP_OFF, Kind.APPEAL)
ASKED = "是哪一年的事"


def linked(session: Session, kind: Kind) -> tuple[Case, DerivedCode]:
    """A case whose citizen agreed to be told, and its code."""
    teams.make_team(session)
    body, code = make_body("会计收红包，去年腊月", kind, wants_notice=True), make_code()
    case = submit(session, SECRET, RECOVERY.public, code, make_draft(session, body), body, NOW, CHAT).case
    return case, code


def write(session: Session, case: Case, says: Says, now: datetime = NOW) -> Message:
    officer = teams.make_team(session)[Role.TRIAGE_OFFICER]
    return handling.reply(session, SECRET, officer, case, ASKED, now, notice="有新进展", says=says)


def sent(session: Session) -> list[OutboxItem]:
    return list(session.scalars(select(OutboxItem).order_by(OutboxItem.id)))


@pytest.mark.parametrize("kind", SEALED)
@pytest.mark.parametrize("says", [Says.QUESTION, Says.NOTICE])
def test_only_the_code_opens_what_is_written_on_a_sealed_case(session: Session, kind: Kind, says: Says) -> None:
    case, code = linked(session, kind)
    message = write(session, case, says)
    assert ASKED.encode() not in message.content
    assert following.replies(session, case) == []
    assert following.awaits_code(session, case)
    assert following.replies(session, case, citizen_reader(DERIVATION.key_pair(code.code))) == [ASKED]
    with pytest.raises(Unreadable):
        content.read(session, message, citizen_reader(DERIVATION.key_pair("1234567890123456")))


@pytest.mark.parametrize("kind", SEALED)
def test_an_answer_on_a_sealed_case_is_for_staff_alone(session: Session, kind: Kind) -> None:
    case, code = linked(session, kind)
    assert write(session, case, Says.ANSWER).visibility is Visibility.INTERNAL
    assert following.replies(session, case, citizen_reader(DERIVATION.key_pair(code.code))) == []


@pytest.mark.parametrize("state", [State.HANDED_OVER, State.COMPLETED, State.FEEDBACK_GIVEN, State.ARCHIVED])
@pytest.mark.parametrize("says", [Says.QUESTION, Says.NOTICE])
def test_once_there_is_a_result_nothing_is_written_any_more(session: Session, state: State, says: Says) -> None:
    case, _ = linked(session, Kind.TIP_OFF)
    case.state = state
    with pytest.raises(IllegalMove):
        write(session, case, says)


def test_completing_a_tip_off_writes_the_citizen_no_word(session: Session) -> None:
    case, _ = linked(session, Kind.TIP_OFF)
    teams.close(session, case, reason="查实，已处分")
    assert [outbox.contents(SECRET, item).payload["text"] for item in sent(session)] == [teams.NOTICE]
    assert not following.awaits_code(session, case)


def test_a_row_of_the_outbox_names_no_confidential_case(session: Session) -> None:
    write(session, linked(session, Kind.TIP_OFF)[0], Says.NOTICE)
    assert [item.case_id for item in sent(session)] == [None]


def test_a_question_makes_the_case_wait_and_has_to_be_one(session: Session) -> None:
    case, officer = make_case(session, kind=Kind.COMPLAINT), teams.make_team(session)[Role.TRIAGE_OFFICER]
    teams.go(session, case, Move.TRIAGE)
    with pytest.raises(ReasonNeeded):
        handling.ask(session, SECRET, officer, case, " ", NOW, notice="有新进展")
    handling.ask(session, SECRET, officer, case, ASKED, NOW, notice="有新进展")
    assert case.state is State.NEEDS_INFO
    following.add_message(session, case, "去年", NOW, NOWHERE)
    assert case.state is State.TRIAGED


def test_at_night_a_notice_is_for_the_morning(session: Session) -> None:
    write(session, linked(session, Kind.TIP_OFF)[0], Says.NOTICE, NIGHT)
    due = sent(session)[0].not_before.astimezone(LOCAL)
    assert (due.date(), due.time()) == ((NIGHT + DAY).date(), time(8))


@pytest.mark.parametrize(("at", "hours"), [(time(7, 59), 0), (time(8), 0), (time(20, 59), 0), (time(21), 11)])
def test_quiet_hours_end_in_the_morning(at: time, hours: int) -> None:
    now = datetime.combine(NIGHT.date(), at, LOCAL)
    over = QuietHours().over(now)
    assert over - now == (DAY * hours / 24 if hours or at.hour != 7 else DAY / 1440)


@pytest.mark.parametrize("late", [1, 3])
def test_what_nobody_delivered_is_over_in_the_end(session: Session, late: int) -> None:
    write(session, linked(session, Kind.TIP_OFF)[0], Says.NOTICE)
    citizen_notices.expire(session, NOW + late * DAY)
    states = list(session.scalars(select(CitizenNotice.state)))
    assert states == [SendState.WAITING if late == 1 else SendState.EXPIRED]


def test_a_notice_is_settled_once(session: Session) -> None:
    write(session, linked(session, Kind.TIP_OFF)[0], Says.NOTICE)
    number = session.scalars(select(CitizenNotice.id)).one()
    citizen_notices.settle(session, number, SendState.SENT, NOW)
    citizen_notices.settle(session, number, SendState.UNDELIVERABLE, NOW)
    assert session.get_one(CitizenNotice, number).state is SendState.SENT


def test_a_chat_finds_its_cases_and_no_other_does(session: Session) -> None:
    cases = [linked(session, kind)[0] for kind in (Kind.TIP_OFF, Kind.SUGGESTION)]
    assert chat_links.of_chat(session, SECRET, CHAT) == cases
    assert chat_links.of_chat(session, SECRET, CHAT._replace(address="4712")) == []
    assert chat_links.of_chat(session, SECRET, CHAT._replace(channel="web")) == []
