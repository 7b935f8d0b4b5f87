"""Editing training data: where an edit goes, what is refused, that files and rows belong together, taking it back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.session import write_scope
from faq import diffs, edit_history, editing, topic_files
from faq.edit_check import Faulty
from faq.edits import Edit
from faq.models import Change
from faq.offices import EditRefused, Office
from settings import ROOT
from tests.builders import HOUR, NOW
from tests.offices import phrasings, put, saved

LAMPS, DEMOLISHED = "ask/lamps", "ask/demolished"
TOILETS = ("ask/toilets", "新建公厕3座", "一(一)", "建了几座公厕？", "figure")
VISIBLE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))).filter(lambda text: 0 < len(text.strip()) < 300)


@pytest.fixture
def edit(office: Office) -> Edit:
    return Edit(office)


def test_a_phrasing_goes_into_the_file_of_its_topic_among_the_edits_of_the_bulletin(edit, office, session):
    editing.add_phrasings(edit, LAMPS, ["新装的灯有多少"])
    saved(edit, session, NOW)
    text = (office.folder / "test-2018/nlu/ask/1_1.yml").read_text("utf-8")
    assert text.endswith('version: "3.1"\nnlu:\n- intent: ask/lamps\n  examples: |\n    - 新装的灯有多少\n')
    assert text.startswith("# 问法")
    assert "新装的灯有多少" in phrasings(office, LAMPS)


@pytest.mark.parametrize(
    ("intent", "file"),
    [
        ("complaint", "general/nlu/feedback/complaint.yml"),
        ("door/pension", "general/nlu/door/door.yml"),
        ("unsaid/price", "test-2018/nlu/unsaid/money.yml"),
    ],
)
def test_what_does_not_depend_on_the_bulletin_is_kept_apart(edit, session, intent, file):
    editing.add_phrasings(edit, intent, ["这一句是新的"])
    assert [row.file for row in saved(edit, session, NOW)] == [file]


def test_what_a_clerk_wrote_in_a_file_stays_as_it_is(edit, office, session):
    mine = '# 王丽的\nversion: "3.1"\nnlu:\n# 路灯\n- intent: ask/lamps\n  examples: |\n    - 灯呢\n\n# 完\n'
    put(office.folder / "test-2018/nlu/ask/1_1.yml", mine)
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    saved(edit, session, NOW)
    expected = mine.replace("    - 灯呢\n", "    - 灯呢\n    - 几盏灯\n")
    assert (office.folder / "test-2018/nlu/ask/1_1.yml").read_text("utf-8") == expected


def test_what_is_there_already_is_passed_over(edit):
    assert editing.add_phrasings(edit, LAMPS, ["路灯装了几盏", "几盏灯", "几盏灯 "]) == ["几盏灯"]


def test_a_shipped_phrasing_is_withdrawn_and_can_come_back(edit, office, session):
    editing.withdraw_phrasings(edit, LAMPS, ["路灯装了几盏"])
    saved(edit, session, NOW)
    assert phrasings(office, LAMPS) == {"村口的灯亮了没有"}
    again = Edit(office)
    editing.add_phrasings(again, LAMPS, ["路灯装了几盏"])
    saved(again, session, NOW + HOUR)
    assert phrasings(office, LAMPS) == {"村口的灯亮了没有", "路灯装了几盏"}


def test_an_own_phrasing_is_removed_with_its_empty_block(edit, office, session):
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    editing.withdraw_phrasings(edit, LAMPS, ["几盏灯"])
    saved(edit, session, NOW)
    assert topic_files.blocks((office.folder / "test-2018/nlu/ask/1_1.yml").read_text("utf-8")) == ()
    assert not (office.folder / "test-2018/withdrawn.yml").exists()


def test_words_that_never_meant_it_cannot_be_withdrawn(edit):
    with pytest.raises(editing.UnknownAnswer, match="没有“你好”这个问法"):
        editing.withdraw_phrasings(edit, LAMPS, ["你好"])


@pytest.mark.parametrize("intent", ["ask/nothing", "nothing", "unsaid/nothing"])
def test_an_unknown_answer_takes_no_phrasing(edit, intent):
    with pytest.raises(editing.UnknownAnswer, match=f"没有“{intent}”这个答案"):
        editing.add_phrasings(edit, intent, ["几盏灯"])


@pytest.mark.parametrize("words", ["", "  ", "两\n行", "响\x07铃", "藏\u200b着", "分\u2028行", "长" * 301])
def test_unfit_words_are_refused(edit, words):
    with pytest.raises(editing.UnfitWords):
        editing.add_phrasings(edit, LAMPS, [words])


def test_a_phrasing_that_belongs_to_another_answer_is_refused_and_nothing_is_written(edit, office, session):
    editing.add_phrasings(edit, LAMPS, ["违建拆了多少", "几盏灯"])
    with pytest.raises(Faulty, match="一句话只能属于一个"):
        saved(edit, session, NOW)
    assert not office.folder.exists()
    assert session.query(Change).count() == 0


def test_a_new_answer_with_its_phrasings_is_two_files_of_one_edit(edit, office, session):
    editing.write_answer(edit, *TOILETS)
    editing.add_phrasings(edit, "ask/toilets", ["公厕建了几座"])
    rows = saved(edit, session, NOW)
    assert [row.file for row in rows] == ["test-2018/responses/ask/1_1.yml", "test-2018/nlu/ask/1_1.yml"]
    answer = office.data().responses["ask/toilets"]
    assert (answer.text, answer.metadata["section"]) == ("新建公厕3座", "一(一)")
    assert phrasings(office, "ask/toilets") == {"公厕建了几座"}


def test_an_answer_without_phrasings_is_refused(edit, session):
    editing.write_answer(edit, *TOILETS)
    with pytest.raises(Faulty, match="没有问法"):
        saved(edit, session, NOW)


@pytest.mark.parametrize(
    ("excerpt", "section"), [("新建公厕4座", "一(一)"), ("新建公厕3座", "一(二)"), ("新建公厕3座", "八(八)")]
)
def test_an_excerpt_that_the_item_does_not_say_is_refused(edit, session, excerpt, section):
    editing.write_answer(edit, "ask/toilets", excerpt, section, "建了几座公厕？", "figure")
    editing.add_phrasings(edit, "ask/toilets", ["公厕建了几座"])
    with pytest.raises(Faulty):
        saved(edit, session, NOW)


@pytest.mark.parametrize("name", ["ask/Toilets", "ask/公厕", "ask/../x", "ask/" + "x" * 60])
def test_a_name_that_no_button_can_carry_is_refused(edit, name):
    with pytest.raises(editing.UnfitWords, match="不能作名字"):
        editing.write_answer(edit, name, *TOILETS[1:])


def test_an_own_answer_lies_over_the_shipped_one_and_keeps_its_other_fields(edit, office, session):
    editing.word_answer(edit, "door/pension", "退休金的事请拨打12333。", "养老金怎么领？")
    saved(edit, session, NOW)
    answer = office.data().responses["door/pension"]
    assert answer.text == "退休金的事请拨打12333。"
    assert answer.metadata == {"question": "养老金怎么领？", "channel": "12333", "verified_on": None}


def test_a_withdrawn_answer_takes_its_phrasings_along(edit, office, session):
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    editing.withdraw_answer(edit, LAMPS)
    saved(edit, session, NOW)
    assert LAMPS not in office.data().responses
    assert phrasings(office, LAMPS) == set()
    assert phrasings(office, DEMOLISHED)


def test_what_is_out_of_scope_gets_an_answer_at_first_use(edit, office, session):
    other = ("unsaid/other_matters", "通报没有说这件事。", "通报没说的事？")
    editing.mark_out_of_scope(edit, ["明年种树吗"], *other)
    editing.mark_out_of_scope(edit, ["幼儿园几点放学"], *other)
    saved(edit, session, NOW)
    assert phrasings(office, "unsaid/other_matters") == {"明年种树吗", "幼儿园几点放学"}
    assert office.data().responses["unsaid/other_matters"].text == "通报没有说这件事。"


def test_a_golden_question_is_no_phrasing_and_its_words_stand_in_the_item(edit, office, session):
    with pytest.raises(editing.UnfitWords, match="等于没考"):
        editing.add_golden(edit, "路灯装了几盏", "一(一)", ["120盏"], "figure", "plain")
    with pytest.raises(editing.UnfitExcerpt, match="照抄原文"):
        editing.add_golden(edit, "灯有几盏", "一(一)", ["121盏"], "figure", "plain")
    editing.add_golden(edit, "灯有几盏", "一（一）", ["120盏"], "figure", "plain")
    [row] = saved(edit, session, NOW)
    assert row.file == "test-2018/golden/questions.yml"
    assert '+  contains: ["120盏"]' in diffs.changed_lines(row.diff)


def test_a_row_says_who_why_when_and_what(edit, session):
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    [row] = saved(edit, session, NOW, author=" 王丽 ", reason="群众常问")
    assert (row.author, row.reason, row.at) == ("王丽", "群众常问", NOW)
    assert "+    - 几盏灯" in row.diff


@pytest.mark.parametrize(("author", "reason"), [("", "常问"), ("王丽", " "), ("长" * 65, "常问"), ("王丽", "长" * 501)])
def test_an_unsigned_edit_is_refused(edit, office, session, author, reason):
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    with pytest.raises(EditRefused, match="请写明"):
        saved(edit, session, NOW, author, reason)
    assert not office.folder.exists()


def test_a_file_that_somebody_changed_meanwhile_is_not_overwritten(edit, office, session):
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    ready = edit.checked()
    put(office.folder / "test-2018/nlu/ask/1_1.yml", "# 别人的\n")
    with pytest.raises(EditRefused, match="刚才被别人改过"):
        ready.save(session, "王丽", "群众常问", NOW)
    assert (office.folder / "test-2018/nlu/ask/1_1.yml").read_text("utf-8") == "# 别人的\n"


def test_when_the_rows_are_rolled_back_the_files_are_too(edit, office, engine):
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    with pytest.raises(ZeroDivisionError), write_scope(engine) as session:
        saved(edit, session, NOW)
        _ = 1 / 0
    assert phrasings(office, LAMPS) == {"路灯装了几盏", "村口的灯亮了没有"}


def test_a_fault_that_was_there_before_does_not_stop_an_edit(edit, office, session):
    put(
        office.below[1] / "nlu/ask/2.yml", 'version: "3.1"\nnlu:\n- intent: ask/gone\n  examples: |\n    - 没有答案的\n'
    )
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    assert saved(edit, session, NOW)


def test_a_file_that_cannot_be_read_is_named(office):
    put(office.folder / "test-2018/nlu/ask/1_1.yml", "nlu: [\n")
    with pytest.raises(EditRefused, match=r"test-2018/nlu/ask/1_1\.yml：.*第2行"):
        editing.add_phrasings(Edit(office), LAMPS, ["几盏灯"])


def test_undoing_an_edit_restores_every_file_and_is_itself_a_row(edit, office, session):
    editing.write_answer(edit, *TOILETS)
    editing.add_phrasings(edit, "ask/toilets", ["公厕建了几座"])
    first, _ = saved(edit, session, NOW)
    back = Edit(office)
    edit_history.undo(back, edit_history.made_with(session, first.id))
    saved(back, session, NOW + HOUR, reason="摘错了")
    assert [file for file in office.folder.rglob("*") if file.is_file()] == []
    assert [row.reason for row in edit_history.changes(session, 9)] == ["摘错了", "摘错了", "群众常问", "群众常问"]


def test_an_edit_is_not_undone_when_its_file_was_changed_later(edit, office, session):
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    [row] = saved(edit, session, NOW)
    later = Edit(office)
    editing.add_phrasings(later, LAMPS, ["灯有多少盏"])
    saved(later, session, NOW + HOUR)
    with pytest.raises(EditRefused, match="后来又改过"):
        edit_history.undo(Edit(office), edit_history.made_with(session, row.id))


def test_there_is_no_undoing_what_never_was(session):
    with pytest.raises(EditRefused, match="没有第7号改动"):
        edit_history.made_with(session, 7)


@given(st.none() | st.text("ab\n\r好", max_size=30), st.none() | st.text("ab\n\r好", max_size=30))
def test_every_diff_can_be_taken_back(before, after):
    diff = diffs.between("x.yml", before, after)
    if before != after:
        assert diffs.taken_back(diff, after) == before


@given(st.lists(VISIBLE, min_size=1, max_size=4, unique_by=str.strip))
def test_any_visible_words_are_read_as_they_were_written(texts):
    text = topic_files.beginning("x/nlu/ask/1.yml")
    for words in texts:
        text = topic_files.with_phrasing(text, "ask/x", editing.fit_words(words))
    assert [words for _, words in topic_files.phrasings(text)] == [words.strip() for words in texts]


@settings(max_examples=20)
@given(st.data())
def test_an_own_line_in_a_shipped_file_is_the_only_change(data):
    file = data.draw(st.sampled_from(sorted(ROOT.glob("data/**/nlu/**/*.yml"))))
    text = file.read_text("utf-8")
    intent = data.draw(st.sampled_from([block.intent for block in topic_files.blocks(text)]))
    longer = topic_files.with_phrasing(text, intent, "这一句谁也没说过")
    assert len(longer.split("\n")) == len(text.split("\n")) + 1
    assert topic_files.without_phrasing(longer, intent, "这一句谁也没说过") == text
