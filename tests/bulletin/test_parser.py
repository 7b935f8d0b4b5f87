"""A bulletin is read as it is printed, in either punctuation width, and anything else is refused with a reason."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.document import Bulletin
from bulletin.parser import NotABulletin, parse

BULLETIN = Path(__file__).parents[2] / "data/bulletin/zhenan-2018.txt"
FULL_WIDTH = str.maketrans(",:;()", "，：；（）")
SMALL = (
    "前言。\n一、关于“甲”问题的整改情况\n(一)做事。修路3条,\n又修桥。\n(二)再做事。\n"
    "二、关于“乙”问题的整改情况\n(一)看。"
)
NUMBERS = ["一、", "二、", "(一)", "（二）", "1.", "2、", "3万元", "9月1日", "电话12388"]
MARKS = ["。", "，", "《", "》", "“", "”", "……", "\r\n", "\n", "\u3000", "\ufeff", "下一步", "欢迎", "甲"]
scraps = st.lists(st.sampled_from(NUMBERS + MARKS) | st.text(max_size=3), max_size=40).map("".join)


@pytest.fixture(scope="module")
def text() -> str:
    return BULLETIN.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def bulletin(text) -> Bulletin:
    return parse(text, "zhenan-2018")


def shape(bulletin: Bulletin) -> list[tuple[str, int, int, int, int]]:
    return [(s.label, s.start, s.end, len(s.sentences), len(s.figures)) for s in bulletin.sections]


def assert_offsets_hold(bulletin: Bulletin) -> None:
    for section in bulletin.sections:
        pieces: list[Any] = [section, *section.sentences, *section.figures]
        for piece in pieces:
            assert bulletin.text[piece.start : piece.end] == piece.text
        assert all(bulletin.text[named.start : named.end] == named.title for named in section.documents)
    assert all(bulletin.text[part.start :].startswith(part.title) for part in bulletin.parts)
    assert all(bulletin.text[contact.start : contact.end] == contact.value for contact in bulletin.contacts)


def test_the_bulletin_has_nine_parts_and_34_items(bulletin):
    assert [len(part.items) for part in bulletin.parts] == [4, 3, 3, 5, 6, 3, 2, 3, 5]
    assert [part.label for part in bulletin.parts] == list("一二三四五六七八九")
    assert len(bulletin.sections) == 37


def test_a_part_is_headed_by_the_problem_it_quotes(bulletin):
    assert bulletin.part("三").heading == "社会事务管理能力不够、投入精力不足"
    assert bulletin.part("三").title == "三、关于“社会事务管理能力不够、投入精力不足”问题的整改情况"
    assert bulletin.part("2").heading == "‘大平台、主战场’作用不明显,招商引资工作推进不力"


def test_an_item_is_headed_by_its_first_sentence(bulletin):
    item = bulletin.section("三(三)")
    assert (item.id, item.heading) == ("zhenan-2018/3.3", "加大破难攻坚力度")
    assert item.text.startswith("(三)加大破难攻坚力度。针对海城违建问题,")
    assert item.sentences[0].text == "加大破难攻坚力度。"


@pytest.mark.parametrize("label", ["三(三)", "三（三）", "3.3", "zhenan-2018/3.3", " 三 (三)"])
def test_an_item_is_found_by_each_of_its_names(bulletin, label):
    assert bulletin.section(label) is bulletin.parts[2].items[2]


def test_what_stands_around_the_items_is_found_by_name(bulletin):
    assert bulletin.section("前言").text.startswith("根据省委部署")
    assert bulletin.section("closing").text.startswith("下一步")
    assert bulletin.section("联系方式").text.startswith("欢迎广大干部群众")
    assert bulletin.section("十(一)") is None and bulletin.part("十") is None


def test_a_section_knows_its_figures_and_documents(bulletin):
    item = bulletin.section("三(三)")
    assert [figure.text for figure in item.figures] == ["20处", "14处", "6处", "7.1万平方米", "约4万平方米"]
    assert item.documents[0].title == "新增违法建设处置工作制度"
    assert len({named.title for section in bulletin.sections for named in section.documents}) == 44


def test_contacts_are_taken_as_printed(bulletin):
    assert [(contact.kind, contact.value) for contact in bulletin.contacts] == [
        ("phone", "12388-1-5"),
        ("phone", "0577-85851359"),
        ("postal_address", "重庆市万盛经济技术开发区商务局滨海十七路350号浙南经济总部大厦223室派驻纪检监察组"),
        ("envelope", "对浙南产业集聚区党工委关于巡视整改情况的意见建议"),
        ("email", "wzkfqjw@163.com"),
    ]


def test_no_contact_is_invented():
    assert parse(SMALL, "small").contacts == ()
    assert parse(SMALL + "\n欢迎监督,意见请以书面形式提出。", "small").contacts == ()


def test_a_bulletin_without_closing_or_contact_is_still_one():
    small = parse(SMALL, "small")
    assert (small.closing, small.contact) == (None, None)
    assert parse(SMALL.removeprefix("前言。\n"), "small").preface is None


def test_both_widths_give_the_same_structure(text, bulletin):
    wide = parse(text.translate(FULL_WIDTH), "zhenan-2018")
    assert shape(wide) == shape(bulletin)
    assert [contact.kind for contact in wide.contacts] == [contact.kind for contact in bulletin.contacts]
    assert_offsets_hold(wide)


def test_offsets_point_into_the_original_text(text, bulletin):
    assert_offsets_hold(bulletin)
    windows = parse("\ufeff" + text.replace("\n", "\r\n\r\n\u3000\u3000"), "zhenan-2018")
    assert_offsets_hold(windows)
    assert [s.text for s in windows.items] == [s.text for s in bulletin.items]


def test_an_item_runs_until_the_next_heading():
    assert parse(SMALL, "small").section("1.1").text == "(一)做事。修路3条,\n又修桥。"


@pytest.mark.parametrize("marks", [("1.", "2."), ("1、", "2、"), ("１．", "２．"), ("（一）", "（二）")])
def test_items_may_be_numbered_in_other_ways(marks):
    text = SMALL.replace("(一)", marks[0]).replace("(二)", marks[1])
    assert [item.label for item in parse(text, "small").items] == ["一(一)", "一(二)", "二(一)"]
    assert parse(text, "small").items[0].heading == "做事"


def test_points_within_an_item_belong_to_it():
    small = parse(SMALL.replace("又修桥", "1.修桥。\n2.修庙"), "small")
    assert small.section("1.1").text.endswith("1.修桥。\n2.修庙。")


def test_a_number_in_running_text_is_no_heading():
    small = parse(SMALL.replace("修路", "如下:一、二、(三)修路"), "small")
    assert len(small.items) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有文字"),
        (" \n\u3000\ufeff", "没有文字"),
        ("却说天下大势,分久必合。\n一是合。", "没有找到以“一、”开头的标题行.*却说天下大势"),
        (SMALL.replace("二、关于", "三、关于"), "第6行.*应为“二、”.*三、关于“乙”"),
        (SMALL.replace("(二)再", "(三)再"), r"第5行.*应为“\(二\)”.*\(三\)再做事"),
        (SMALL.replace("(一)看", "看"), "第6行.*没有“\\(一\\)”"),
    ],
)
def test_a_refusal_says_what_was_expected_and_what_was_found(text, told):
    with pytest.raises(NotABulletin, match=told):
        parse(text, "any")


def test_the_real_bulletin_with_a_part_missing_is_refused(text):
    lines = [line for line in text.split("\n") if not line.startswith("四、")]
    with pytest.raises(NotABulletin, match="应为"):
        parse("\n".join(lines), "zhenan-2018")


@given(st.text() | scraps | scraps.map(lambda text: SMALL + "\n" + text))
def test_any_text_is_a_bulletin_with_true_offsets_or_refused(text):
    try:
        assert_offsets_hold(parse(text, "any"))
    except NotABulletin as refusal:
        assert str(refusal)
