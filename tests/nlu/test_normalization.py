"""One way of writing: width, script, words, numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalization import normalize


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("海城違建拆了幾多", "海城违建拆了多少"),
        ("ＡＢＣ１２３", "abc123"),
        ("三十亿的项目", "30亿的项目"),
        ("二十处，四个单位", "20处,4个单位"),
        ("电话一三八零零", "电话13800"),
        ("拆了没😅👍", "拆了没"),
        ("村长是谁", "村委会主任是谁"),
    ],
)
def test_what_citizens_write_becomes_what_training_data_says(written: str, folded: str) -> None:
    assert normalize(written).text == folded


@pytest.mark.parametrize("idiom", ["三重一大", "一岗双责", "一抓到底", "第一书记", "三分之二", "一把手"])
def test_numerals_inside_idioms_stay_words(idiom: str) -> None:
    assert normalize(idiom).text == idiom


@given(st.text(max_size=80))
def test_every_folded_character_remembers_where_it_came_from(text: str) -> None:
    folded = normalize(text)
    assert len(folded.offsets) == len(folded.text)
    assert all(0 <= offset < len(text) for offset in folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)


@given(st.text(alphabet="海城违建拆了多少二十三百千万亿处个一两", max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once
