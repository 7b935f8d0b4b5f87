"""An item is named by its number, a figure stands for its item."""

import pytest

from nlu import pointing
from nlu.normalization import normalize


@pytest.mark.parametrize("text", ["四(二)", "四（2）讲什么", "第四部分第二条", "第4部分的第二点说给我听", "4(2)"])
def test_an_item_is_named_in_many_ways(text: str) -> None:
    assert pointing.item(normalize(text).text) == "四(二)"


@pytest.mark.parametrize("text", ["第四部分讲什么", "四个意识", "第二条公交", "还有几处"])
def test_a_part_or_a_count_names_no_item(text: str) -> None:
    assert pointing.item(normalize(text).text) is None


def test_figures_are_those_that_few_items_have() -> None:
    assert pointing.figures("2018年退了495000元,33人,7.1万平方") == {"495000", "7.1"}
