"""Bulletins of other units: other numbering, lost lines, damaged ones; what is in doubt is said, with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.document import Bulletin, NotABulletin
from bulletin.encoding import decoded
from bulletin.parser import parse, read
from bulletin.understanding import understand

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.txt"))
HEAD = "关于巡察整改情况的通报\n2021年巡察组反馈了意见。\n"
TWO = (
    "一、关于“甲”问题的整改情况\n（一）做事。修路3条。\n（二）再做。修桥。\n"
    "二、关于“乙”问题的整改情况\n（一）看。看见了。\n"
)
SCRAPS = [
    "一、",
    "三、",
    "第一部分",
    "第二部分",
    "（一）",
    "(三)",
    "1.",
    "一是",
    "二是",
    "。",
    "，",
    "\t",
    "\r\n",
    "\n",
    "甲乙丙丁",
]
SCRAPS += ["锟斤拷", "\ufeff", "“", "”", "《", "》", "欢迎", "2021年3月1日", "关于", "整改", "下一步", "年底前完成"]
scraps = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=3), max_size=40).map("".join)


def text_of(sample: Path) -> str:
    return decoded(sample.read_bytes())


def doubts(text: str) -> list[str]:
    return [str(doubt) for doubt in read(text, "any").doubts]


def assert_everything_is_read(bulletin: Bulletin) -> None:
    """Every character that is not blank stands in one section or in the heading of a part, at its true offset."""
    spans = [(section.start, section.end) for section in bulletin.sections]
    spans += [(part.start, part.start + len(part.title)) for part in bulletin.parts if part.title]
    spans.sort()
    left, at = "", 0
    for start, end in spans:
        assert start >= at
        left, at = left + bulletin.text[at:start], end
    assert not (left + bulletin.text[at:]).strip(
        " \t\r\n\u3000\ufeff\u200b\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029"
    )


def assert_offsets_are_true(bulletin: Bulletin) -> None:
    for section in bulletin.sections:
        assert bulletin.text[section.start : section.end] == section.text
        assert section.heading in section.text
        assert all(bulletin.text[one.start : one.end] == one.text for one in section.sentences)
        assert all(bulletin.text[one.start : one.end] == one.text for one in section.figures)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_bulletin_in_another_style_is_read_to_the_last_word(sample: Path) -> None:
    bulletin = read(text_of(sample), "sample")
    assert len(bulletin.parts) >= 5
    assert min(len(part.items) for part in bulletin.parts) >= 2
    assert_everything_is_read(bulletin)
    assert_offsets_are_true(bulletin)


@given(st.text() | scraps | scraps.map(lambda text: HEAD + TWO + text) | scraps.map(lambda text: f"一、甲\n{text}"))
def test_any_text_is_read_whole_with_true_offsets_or_refused(text: str) -> None:
    try:
        bulletin = read(text, "any")
    except NotABulletin as refusal:
        assert str(refusal)
    else:
        assert_offsets_are_true(bulletin)
        labels = [section.label for section in bulletin.sections]
        assert len(labels) == len(set(labels))


@given(scraps.map(lambda text: HEAD + TWO + text))
def test_no_line_is_lost_whatever_stands_behind_a_bulletin(text: str) -> None:
    assert_everything_is_read(read(text, "any"))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (TWO, ["一(一)", "一(二)", "二(一)"]),
        ("第一部分 甲方面\n（一）做。\n第二部分 乙方面\n（一）看。", ["一(一)", "二(一)"]),
        ("一、甲\n一是做事。\n二是再做。\n二、乙\n一是看。\n二是听。", ["一(一)", "一(二)", "二(一)", "二(二)"]),
        ("一、甲\n（1）做事。\n（2）再做。", ["一(一)", "一(二)"]),
        ("（一）甲\n1.做事。\n（二）乙\n1.看。\n2.听。", ["一(一)", "二(一)", "二(二)"]),
        ("一、甲\n一是做事。二是再做。三是又做。", ["一(一)", "一(二)", "一(三)"]),
        ("1.甲方面\n(1)做。\n2.乙方面\n(1)看。一是细看。\n(2)听。", ["一(一)", "二(一)", "二(二)"]),
        ("一、甲\n先做这件事。\n再做那件事。", ["一(一)", "一(二)"]),
    ],
)
def test_parts_and_items_may_be_numbered_in_any_usual_way(text: str, labels: list[str]) -> None:
    assert [item.label for item in read(text, "any").items] == labels


def test_what_stands_between_a_heading_and_its_first_item_can_be_quoted() -> None:
    bulletin = read(TWO.replace("（一）做事", "全局上下一起动手。\n（一）做事"), "any")
    assert bulletin.section("一").text == "全局上下一起动手。"
    assert [item.label for item in bulletin.items] == ["一(一)", "一(二)", "二(一)"]


def test_a_gap_in_the_numbers_is_a_doubt_and_no_number_is_changed() -> None:
    gap = TWO.replace("（二）再", "（四）再")
    assert [item.label for item in read(gap, "any").items] == ["一(一)", "一(四)", "二(一)"]
    assert doubts(gap) == ["第3行：编号不连续：应为“(二)”，读到的是：(四)再做。修桥。"]


def test_a_number_that_comes_twice_is_given_once() -> None:
    twice = TWO.replace("（二）再", "（一）再")
    assert [item.label for item in read(twice, "any").items] == ["一(一)", "一(二)", "二(一)"]
    assert "应为“(二)”" in doubts(twice)[0]


def test_a_lost_heading_line_makes_a_part_of_its_own() -> None:
    text = TWO + "三、关于“丙”问题的整改情况\n（一）听。听见了。"
    lost = text.replace("二、关于“乙”问题的整改情况\n", "")
    bulletin = read(lost, "any")
    assert [item.label for item in bulletin.items] == ["一(一)", "一(二)", "二(一)", "三(一)"]
    assert bulletin.part("二").title == ""
    assert any("第4行" in doubt and "“二、”" in doubt for doubt in doubts(lost))


@pytest.mark.parametrize("glued", ["修桥。二、关于“乙”", "修桥。第二部分"])
def test_a_heading_at_the_end_of_a_paragraph_is_still_one(glued: str) -> None:
    text = TWO if glued.startswith("修桥。二") else TWO.replace("一、", "第一部分").replace("二、", "第二部分")
    wanted = glued.removeprefix("修桥。")
    found = read(text.replace(f"修桥。\n{wanted}", glued), "any")
    assert [item.label for item in found.items] == ["一(一)", "一(二)", "二(一)"]
    assert any("连在一起" in str(doubt) for doubt in found.doubts)


def test_a_sentence_broken_by_a_line_end_is_one_sentence() -> None:
    broken = TWO.replace("修路3条", "全年总共新修了农村公路\n三十条")
    sentence = read(broken, "any").section("一(一)").sentences[1]
    assert sentence.text == "全年总共新修了农村公路\n三十条。"
    assert any("中间断开" in doubt for doubt in doubts(broken))


def test_damaged_characters_and_tables_are_pointed_at() -> None:
    found = doubts(TWO.replace("修路3条。", "修路锟斤拷锟条。\n项目\t金额"))
    assert [doubt.split("：")[0] for doubt in found] == ["第2行", "第3行"]
    assert "乱码" in found[0] and "表格" in found[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_the_encodings_of_office_programs(encoding: str) -> None:
    assert decoded(TWO.encode(encoding)) == TWO


@pytest.mark.parametrize("data", [b"PK\x03\x04....", b"%PDF-1.4", b"\xd0\xcf\x11\xe0", b"a\0b\0", b"\xff\xff\xff"])
def test_a_file_that_is_no_text_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(NotABulletin, match=r"另存为|存成"):
        decoded(data)


@pytest.mark.parametrize("text", ["", "从前有座山。\n山里有座庙。", "一、材料\n（一）面粉。\n二、做法\n（一）和面。"])
def test_a_text_that_is_no_bulletin_is_refused(text: str) -> None:
    with pytest.raises(NotABulletin):
        understand(text, "any", "any.txt")


def test_what_is_in_doubt_is_refused_where_nobody_has_seen_it() -> None:
    with pytest.raises(NotABulletin, match="第3行"):
        parse(TWO.replace("（二）再", "（四）再"), "any")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_first_description_quotes_verbatim_and_verifies_nothing(sample: Path) -> None:
    understood = understand(text_of(sample), sample.stem, "bulletin.txt")
    bulletin, record = understood.bulletin, understood.record
    assert all(contact["status"] == "unverified" for contact in record["contacts"])
    assert all(row["quote"] in bulletin.section(row["section"]).text for row in record["open_items"])
    assert all(place["name"] in bulletin.text for place in record["places"])
    assert record["leads"] == []


def test_publisher_year_and_places_are_guessed() -> None:
    record = understand(text_of(SAMPLES[-1]), "town", "bulletin.txt").record
    assert (record["publisher"], record["year"], record["contacts"]) == ("青岩县云岭镇委员会", 2021, [])
    assert {place["name"] for place in record["places"]} >= {"大坪村", "小河村", "石门村"}
    assert {"name": "大坪村", "kind": "village", "names": ["大坪"], "street": None} in record["places"]


def test_a_verb_that_stands_before_a_place_makes_no_other_place_of_it() -> None:
    text = HEAD + TWO.replace("修路3条", "清理柳湾村垃圾。柳湾村修路3条")
    places = understand(text, "any", "bulletin.txt").record["places"]
    assert [place["name"] for place in places] == ["柳湾村"]
