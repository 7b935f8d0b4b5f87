"""Searching by words: what is found, by whom, and what must never be in the index."""

from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from cases import content, following, queries, search, search_index, splitting, submission
from cases.kinds import AboutWhom, Author, Kind, Queue, Role, Visibility
from cases.likeness.sketches import CaseShingle
from cases.models import Case, Message
from cases.recusal.models import Recusal, Why
from cases.retention import erasure
from cases.routing.jurisdiction import NOWHERE
from cases.search_index import CaseWords
from cases.search_terms import TooShort, asked, terms
from db.session import empty_log, write_scope
from tests.builders import (
    NOW,
    RECOVERY,
    SECRET,
    make_bare_case,
    make_body,
    make_case,
    make_code,
    make_draft,
    make_officer,
)

LEADER = Role.TEAM_LEADER


def found(session: Session, words: str, *roles: Role) -> list[Case]:
    return list(search.found(session, make_officer(session, *(roles or (LEADER,))), words).cases)


def said(session: Session, case: Case, words: str) -> None:
    content.store(session, case, words.encode(), now=NOW, author=Author.CITIZEN)


def test_a_case_is_found_by_words_in_the_middle_of_a_sentence(session: Session) -> None:
    case = make_case(session, "建议在村口装两盏路灯，晚上太黑")
    make_case(session, "建议增加公交车")
    assert found(session, "路灯") == [case]


def test_all_words_must_stand_there(session: Session) -> None:
    both = make_case(session, "村口的路灯坏了")
    make_case(session, "学校的路灯坏了")
    assert found(session, "路灯 村口") == [both]


@pytest.mark.parametrize("words", ["路燈", "ＡＢＣ路灯", "Abc", "ａｂ 路燈"])
def test_width_script_and_case_do_not_hide_it(session: Session, words: str) -> None:
    case = make_case(session, "aBC路灯坏了")
    assert found(session, words) == [case]


def test_a_single_character_says_too_little(session: Session) -> None:
    with pytest.raises(TooShort):
        found(session, "灯 ！")


def test_a_single_character_beside_a_word_is_left_out(session: Session) -> None:
    case = make_case(session, "路灯坏了")
    assert found(session, "路灯 的") == [case]


def test_words_of_another_language_of_queries_are_words(session: Session) -> None:
    case = make_case(session, "NOT 'OR\" & | ! : * 路灯 near(")
    assert found(session, "NOT OR near") == [case]
    assert found(session, "路灯' & | !* \" :") == [case]


def test_the_newest_comes_first_and_pages_follow_each_other(session: Session) -> None:
    cases = [make_bare_case(session) for _ in range(120)]
    for case in cases:
        said(session, case, "路灯坏了")
    officer, after, pages = make_officer(session, LEADER), None, []
    for _ in count():
        page = search.found(session, officer, "路灯", after)
        pages.append([case.id for case in page.cases])
        after = page.after
        if after is None:
            break
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [case_id for page in pages for case_id in page] == sorted((case.id for case in cases), reverse=True)


def test_what_was_said_long_ago_follows_what_is_new(session: Session) -> None:
    ids = range(1, 500_000, 9_000)
    for case_id in ids:
        said(session, make_bare_case(session, id=case_id), "路灯坏了")
    officer = make_officer(session, LEADER)
    first = search.found(session, officer, "路灯")
    second = search.found(session, officer, "路灯", first.after)
    assert [case.id for case in (*first.cases, *second.cases)] == list(reversed(ids))
    assert second.after is None


def test_later_messages_replies_and_notes_are_found(session: Session) -> None:
    case = make_case(session, "路灯坏了")
    following.add_message(session, case, "现在连井盖也丢了", NOW, NOWHERE)
    content.store(session, case, "已转街道核实".encode(), now=NOW, author=Author.STAFF, visibility=Visibility.INTERNAL)
    assert found(session, "井盖") == found(session, "街道核实") == found(session, "路灯") == [case]


def test_an_earlier_wording_is_not_found(session: Session) -> None:
    body = make_body("路灯坏了")
    body.edit_text("1", "井盖丢了")
    draft = make_draft(session, body)
    case = submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW).case
    assert found(session, "井盖") == [case]
    assert found(session, "路灯") == []


def test_who_may_not_see_the_queue_finds_nothing(session: Session) -> None:
    make_case(session, "路灯坏了")
    assert found(session, "路灯", Role.SYSADMIN) == []


def test_a_recused_officer_does_not_find_the_case(session: Session) -> None:
    case, officer = make_case(session, "路灯坏了"), make_officer(session, LEADER)
    row = Recusal(case_id=case.id, staff_id=officer.staff_id, why=Why.NAMED, decided=True, by="system", at=NOW)
    session.add(row)
    session.flush()
    assert search.found(session, officer, "路灯").cases == []
    assert found(session, "路灯") == [case]


def test_a_withdrawn_case_is_found_again_once_that_is_undone(session: Session) -> None:
    case = make_case(session, "路灯坏了")
    following.withdraw(session, case, NOW)
    assert found(session, "路灯") == []
    following.undo_withdrawal(session, case, NOW)
    assert found(session, "路灯") == [case]


@pytest.mark.parametrize("whole", [True, False])
def test_a_purged_case_is_not_found(session: Session, whole: bool) -> None:
    case = make_case(session, "路灯坏了")
    erasure.erase(session, case, whole=whole)
    assert erasure.leftovers(session, case.id, whole=whole) == []
    assert found(session, "路灯") == []
    assert session.scalars(select(CaseShingle)).all() == []


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
def test_a_sealed_kind_is_never_taken_in(session: Session, kind: Kind) -> None:
    case = make_case(session, "某某收了红包", kind)
    said(session, case, "还有一次在饭店")
    assert session.scalars(select(CaseWords)).all() == []
    assert session.scalars(select(CaseShingle)).all() == []


def test_a_sealed_queue_is_never_taken_in(session: Session) -> None:
    case = make_bare_case(session, Kind.COMPLAINT, queue=Queue.SEALED_OWN_TEAM)
    about = {"author": Author.CITIZEN, "visibility": Visibility.PUBLIC, "created_at": NOW}
    session.add(Message(case=case, content="你们组里的人态度不好".encode(), **about))
    search_index.refresh(session, case)
    assert session.scalars(select(CaseWords)).all() == []


def test_what_turns_out_to_accuse_somebody_leaves_no_trace(engine: Engine, tmp_path: Path) -> None:
    words = "鳌鼍龘靐齉"
    with write_scope(engine) as session:
        other = make_case(session, "路灯坏了")
        case = make_case(session, f"建议查一查{words}")
        assert traces(engine, session, tmp_path, words)
        officer = make_officer(session, Role.TRIAGE_OFFICER)
        splitting.treat_as_tip_off(
            session,
            SECRET,
            RECOVERY.public,
            officer,
            case,
            NOW,
            about_whom=AboutWhom.NONE,
            jurisdiction=NOWHERE,
            reason="举报",
        )
        assert found(session, words[:2]) == []
        assert found(session, "路灯") == [other]
    empty_log(engine)
    with write_scope(engine) as session:
        assert not traces(engine, session, tmp_path, words)


def traces(engine: Engine, session: Session, folder: Path, words: str) -> bool:
    """Whether any two characters of it stand anywhere in the file, or in the table where there is no file."""
    grams = terms(words)
    if engine.dialect.name == "postgresql":
        rows = session.scalars(text("SELECT CAST(words AS text) FROM case_words")).all()
        return any(gram in row for row in rows for gram in grams)
    session.flush()
    index = b"".join(session.scalars(text("SELECT block FROM case_words_fts_data")).all())
    files = b"".join(path.read_bytes() for path in folder.glob("huiyin.db*"))
    return any(gram.encode() in index + files for gram in grams)


def test_a_draft_and_a_name_are_not_found(session: Session) -> None:
    make_draft(session, make_body("路灯坏了"))
    case = make_case(session, "井盖丢了")
    assert found(session, "路灯") == []
    words = session.scalars(select(CaseWords.case_id)).all()
    assert words == [case.id]


def test_what_was_there_before_the_index_is_taken_in(session: Session) -> None:
    case, sealed = make_case(session, "路灯坏了"), make_case(session, "某某收了红包", Kind.TIP_OFF)
    for table in ("case_words", "case_shingles"):
        session.execute(text(f"DELETE FROM {table}"))
    session.expire_all()
    last = search_index.catch_up(session)
    assert last is not None
    assert search_index.catch_up(session, last) is None
    assert found(session, "路灯") == [case]
    assert session.get(CaseWords, sealed.id) is None


def test_a_search_and_a_list_agree_on_who_sees_what(session: Session) -> None:
    for kind in Kind:
        make_case(session, "路灯坏了没有人管", kind)
    for role in Role:
        officer = make_officer(session, role)
        listed = [case for case in queries.listed(session, officer, NOW).cases if not case.confidential]
        assert list(search.found(session, officer, "路灯").cases) == sorted(listed, key=lambda case: -case.id)


@given(st.text(max_size=60), st.data())
def test_every_part_of_a_run_is_found(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words)))
    part = words[start : data.draw(st.integers(start, len(words)))]
    with suppress(TooShort):
        assert set(asked(part)) <= set(terms(words))
