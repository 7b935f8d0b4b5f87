"""A question that stands behind a story is read by itself."""

import pytest

from nlu import preamble

STORY = "我是海城的退休工人,今年七十多了,眼睛也花,字是孙子帮我打的,"


@pytest.mark.parametrize("asked", ["图书馆什么时候能用", "违建到底拆了多少", "臭味还在不在"])
def test_the_question_behind_a_story_is_found(asked: str) -> None:
    assert preamble.question(STORY + asked) == asked


@pytest.mark.parametrize("thanks", [",谢谢啊", ",麻烦你了", ",辛苦同志们。"])
def test_thanks_behind_the_question_are_left_out(thanks: str) -> None:
    assert preamble.question(f"{STORY}公交优化了几条{thanks}").rstrip(",") == "公交优化了几条"


def test_a_short_last_clause_takes_the_one_before_with_it() -> None:
    assert preamble.question(f"{STORY}郑岙那九户,签了没") == "郑岙那九户,签了没"


def test_what_is_announced_as_a_question_is_taken_whole() -> None:
    assert preamble.question("同志你好打扰你了,我想问一下S2线那边,签约顺利吗") == "S2线那边,签约顺利吗"
    assert preamble.announced("同志你好打扰你了,我想问一下S2线那边,签约顺利吗")


def test_a_story_between_the_announcement_and_the_question_is_left_out() -> None:
    text = "你好打扰了,请问一下,我是村里的老党员,党龄40年了,关心组织,也关心年轻人,后备干部有多少个"
    assert preamble.question(text) == "后备干部有多少个"


@pytest.mark.parametrize(
    "text",
    [
        "海城的违建,拆了多少",
        "图书馆什么时候能用",
        f"{STORY}希望你们把路灯修好",
        "村主任把修路的钱装进自己口袋,反映问题两年了,谢谢你们管一管",
    ],
)
def test_without_a_story_or_without_a_question_there_is_none(text: str) -> None:
    assert preamble.question(text) == ""
