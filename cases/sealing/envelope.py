"""One sealed blob: bound to its row, padded, under a key that only the holder of a private key can take out."""

import json
from typing import NamedTuple

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from cases.errors import Unreadable

VERSION = b"\x01"
KEY, NONCE, SEALED_KEY = 32, 24, 80  # bytes
LENGTH = 8  # bytes that say how much of the padded plaintext counts
BLOCK = 512
FINENESS = 4  # bits of a large size that its ciphertext tells


class Place(NamedTuple):
    """Where a blob belongs; moved anywhere else it cannot be opened."""

    table: str
    row: str
    field: str

    def bound(self) -> bytes:
        """As associated data."""
        return VERSION + json.dumps(self).encode()


def seal(public: bytes, data: bytes, place: Place) -> bytes:
    """Ciphertext that only the holder of the private half can open."""
    key = new_key()
    return VERSION + wrap(public, key) + enclose(key, data, place)


def unseal(private: bytes, blob: bytes, place: Place) -> bytes:
    """What `seal` was given; Unreadable after any change, in any other place, with any other key."""
    start = len(VERSION) + SEALED_KEY
    if not blob.startswith(VERSION):
        raise Unreadable
    return disclose(unwrap(private, blob[len(VERSION) : start]), blob[start:], place)


def new_key() -> bytes:
    """A key for one blob or one file."""
    return random(KEY)


def wrap(public: bytes, key: bytes) -> bytes:
    """A key for the holder of a private key."""
    return bytes(SealedBox(PublicKey(public)).encrypt(key))


def unwrap(private: bytes, wrapped: bytes) -> bytes:
    """What `wrap` was given."""
    try:
        return SealedBox(PrivateKey(private)).decrypt(wrapped)
    except (CryptoError, ValueError):
        raise Unreadable from None


def enclose(key: bytes, data: bytes, place: Place) -> bytes:
    """Ciphertext under a key."""
    nonce = random(NONCE)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(_padded(data), place.bound(), nonce, key)


def disclose(key: bytes, blob: bytes, place: Place) -> bytes:
    """What `enclose` was given."""
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(blob[NONCE:], place.bound(), blob[:NONCE], key)
    except (CryptoError, ValueError):
        raise Unreadable from None
    size = int.from_bytes(padded[:LENGTH])
    return padded[LENGTH : LENGTH + size]


def _padded(data: bytes) -> bytes:
    return (len(data).to_bytes(LENGTH) + data).ljust(_room(LENGTH + len(data)), b"\0")


def _room(size: int) -> int:
    """Blocks of 512 bytes, from 8 KiB on of an eighth to a sixteenth of the size."""
    block = max(BLOCK, 1 << max(0, size.bit_length() - FINENESS))
    return -(-size // block) * block
