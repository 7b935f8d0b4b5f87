"""The chat of a staff member: linked by a word, told numbers, and nothing that its owner may not know of."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import outbox, staff_chats, staff_notices
from cases.chat_links import ChatAddress
from cases.chat_models import OutboxItem
from cases.kinds import Kind, Role
from cases.models import Case
from cases.recusal import exclusions
from cases.recusal.models import Why
from cases.staff.models import Staff
from cases.staff_notices import Notice
from cases.times import LOCAL, QuietHours
from tests import teams
from tests.builders import NOW, SECRET, make_case

HERE = ChatAddress("telegram", "77")
NIGHT = datetime(2026, 5, 6, 23, 30, tzinfo=LOCAL)


@pytest.fixture
def staff(session: Session) -> Staff:
    """A triage officer."""
    return session.get_one(Staff, teams.make_team(session)[Role.TRIAGE_OFFICER].staff_id)


def link(session: Session, staff: Staff) -> None:
    assert staff_chats.link(session, SECRET, staff_chats.new_word(session, SECRET, staff, NOW), HERE, NOW)


def news(session: Session, now: datetime = NOW) -> list[OutboxItem]:
    staff_chats.send(session, SECRET, "编号{}".format, now, QuietHours())
    return list(session.scalars(select(OutboxItem).order_by(OutboxItem.id)))


def case_with_news(session: Session, what: Notice = Notice.NEW_CASE) -> Case:
    case = make_case(session, kind=Kind.TIP_OFF)
    staff_notices.tell(session, case, what, NOW, role=Role.TRIAGE_OFFICER)
    return case


def test_the_number_is_told_once(session: Session, staff: Staff) -> None:
    link(session, staff)
    case = case_with_news(session)
    assert [outbox.contents(SECRET, item).payload for item in news(session)] == [{"text": f"编号{case.number}"}]
    assert len(news(session)) == 1


def test_what_came_before_the_link_is_not_told(session: Session, staff: Staff) -> None:
    case_with_news(session)
    link(session, staff)
    assert news(session) == []


def test_who_is_recused_hears_nothing(session: Session, staff: Staff) -> None:
    link(session, staff)
    exclusions.exclude(session, case_with_news(session), staff.id, Why.DECLARED, "x", NOW)
    assert news(session) == []


def test_who_is_disabled_hears_nothing(session: Session, staff: Staff) -> None:
    link(session, staff)
    case_with_news(session)
    staff.active = False
    assert news(session) == []


@pytest.mark.parametrize(("what", "waits"), [(Notice.NEW_CASE, True), (Notice.URGENT, False)])
def test_at_night_only_what_is_urgent_is_told(session: Session, staff: Staff, what: Notice, waits: bool) -> None:
    link(session, staff)
    case_with_news(session, what)
    assert (news(session, NIGHT)[0].not_before > NIGHT) is waits


@pytest.mark.parametrize("late", [timedelta(hours=23), timedelta(hours=24)])
def test_a_word_is_good_for_a_day_and_once(session: Session, staff: Staff, late: timedelta) -> None:
    word = staff_chats.new_word(session, SECRET, staff, NOW)
    assert staff_chats.link(session, SECRET, word, HERE, NOW + late) is (late < staff_chats.WORD_LASTS)
    assert not staff_chats.link(session, SECRET, word, HERE, NOW + late)


def test_an_earlier_word_is_void_and_so_is_a_link_that_was_ended(session: Session, staff: Staff) -> None:
    earlier = staff_chats.new_word(session, SECRET, staff, NOW)
    link(session, staff)
    assert not staff_chats.link(session, SECRET, earlier, HERE, NOW)
    staff_chats.unlink(session, staff)
    case_with_news(session)
    assert news(session) == []
