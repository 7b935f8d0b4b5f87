"""The recovery key in two halves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox

from cases.errors import WrongHalf
from cases.sealing import recovery

KEY = recovery.make()
ONE, OTHER = KEY.halves


def test_two_halves_in_either_order_give_the_key() -> None:
    sealed = SealedBox(PublicKey(KEY.public)).encrypt(b"a case key")
    for halves in ((ONE, OTHER), (OTHER, ONE)):
        assert SealedBox(recovery.join(*halves)).decrypt(sealed) == b"a case key"


def test_halves_may_be_typed_small_and_run_together() -> None:
    assert recovery.join(ONE.lower(), OTHER.replace(" ", "\n")) == recovery.join(ONE, OTHER)


@pytest.mark.parametrize("halves", [(ONE, ONE), (OTHER, OTHER), (ONE, ""), (ONE, "五五五"), (ONE, OTHER[:-6])])
def test_one_half_is_not_enough(halves: tuple[str, str]) -> None:
    with pytest.raises(WrongHalf):
        recovery.join(*halves)


def test_halves_of_different_keys_do_not_fit() -> None:
    with pytest.raises(WrongHalf):
        recovery.join(ONE, recovery.make().halves[1])


@given(st.integers(min_value=0), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_wrong_character_is_found(at: int, wrong: str) -> None:
    at %= len(ONE)
    if ONE[at] in (" ", wrong) or at == len(ONE) - 1:  # of the last one, base32 ignores some bits
        return
    with pytest.raises(WrongHalf):
        recovery.join(ONE[:at] + wrong + ONE[at + 1 :], OTHER)


def test_a_half_says_neither_the_key_nor_itself_in_an_error() -> None:
    with pytest.raises(WrongHalf) as wrong:
        recovery.join(ONE, OTHER[:-6])
    assert str(wrong.value) == ""


def test_no_two_keys_are_the_same() -> None:
    assert recovery.make().public != KEY.public
