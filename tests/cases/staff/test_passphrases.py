"""Passphrases and the key under them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox

from cases.staff import key_pairs, own_account, passphrases
from cases.staff.errors import Flaw, Unfit, Weakness, WeakPassphrase
from cases.staff.officer import Officer
from tests.builders import CHEAP

PASSPHRASES = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=30)


@given(st.lists(PASSPHRASES, min_size=1, max_size=5))
def test_a_private_key_survives_any_number_of_passphrase_changes(chosen: list[str]) -> None:
    pair = key_pairs.make("first", CHEAP)
    private = pair.opened("first") or b""
    sealed = SealedBox(PublicKey(pair.public)).encrypt(b"words")
    for old, new in pairwise(["first", *chosen]):
        pair = key_pairs.locked(pair.opened(old) or b"", new, CHEAP)
    assert pair.opened(chosen[-1]) == private
    assert SealedBox(PrivateKey(pair.opened(chosen[-1]) or b"")).decrypt(sealed) == b"words"


@given(PASSPHRASES, PASSPHRASES)
def test_only_the_right_passphrase_opens(right: str, tried: str) -> None:
    pair = key_pairs.make(right, CHEAP)
    opens = passphrases.folded(tried) == passphrases.folded(right)
    assert (pair.opened(tried) is not None) == opens


def test_a_pair_whose_public_half_was_changed_does_not_open() -> None:
    pair, other = key_pairs.make("first", CHEAP), key_pairs.make("first", CHEAP)
    mixed = key_pairs.LockedPair(other.public, pair.private, pair.salt, pair.cost)
    assert mixed.opened("first") is None


def test_the_same_passphrase_gives_each_pair_its_own_salt_and_lock() -> None:
    one, other = key_pairs.make("first", CHEAP), key_pairs.make("first", CHEAP)
    assert one.salt != other.salt
    assert one.private[-32:] != other.private[-32:]


def test_full_width_is_half_width() -> None:
    assert key_pairs.make("ｌａｍｐ 12", CHEAP).opened(" lamp 12 ")


def test_nothing_opens_a_decoy() -> None:
    assert key_pairs.decoy(CHEAP).opened("") is None


def test_a_one_time_passphrase_is_legible_and_long_enough() -> None:
    made = {passphrases.one_time() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}", one) for one in made)
    assert len(passphrases.LEGIBLE) ** (passphrases.GROUPS * passphrases.IN_GROUP) > 2**60


@pytest.mark.parametrize(
    ("chosen", "weakness"),
    [
        ("short Lamp1", Weakness.SHORT),
        ("　short Lamp1　　　", Weakness.SHORT),
        ("aaaaaaaaaaaaaaa", Weakness.MONOTONOUS),
        ("1212121212121212", Weakness.MONOTONOUS),
        ("Abcabcabcabcabc", Weakness.MONOTONOUS),
        ("wxyzwxyzwxyzwxyz", Weakness.MONOTONOUS),
        ("wangli wangli 12", Weakness.NAMED),
        ("WangLi-wangli12", Weakness.NAMED),
    ],
)
def test_a_weak_passphrase_is_refused_with_the_reason(chosen: str, weakness: Weakness) -> None:
    with pytest.raises(WeakPassphrase) as refused:
        passphrases.check(chosen, ["wangli"])
    assert refused.value.args == (weakness,)


@pytest.mark.parametrize("chosen", ["correct horse battery", "村口的路灯二〇一八年还没有装", "wangli likes lamps"])
def test_a_long_one_of_ones_own_is_taken(chosen: str) -> None:
    passphrases.check(chosen, ["wangli"])
    pair = own_account.relocked(officer(), "another one", chosen, CHEAP)
    assert pair.opened(chosen) == officer().private


def test_the_former_passphrase_is_no_new_one() -> None:
    with pytest.raises(WeakPassphrase) as refused:
        own_account.relocked(officer(), "correct horse battery", "correct horse battery ", CHEAP)
    assert refused.value.args == (Weakness.SAME,)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), b"\x01" + bytes(31)])
def test_bytes_that_protect_nothing_are_no_public_key(public: bytes) -> None:
    with pytest.raises(Unfit) as refused:
        key_pairs.check_public(public)
    assert refused.value.args == (Flaw.KEY,)


def officer() -> Officer:
    return Officer(1, "wangli", frozenset(), private=bytes(range(32)))
