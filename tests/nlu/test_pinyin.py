"""Syllables forgive homophones and typed pinyin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalization import normalize
from nlu.pinyin import split, syllables


def of(text: str) -> list[str]:
    return syllables(normalize(text).text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("违见处里", "违建处理"),
        ("haicheng weijian", "海城违建"),
        ("haichengweijian", "海城违建"),
        ("办工室", "办公室"),
        ("zongshu", "总数"),
    ],
)
def test_what_sounds_alike_has_the_same_syllables(typed: str, meant: str) -> None:
    assert of(typed) == of(meant)


def test_latin_words_inside_chinese_are_not_pinyin() -> None:
    assert "etc" in of("怎么注销ETC啊")


@pytest.mark.parametrize(("run", "parts"), [("xian", ["xian"]), ("weijian", ["wei", "jian"]), ("zzz", [])])
def test_a_run_is_split_into_the_fewest_syllables(run: str, parts: list[str]) -> None:
    assert split(run) == parts


@given(st.text(max_size=60))
def test_any_text_has_syllables_without_an_error(text: str) -> None:
    assert all(of(text))
