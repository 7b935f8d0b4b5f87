"""How a receipt code is made, stored and recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.receipt_code import Derivation, find_codes, issue, shown, without_code
from tests.builders import CHEAP, DERIVATION

CODES = st.from_regex(r"[0-9]{16}", fullmatch=True).filter(lambda code: find_codes(shown(code)) == [code])
SEPARATORS = st.sampled_from(["", " ", "-", "　", " - ", "—"])
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
TRADITIONAL = str.maketrans("0123456789", "零壹貳參肆伍陸柒捌玖")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SCRIPTS = st.sampled_from([{}, CHINESE, TRADITIONAL, FULL_WIDTH])
SENTENCES = st.sampled_from(["{}", "我的查询码是{}", "查{},谢谢", "请帮我看看 {} 办得怎样了", "电话13800000000,码 {}"])


@given(CODES, SEPARATORS, SCRIPTS, SENTENCES)
def test_a_code_is_found_in_a_sentence(code: str, between: str, script: dict[int, str], sentence: str) -> None:
    grouped = between.join(code[at : at + 4] for at in range(0, 16, 4)).translate(script)
    assert find_codes(sentence.format(grouped)) == [code]


BESIDE = st.sampled_from(
    ["", "一直没人管，", "2023-05-06他收了100,000,000元。", "电话0577-86995555；", "账号6222021234567890:", "①号楼㎡Ⅳ"]
)


@given(BESIDE, CODES, SEPARATORS | st.sampled_from("–_·"), SCRIPTS, BESIDE)
def test_nothing_but_the_code_is_cut(before: str, code: str, between: str, script: dict[int, str], after: str) -> None:
    written = between.join(code[at : at + 4] for at in range(0, 16, 4)).translate(script)
    assert without_code(f"{before}码{written}码{after}", code) == f"{before}码 码{after}"


@given(st.text(alphabet="0123一壹贰 -–_，码", max_size=60))
def test_a_code_that_is_cut_is_not_there_any_more(text: str) -> None:
    for code in find_codes(text):
        rest = without_code(text, code)
        assert len(find_codes(text)) > len([found for found in find_codes(rest) if found in find_codes(text)])


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert all(len(code) == 16 for code in find_codes(text))


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "电话 138 0013 8000",
        "身份证330302199001011234",
        "330302 19900101 1234",
        "3 3 0 3 0 2 1 9 9 0 0 1 0 1 1 2 3 4",
        "2018-12-01 2018-12-31",
        "2016、2017、2018、2019",
        "123456789012345",
        "12345678901234567",
    ],
)
def test_other_numbers_are_no_codes(text: str) -> None:
    assert find_codes(text) == []


def test_two_codes_are_two() -> None:
    assert find_codes("1111 2222 3333 4444 5555 6666 7777 8888") == ["1111222233334444", "5555666677778888"]


def test_the_same_code_gives_the_same_token_and_key() -> None:
    assert DERIVATION.derive("1234567890123456") == DERIVATION.derive("1234567890123456")


def test_token_and_key_tell_nothing_of_each_other() -> None:
    derived = DERIVATION.derive("1234567890123456")
    assert derived.token != bytes(DERIVATION.key_pair("1234567890123456")).hex()
    assert derived.code not in repr(derived)


def test_equal_salts_are_refused() -> None:
    with pytest.raises(ValueError, match="salts must differ"):
        Derivation(b"s" * 16, b"s" * 16, b"p", CHEAP)


def test_another_pepper_gives_another_token() -> None:
    other = Derivation(b"s" * 16, b"k" * 16, b"q" * 32, CHEAP)
    assert other.token("1234567890123456") != DERIVATION.token("1234567890123456")


def test_a_code_in_use_is_not_issued_again() -> None:
    answers = iter([True, True, False])
    derived = issue(
        DERIVATION, lambda _token: next(answers), iter(["1234567890123451", "1234567890123452", "1234567890123453"])
    )
    assert (derived.code, next(answers, None)) == ("1234567890123453", None)
    assert find_codes(f"码{shown(derived.code)}。") == [derived.code]
