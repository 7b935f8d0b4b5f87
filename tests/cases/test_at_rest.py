"""What the service secret promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.at_rest import ServiceSecret
from cases.errors import Unreadable
from tests.builders import SECRET


@given(st.binary(max_size=2000), st.text(max_size=20))
def test_what_is_sealed_can_be_opened(data: bytes, row: str) -> None:
    assert SECRET.open("draft", SECRET.seal("draft", data, row), row) == data


@given(st.binary(max_size=50), st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_makes_it_unreadable(data: bytes, place: int, change: int) -> None:
    sealed = bytearray(SECRET.seal("draft", data, "row"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(Unreadable):
        SECRET.open("draft", bytes(sealed), "row")


@given(st.binary(max_size=60))
def test_no_other_bytes_can_be_opened(data: bytes) -> None:
    with pytest.raises(Unreadable):
        SECRET.open("draft", data, "row")


@pytest.mark.parametrize(("purpose", "row"), [("outbox", "a"), ("draft", "b")])
def test_it_opens_only_for_its_purpose_and_its_row(purpose: str, row: str) -> None:
    sealed = SECRET.seal("draft", b"data", "a")
    with pytest.raises(Unreadable):
        SECRET.open(purpose, sealed, row)


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        ServiceSecret(b"x" * 32).open("draft", SECRET.seal("draft", b"data", "a"), "a")


def test_the_length_says_little() -> None:
    assert len(SECRET.seal("draft", b"", "a")) == len(SECRET.seal("draft", b"x" * 400, "a"))


def test_chat_and_delivery_keys_are_stable_and_apart() -> None:
    assert SECRET.chat_key("telegram", "1") == SECRET.chat_key("telegram", "1")
    keys = {SECRET.chat_key("telegram", "1"), SECRET.chat_key("web", "1"), SECRET.delivery_key("telegram", "1")}
    assert len(keys) == 3
    assert SECRET.chat_key("a", "bc") != SECRET.chat_key("ab", "c")


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        ServiceSecret(b"short")


def test_the_secret_is_not_printed() -> None:
    assert "x" * 8 not in repr(ServiceSecret(b"x" * 32))
