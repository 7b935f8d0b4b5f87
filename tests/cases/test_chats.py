"""A chat's context: kept for the next message, sealed, and erased when it is over."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases import chats
from cases.chat_models import Chat
from cases.errors import Stale
from db.session import write_scope
from tests.builders import DAY, HOUR, MINUTE, NOW, SECRET, make_draft

UNTIL = {"until": (NOW + 30 * MINUTE).timestamp()}


def remember(session: Session, context: dict) -> chats.KnownChat:
    chat = chats.add(session, SECRET, "telegram", "1", NOW)
    chats.save(session, SECRET, chat, context, NOW)
    return chat


def loaded(session: Session, now=NOW) -> dict:
    return chats.load(session, SECRET, "telegram", "1", now).context


def test_a_chat_is_found_again_and_its_context_kept(session: Session) -> None:
    remember(session, {"item": "3.3"})
    assert loaded(session) == {"item": "3.3"}
    assert chats.load(session, SECRET, "web", "1", NOW) is None


def test_a_context_that_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    chat = remember(session, {})
    with pytest.raises(Stale):
        chats.save(session, SECRET, chat, {"item": "3.3"}, NOW)


def test_two_processes_that_meet_a_chat_at_once_do_not_both_add_it(engine: Engine) -> None:
    with write_scope(engine) as session:
        chats.add(session, SECRET, "telegram", "1", NOW)
    with pytest.raises(Stale), write_scope(engine) as session:
        chats.add(session, SECRET, "telegram", "1", NOW)


def test_its_row_tells_no_message_and_no_time_finer_than_an_hour(session: Session) -> None:
    remember(session, {"intake": {"messages": ["4711"], "since": NOW.timestamp(), **UNTIL}})
    row = session.query(Chat).populate_existing().one()
    assert b"4711" not in row.context and str(int(NOW.timestamp())).encode() not in row.context
    assert [(at.minute, at.second, at.microsecond) for at in (row.touched_at, row.tidy_at)] == [(0, 0, 0)] * 2


def test_what_is_kept_for_a_while_is_gone_then(session: Session) -> None:
    remember(session, {"case": {"sealed": "x", **UNTIL}, "disclosed": True})
    assert set(loaded(session, NOW + 29 * MINUTE)) == {"case", "disclosed"}
    assert set(loaded(session, NOW + 30 * MINUTE)) == {"disclosed"}


def test_what_is_over_is_erased_though_the_citizen_never_writes_again(session: Session) -> None:
    remember(session, {"case": {"sealed": "x", **UNTIL}})
    chats.tidy(session, SECRET, NOW + 2 * HOUR)
    row = session.query(Chat).populate_existing().one()
    assert (row.context, row.tidy_at) == (b"", None)


def test_after_two_days_of_silence_nothing_is_left_of_the_context(session: Session) -> None:
    remember(session, {"answered": {"question": "3.3"}})
    chats.tidy(session, SECRET, NOW + 2 * DAY - HOUR)
    assert loaded(session)
    chats.tidy(session, SECRET, NOW + 2 * DAY + HOUR)
    assert session.query(Chat).populate_existing().one().context == b""


def test_after_ninety_days_the_chat_is_gone_unless_it_has_a_draft(session: Session) -> None:
    chat, writing = remember(session, {}), make_draft(session)
    chats.tidy(session, SECRET, NOW + 89 * DAY)
    assert session.query(Chat).count() == 2
    chats.tidy(session, SECRET, NOW + 91 * DAY)
    assert [row.id for row in session.query(Chat)] == [writing.chat_id] != [chat.id]
