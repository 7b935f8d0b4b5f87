"""What a sealed blob promises."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.public import PrivateKey

from cases.errors import Unreadable
from cases.sealing.envelope import Place, disclose, enclose, new_key, seal, unseal

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
PAIR = PrivateKey.generate()
PUBLIC, PRIVATE = bytes(PAIR.public_key), bytes(PAIR)
HERE = Place("messages", "7", "content")


def a_blob(known: dict[str, str]) -> tuple[bytes, bytes, Place]:
    place = Place(*known["place"].split("/"))
    return bytes.fromhex(known["private"]), bytes.fromhex(known["blob"]), place


@given(st.binary(max_size=3000), st.text(max_size=20))
def test_what_is_sealed_can_be_opened_with_the_private_key(data: bytes, row: str) -> None:
    place = Place("messages", row, "content")
    assert unseal(PRIVATE, seal(PUBLIC, data, place), place) == data


@given(st.binary(max_size=50), st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_makes_it_unreadable(data: bytes, at: int, change: int) -> None:
    blob = bytearray(seal(PUBLIC, data, HERE))
    blob[at % len(blob)] ^= change
    with pytest.raises(Unreadable):
        unseal(PRIVATE, bytes(blob), HERE)


@given(st.binary(max_size=200))
def test_no_other_bytes_can_be_opened(data: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(PRIVATE, data, HERE)


@given(st.integers(min_value=0, max_value=700))
def test_a_blob_cut_short_is_unreadable(size: int) -> None:
    blob = seal(PUBLIC, "他收钱".encode(), HERE)
    with pytest.raises(Unreadable):
        unseal(PRIVATE, blob[: min(size, len(blob) - 1)], HERE)


@pytest.mark.parametrize("place", [HERE._replace(table="identities"), HERE._replace(row="8"), HERE._replace(field="x")])
def test_a_blob_moved_to_another_place_is_unreadable(place: Place) -> None:
    with pytest.raises(Unreadable):
        unseal(PRIVATE, seal(PUBLIC, b"data", HERE), place)


def test_the_parts_of_a_place_do_not_run_into_each_other() -> None:
    assert Place("a", "bc", "d").bound() != Place("ab", "c", "d").bound()


def test_another_private_key_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        unseal(bytes(PrivateKey.generate()), seal(PUBLIC, b"data", HERE), HERE)


def test_the_same_words_never_look_the_same() -> None:
    assert seal(PUBLIC, b"data", HERE) != seal(PUBLIC, b"data", HERE)


@given(st.integers(min_value=0, max_value=500), st.integers(min_value=0, max_value=500))
def test_the_length_of_a_short_text_says_nothing(one: int, other: int) -> None:
    assert len(seal(PUBLIC, b"x" * one, HERE)) == len(seal(PUBLIC, b"x" * other, HERE))


@given(st.integers(min_value=1, max_value=3_000_000))
def test_the_length_of_a_file_is_one_of_few_and_costs_at_most_an_eighth(size: int) -> None:
    room = len(enclose(bytes(32), bytes(size), HERE)) - 40
    assert room % max(512, 1 << (room.bit_length() - 5)) == 0
    assert size <= room <= max(size * 9 // 8, size) + 520


def test_a_file_key_opens_its_file_alone() -> None:
    key = new_key()
    sealed = enclose(key, b"picture", HERE)
    assert disclose(key, sealed, HERE) == b"picture"
    for wrong, place in ((new_key(), HERE), (key, HERE._replace(row="8"))):
        with pytest.raises(Unreadable):
            disclose(wrong, sealed, place)


@pytest.mark.parametrize("known", VECTORS["blobs"], ids=lambda known: known["place"])
def test_blobs_of_earlier_versions_can_still_be_opened(known: dict[str, str]) -> None:
    assert unseal(*a_blob(known)).decode() == known["plain"]


def test_the_cipher_is_the_published_one() -> None:
    known = {name: bytes.fromhex(value) for name, value in VECTORS["xchacha20poly1305"].items()}
    found = crypto_aead_xchacha20poly1305_ietf_encrypt(known["plain"], known["bound"], known["nonce"], known["key"])
    assert found == known["cipher"]


@pytest.mark.parametrize("failing", ["random", "crypto_aead_xchacha20poly1305_ietf_encrypt", "SealedBox"])
def test_a_failing_primitive_gives_an_error_and_no_bytes(failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(f"cases.sealing.envelope.{failing}", fail)
    with pytest.raises(RuntimeError):
        seal(PUBLIC, b"data", HERE)
