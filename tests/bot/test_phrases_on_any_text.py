"""Phrase rules on any text at all: they never raise, lose nothing and take no time."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import PhraseReader
from nlu.normalization import normalize

READER = PhraseReader(Path("data/intake/phrases.yml"), lambda text: normalize(text).text)
PARTS = [
    "路坏了",
    "匿名",
    "写完了",
    "提交",
    "是的",
    "实名",
    "我叫张三",
    "13800000000",
    "，",
    "。",
    " ",
    "\n",
    "算了",
    "a b",
    "😀",
    "?",
]
MESSAGES = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PARTS), max_size=14).map("".join))


@given(MESSAGES)
def test_nothing_raises(text):
    for read in (READER.commands, READER.split, READER.correction, READER.opener, READER.phone, READER.rating):
        read(text)


@given(MESSAGES)
def test_split_loses_nothing(text):
    content, commands = READER.split(text)
    assert content in text
    before, _, after = text.partition(content) if content else ("", "", "")
    taken = [
        READER.split(part)[1]
        for part in ((before, after) if content else (text,))
        if part.strip(" \t\r\n\u3000,，;；、")
    ]
    assert set(commands) == {command for part in taken for command in part}


@pytest.mark.parametrize(
    "words", ["我想", "不想", "错了", "不对", "好", "看看我写", "我的电话", "实名1", "那个这个", "没有"]
)
def test_words_said_over_and_over_are_read_in_no_time(words):
    started = perf_counter()
    for read in (READER.commands, READER.split, READER.correction, READER.opener, READER.rating):
        read((words * 40)[:59] + "x")
    assert perf_counter() - started < 1
