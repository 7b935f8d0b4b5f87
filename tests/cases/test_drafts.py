"""The life of a draft."""

from datetime import UTC, datetime, time

import pytest
from sqlalchemy.orm import Session

from cases import attachments, drafts, submission
from cases.chat_models import Draft
from cases.errors import StaleDraft
from cases.times import QuietHours
from tests.builders import DAY, HOUR, MINUTE, NOW, RECOVERY, SECRET, make_body, make_code, make_draft

AWAKE = QuietHours(time(3), time(4))


def test_a_draft_is_read_as_it_was_saved(session: Session) -> None:
    draft = make_draft(session)
    draft.body.add_text("还有一句")
    drafts.save(session, SECRET, draft, draft.body, NOW + MINUTE)
    loaded = drafts.load(session, SECRET, draft.chat_id, NOW + MINUTE)
    assert loaded is not None
    assert (loaded.body, loaded.touched_at, loaded.version) == (draft.body, NOW + MINUTE, 2)


def test_its_words_are_not_readable_in_the_database(session: Session) -> None:
    draft = make_draft(session, make_body("村口没有灯"))
    stored = session.get_one(Draft, draft.id).body
    assert "村口没有灯".encode() not in stored
    assert b"u6751" not in stored


def test_the_second_of_two_writers_is_told(session: Session) -> None:
    draft = make_draft(session)
    drafts.save(session, SECRET, draft, draft.body, NOW)
    with pytest.raises(StaleDraft):
        drafts.save(session, SECRET, draft, draft.body, NOW)
    with pytest.raises(StaleDraft):
        drafts.drop(session, draft, NOW)


def test_a_chat_has_one_open_draft(session: Session) -> None:
    draft = make_draft(session)
    with pytest.raises(StaleDraft), session.begin_nested():
        drafts.open(session, SECRET, draft.chat_id, draft.body, NOW)


def test_a_dropped_draft_comes_back_within_a_day(session: Session) -> None:
    draft = make_draft(session)
    drafts.drop(session, draft, NOW)
    assert drafts.load(session, SECRET, draft.chat_id, NOW) is None
    restored = drafts.restore(session, SECRET, draft.chat_id, NOW + DAY - MINUTE)
    assert restored is not None
    assert restored.body == draft.body


def test_after_a_day_it_does_not(session: Session) -> None:
    draft = make_draft(session)
    drafts.drop(session, draft, NOW)
    assert drafts.restore(session, SECRET, draft.chat_id, NOW + DAY) is None


def test_nothing_is_restored_over_another_draft(session: Session) -> None:
    draft = make_draft(session)
    drafts.drop(session, draft, NOW)
    drafts.open(session, SECRET, draft.chat_id, draft.body, NOW)
    assert drafts.restore(session, SECRET, draft.chat_id, NOW) is None


def test_a_day_without_a_word_erases_the_draft_and_names_its_files(session: Session) -> None:
    old, fresh = make_draft(session), make_draft(session, now=NOW + HOUR)
    file = attachments.add(session, SECRET, old.id, "photo", {"name": "a.jpg"})
    assert drafts.expire(session, NOW + DAY) == [file.stored_name]
    assert drafts.load(session, SECRET, old.chat_id, NOW + DAY) is None
    assert drafts.load(session, SECRET, fresh.chat_id, NOW + DAY)


def test_a_submitted_draft_is_erased_after_a_day(session: Session) -> None:
    draft = make_draft(session)
    submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, draft.body, NOW)
    drafts.expire(session, NOW + DAY)
    assert session.query(Draft).count() == 0


def test_forgetting_a_chat_erases_its_drafts(session: Session) -> None:
    draft = make_draft(session)
    drafts.drop(session, draft, NOW)
    drafts.forget(session, draft.chat_id)
    assert drafts.restore(session, SECRET, draft.chat_id, NOW) is None


def test_a_silent_citizen_is_reminded_once(session: Session) -> None:
    draft = make_draft(session)
    assert drafts.due_for_reminder(session, NOW + 19 * HOUR, AWAKE) == []
    assert drafts.due_for_reminder(session, NOW + 20 * HOUR, AWAKE) == [draft.id]
    assert drafts.mark_reminded(session, draft, NOW + 20 * HOUR)
    assert drafts.due_for_reminder(session, NOW + 21 * HOUR, AWAKE) == []


def test_nobody_is_reminded_at_night(session: Session) -> None:
    midnight_in_wenzhou = datetime(2026, 5, 6, 16, tzinfo=UTC)
    make_draft(session, now=midnight_in_wenzhou - 21 * HOUR)
    assert drafts.due_for_reminder(session, midnight_in_wenzhou, QuietHours()) == []
    assert drafts.due_for_reminder(session, midnight_in_wenzhou, AWAKE) != []


def test_who_could_only_be_reminded_at_night_is_reminded_before_it(session: Session) -> None:
    nine_in_the_evening = datetime(2026, 5, 6, 13, tzinfo=UTC)
    draft = make_draft(session, now=nine_in_the_evening - 18 * HOUR)
    make_draft(session, now=nine_in_the_evening - 19 * HOUR - 45 * MINUTE)
    assert drafts.due_for_reminder(session, nine_in_the_evening - HOUR, QuietHours()) == []
    assert draft.id in drafts.due_for_reminder(session, nine_in_the_evening - MINUTE, QuietHours())


def test_who_can_be_reminded_in_the_morning_is_not_reminded_before_the_night(session: Session) -> None:
    eight_in_the_evening = datetime(2026, 5, 6, 12, tzinfo=UTC)
    make_draft(session, now=eight_in_the_evening - 7 * HOUR)
    assert drafts.due_for_reminder(session, eight_in_the_evening + 59 * MINUTE, QuietHours()) == []


def test_a_draft_that_is_over_is_not_there_though_nobody_has_tidied(session: Session) -> None:
    draft = make_draft(session)
    assert drafts.load(session, SECRET, draft.chat_id, NOW + DAY - MINUTE)
    assert drafts.load(session, SECRET, draft.chat_id, NOW + DAY) is None
    assert drafts.open(session, SECRET, draft.chat_id, draft.body, NOW + DAY)
