"""Which numbers are masked, and which name is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.masking import MASK, mask, name_in


def identity_card(serial: int) -> str:
    return f"33030219900101{serial:04}"  # with the right check digit, or as often with a wrong one


@given(st.integers(0, 9999), st.sampled_from(["身份证{}", "我{}的", "号 {},电话13900000000"]))
def test_an_identity_card_is_masked_wherever_it_stands(serial: int, sentence: str) -> None:
    masked, found = mask(sentence.format(identity_card(serial)))
    assert masked == sentence.format(MASK)
    assert found == ["identity_card"]


@given(st.text(alphabet=st.characters(blacklist_categories=["Nd", "Cs"])))
def test_text_without_digits_stays_as_it_is(text: str) -> None:
    assert mask(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("卡号6222021234567890123", "bank_card"),
        ("卡号 6222 0212 3456 7890", "bank_card"),
        ("卡号６２２２０２１２３４５６７８９０", "bank_card"),
        ("老身份证130503670401001", "identity_card"),
        ("验证码是 123456", "one_time_code"),
    ],
)
def test_cards_and_codes_are_masked(text: str, kind: str) -> None:
    masked, found = mask(text)
    assert found == [kind]
    assert MASK in masked
    assert not any(char.isdigit() for char in masked)


@pytest.mark.parametrize("text", ["补贴82890元", "13900000000", "0577-88888888", "2018年12月1日", "验证码没收到"])
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫张三", "张三"),
        ("我叫徐家明住在海城", "徐家明"),
        ("姓名：欧阳小明 电话13900000000", "欧阳小明"),
        ("本人张三，系海城居民", "张三"),
        ("我是李小四,电话13900000000", "李小四"),
    ],
)
def test_a_name_is_read_where_it_is_introduced(text: str, name: str) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize(
    "text", ["张三收了钱", "我是张三的邻居", "我是温州人", "我是高中老师", "本人于昨天,", "我是村民"]
)
def test_a_name_is_never_guessed(text: str) -> None:
    assert name_in(text) is None
