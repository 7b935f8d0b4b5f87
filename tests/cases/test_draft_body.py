"""What a draft remembers."""

import json

from hypothesis import given
from hypothesis import strategies as st

from cases.draft_body import LONGEST_CONTENT, DraftBody, DraftFile, DraftIdentity, DraftText
from cases.kinds import AboutWhom, IdentityMode, Kind
from tests.builders import make_body

WORDS = st.text(max_size=30)
TEXTS = st.builds(DraftText, st.integers(), WORDS, WORDS, st.booleans(), st.booleans(), st.lists(WORDS, max_size=3))
BODIES = st.builds(
    DraftBody,
    kind_proposed=st.none() | st.sampled_from(Kind),
    kind_confirmed=st.none() | st.sampled_from(Kind),
    about_whom=st.none() | st.sampled_from(AboutWhom),
    notices_seen=st.lists(WORDS, max_size=3),
    texts=st.lists(TEXTS, max_size=3),
    files=st.lists(st.builds(DraftFile, st.integers(), WORDS, WORDS, st.integers()), max_size=3),
    place=st.none() | st.dictionaries(WORDS, st.integers(), max_size=2),
    identity=st.builds(DraftIdentity, st.none() | st.sampled_from(IdentityMode), st.none() | WORDS, st.none() | WORDS),
    wants_notice=st.none() | st.booleans(),
    counters=st.dictionaries(WORDS, st.integers(), max_size=2),
)


@given(BODIES)
def test_a_body_survives_json(body: DraftBody) -> None:
    assert DraftBody.from_json(body.to_json()) == body


@given(st.lists(WORDS, max_size=5))
def test_nothing_that_was_said_is_lost(texts: list[str]) -> None:
    body = DraftBody()
    for text in texts:
        body.add_text(text)
    assert body.content().text == "\n".join(texts)


def test_an_edited_message_keeps_its_earlier_wording() -> None:
    body = make_body("村口没灯")
    assert body.edit_text("1", "村口没有灯")
    assert body.content().text == "村口没有灯"
    assert body.texts[0].revisions == ["村口没灯"]


def test_an_edit_of_another_message_changes_nothing() -> None:
    body = make_body("村口没灯")
    assert body.edit_text("2", "别的") is None
    assert body.edit_text("", "别的") is None
    assert body.content().text == "村口没灯"


def test_a_sentence_can_be_left_out() -> None:
    body = make_body("村口没灯")
    question = body.add_text("海城拆了多少?", "2", question=True)
    body.leave_out(question.id)
    assert body.content().text == "村口没灯"


def test_words_are_corrected_in_the_newest_text_that_has_them() -> None:
    body = make_body("在海城")
    body.add_text("海城街道")
    assert body.replace_words("海城", "星海") == "星海街道"
    assert body.content().text == "在海城\n星海街道"
    assert body.replace_words("天河", "沙城") is None


def test_content_beyond_the_limit_is_counted() -> None:
    content = make_body("字" * (LONGEST_CONTENT + 7)).content()
    assert (content.kept, content.dropped) == (LONGEST_CONTENT, 7)


def test_anonymous_forgets_name_and_telephone() -> None:
    body = make_body()
    body.set_identity(IdentityMode.CLAIMED_NAME, "张三")
    body.set_identity(IdentityMode.CLAIMED_NAME, phone="13900000000")
    assert body.identity == DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")
    body.set_identity(IdentityMode.ANONYMOUS)
    assert body.identity == DraftIdentity(IdentityMode.ANONYMOUS)


def test_blanks_are_no_content_but_a_file_is() -> None:
    body = make_body(" \n")
    assert body.is_empty()
    body.files.append(DraftFile(1, "photo"))
    assert not body.is_empty()


def test_a_draft_of_another_version_is_still_read() -> None:
    stored = json.loads(make_body("村口没灯").to_json()) | {"step": "kind"}
    assert DraftBody.from_json(json.dumps(stored).encode()).content().text == "村口没灯"
