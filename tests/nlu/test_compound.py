"""Two questions in one message are told apart."""

import pytest

from nlu import compound


def test_each_question_is_a_part() -> None:
    assert compound.parts("海城违建发现几处,拆了多少平方?") == ("海城违建发现几处", "拆了多少平方")


def test_words_that_only_go_on_are_left_out() -> None:
    assert compound.parts("被抽查的有几家,后来又签了什么") == ("被抽查的有几家", "签了什么")


def test_questions_may_be_joined_by_a_word() -> None:
    assert compound.parts("夜学几次还有宣讲几场") == ("夜学几次", "宣讲几场")


@pytest.mark.parametrize("text", ["海城违建拆了多少", "我住海城,违建拆了多少", "拆了多少?多吗"])
def test_one_question_has_no_parts(text: str) -> None:
    assert compound.parts(text) == ()
