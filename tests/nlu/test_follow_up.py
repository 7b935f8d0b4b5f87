"""A short question is read together with the one answered before it."""

import pytest

from nlu.follow_up import has_own_subject, read

PLACES = ("星海街道", "星海", "天河街道", "天河", "郑岙", "蒲门")


def test_another_place_takes_the_place_of_the_former() -> None:
    found = read("那天河呢", "星海派出所退了多少钱", PLACES)
    assert found is not None
    assert found.substituted
    assert found.carried == "天河派出所退了多少钱"


@pytest.mark.parametrize("text", ["还有吗", "还有呢?", "那还有别的吗", "继续"])
def test_asking_for_more_asks_for_the_rest_of_the_item(text: str) -> None:
    found = read(text, "海城违建拆了多少", PLACES)
    assert found is not None
    assert found.more


def test_a_remainder_is_read_behind_the_former_question() -> None:
    found = read("剩下的呢", "海城新建违建有几处", PLACES)
    assert found is not None
    assert found.carried == "海城新建违建有几处剩下的呢"


def test_without_an_answer_before_there_is_no_follow_up() -> None:
    assert read("那天河呢", "", PLACES) is None


def test_a_long_question_stands_on_its_own() -> None:
    assert read("图书馆什么时候可以进去看书我家孩子天天问", "海城违建拆了多少", PLACES) is None


ITEM = "共发现海城新建违建20处,处置到位14处,尚在管控6处;对海城街道、住建局予以通报批评"


@pytest.mark.parametrize("text", ["查处了多少腐败案件", "贪官抓了几个", "修了几条路", "开了多少会", "图书馆呢"])
def test_a_short_question_on_something_else_begins_anew(text: str) -> None:
    assert has_own_subject(text, ITEM)


@pytest.mark.parametrize("text", ["还有几处", "新的呢", "后来怎么样了", "为什么", "海城的都处理完没有", "批评了谁"])
def test_a_short_question_on_the_same_thing_goes_on(text: str) -> None:
    assert not has_own_subject(text, ITEM)
