"""A draft becomes a case, once, and what is confidential stays so."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from cases import attachments, chat_links, content, drafts, following, search, submission
from cases.chat_models import Attachment, Draft
from cases.draft_body import DraftFile, DraftIdentity
from cases.errors import CodeTaken, HandOffOnly, Incomplete, StaleDraft, Unreadable
from cases.kinds import AboutWhom, IdentityMode, Kind, Queue, Role, State, Visibility
from cases.masking import MASK
from cases.models import Case, CaseEvent, Identity, Message
from cases.sealing.envelope import Place, unseal
from cases.sealing.models import CaseKeyWrap, Purpose
from cases.sealing.reading import private_half
from db.session import read_scope, write_scope
from tests.builders import (
    CHAT,
    NOW,
    READING,
    RECOVERY,
    SECRET,
    make_body,
    make_case,
    make_code,
    make_draft,
    make_officer,
    make_readers,
    reader,
)

CARD = "6222021234567890"
FEW = 20  # statements: each is a way to the server and back
NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")


def words_of(session: Session, case: Case, role: Role = Role.TEAM_LEADER) -> list[str]:
    return [content.read(session, message, reader(session, role)).decode() for message in messages_of(session, case)]


def messages_of(session: Session, case: Case) -> Sequence[Message]:
    return session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.id)).all()


def test_a_second_press_gives_the_same_case(session: Session) -> None:
    draft = make_draft(session)
    first = submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, draft.body, NOW)
    second = submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, draft.body, NOW)
    assert (first.already, second.already) == (False, True)
    assert first.case is second.case
    assert session.query(Case).count() == 1


def test_confirming_asks_the_database_few_times(engine: Engine) -> None:
    asked: list[str] = []
    with write_scope(engine) as session:
        draft = make_draft(session)
        event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
        submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, draft.body, NOW)
    assert len(asked) <= FEW, asked


def test_the_code_finds_the_case(session: Session) -> None:
    draft, code = make_draft(session), make_code()
    case = submission.submit(session, SECRET, RECOVERY.public, code, draft, draft.body, NOW).case
    assert following.by_code(session, code.token) is case
    assert case.citizen_key == code.citizen_key
    assert following.by_code(session, make_code().token) is None


def test_the_draft_keeps_no_words(session: Session) -> None:
    draft = make_draft(session)
    before = session.get_one(Draft, draft.id).body
    submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, draft.body, NOW)
    assert drafts.load(session, SECRET, draft.chat_id, NOW) is None
    assert session.get_one(Draft, draft.id, populate_existing=True).body != before


def test_a_draft_changed_meanwhile_is_not_submitted(session: Session) -> None:
    draft = make_draft(session)
    drafts.save(session, SECRET, draft, draft.body, NOW)
    with pytest.raises(StaleDraft), session.begin_nested():
        submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, draft.body, NOW)
    assert session.query(Case).count() == 0


def test_a_code_in_use_is_refused(session: Session) -> None:
    first, second, code = make_draft(session), make_draft(session), make_code()
    submission.submit(session, SECRET, RECOVERY.public, code, first, first.body, NOW)
    with pytest.raises(CodeTaken):
        submission.submit(session, SECRET, RECOVERY.public, code, second, second.body, NOW)


@pytest.mark.parametrize("body", [make_body(" "), make_body(kind_confirmed=None)])
def test_without_kind_or_content_there_is_no_case(session: Session, body) -> None:
    draft = make_draft(session, body)
    with pytest.raises(Incomplete):
        submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW)


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.TIP_OFF])
@pytest.mark.parametrize(
    "written", ["13900000000", "139-0000-0000", "１３９ ００００ ００００", "一三九零零零零零零零零"]
)
def test_the_telephone_of_who_gave_his_name_stands_in_no_message(session: Session, kind: Kind, written: str) -> None:
    if kind.sealed:
        make_readers(session)
    body = make_body(f"打{written}找我，会计是13800000001", kind, identity=NAMED)
    body.edit_text("1", f"请打{written}找我，会计是13800000001")
    draft = make_draft(session, body)
    case = submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW).case
    assert words_of(session, case) == [f"请打{MASK}找我，会计是13800000001", f"打{MASK}找我，会计是13800000001"]
    looking = make_officer(session, Role.TEAM_LEADER)
    assert not any(search.found(session, looking, words).cases for words in (written, "139"))


def test_a_suggestion_is_clear_masked_and_keeps_its_earlier_wording(session: Session) -> None:
    body = make_body(f"卡号{CARD}")
    body.edit_text("1", f"我的卡号{CARD}")
    draft = make_draft(session, body)
    case = submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW).case
    assert words_of(session, case) == [f"我的卡号{MASK}", f"卡号{MASK}"]
    said, earlier = messages_of(session, case)
    assert (earlier.visibility, earlier.revision_of) == (Visibility.INTERNAL, said.id)


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
def test_a_sealed_kind_is_unmasked_and_readable_with_the_key_only(session: Session, kind: Kind) -> None:
    case = make_case(session, f"他的账号{CARD}", kind)
    assert words_of(session, case) == [f"他的账号{CARD}"]
    with pytest.raises(Unreadable):
        words_of(session, case, Role.SUPERIOR_LIAISON)


def test_times_of_a_sealed_kind_are_those_of_the_day(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF)
    rows = [*session.scalars(select(CaseEvent)), *session.scalars(select(CaseKeyWrap))]
    times = {case.received_at} | {m.created_at for m in messages_of(session, case)} | {row.at for row in rows}
    assert times == {datetime(2026, 5, 5, 16, tzinfo=UTC)}  # midnight in Wenzhou


def test_without_a_key_a_tip_off_is_not_stored_at_all(session: Session) -> None:
    body = make_body("他收钱", Kind.TIP_OFF)
    draft = make_draft(session, body)
    with pytest.raises(HandOffOnly), session.begin_nested():
        submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW)
    assert session.query(Case).count() == 0


def test_what_accuses_the_leader_is_unreadable_for_the_team(session: Session) -> None:
    case = make_case(session, "组长收钱", Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    assert (case.state, case.queue) == (State.SEALED, Queue.SEALED_TEAM_LEADER)
    assert words_of(session, case, Role.SUPERIOR_LIAISON) == ["组长收钱"]
    for role in set(READING) - {Role.SUPERIOR_LIAISON}:
        with pytest.raises(Unreadable):
            words_of(session, case, role)


def test_an_identity_is_apart_and_sealed(session: Session) -> None:
    case = make_case(session, kind=Kind.COMPLAINT, identity=NAMED)
    stored = session.get_one(Identity, case.id).body
    assert b"13900000000" not in stored
    private = private_half(session, reader(session), case, Purpose.IDENTITY)
    assert json.loads(unseal(private, stored, Place("identities", str(case.id), "body")))["name"] == "张三"


def test_an_anonymous_case_has_no_identity_and_no_chat(session: Session) -> None:
    case = make_case(session)
    assert session.get(Identity, case.id) is None
    assert chat_links.find(session, SECRET, case) is None


def test_the_chat_is_linked_only_when_agreed(session: Session) -> None:
    case = make_case(session, wants_notice=True)
    assert chat_links.find(session, SECRET, case) == CHAT


def test_a_case_can_be_read_in_a_later_session(engine: Engine) -> None:
    with write_scope(engine) as session:
        make_case(session, "他收钱", Kind.TIP_OFF)
    with read_scope(engine) as session:
        assert words_of(session, session.scalars(select(Case)).one()) == ["他收钱"]


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.TIP_OFF])
def test_kept_files_move_to_the_case_and_left_out_ones_stay(session: Session, kind: Kind) -> None:
    make_readers(session)
    body = make_body(kind=kind)
    draft = make_draft(session, body)
    kept = attachments.add(session, SECRET, draft.id, "photo", {"name": "a.jpg"})
    left = attachments.add(session, SECRET, draft.id, "photo", {"name": "b.jpg"})
    body.files = [DraftFile(kept.id, "photo")]
    case = submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW).case
    assert (kept.draft_id, kept.case_id, left.draft_id) == (None, case.id, draft.id)
    assert attachments.about_of_case(session, SECRET, case, kept, reader(session)) == {"name": "a.jpg"}


def test_a_confirmed_place_is_kept(session: Session) -> None:
    case = make_case(session, place={"latitude": 27.9})
    (place,) = session.query(Attachment).filter_by(case_id=case.id)
    assert attachments.about_of_case(session, SECRET, case, place) == {"latitude": 27.9}
