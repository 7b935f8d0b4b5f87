"""Bytes under the service secret: sealed for a purpose, padded, and tied to the row they belong to."""

import json
from hashlib import blake2b
from hmac import compare_digest

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from cases.errors import Unreadable

BLOCK = 512
BINDING = 16


def frame(data: bytes, bound_to: str) -> bytes:
    """`data` with the name of its row inside, padded so that its length says little."""
    return sodium_pad(_binding(bound_to) + data, BLOCK)


def unframe(framed: bytes, bound_to: str) -> bytes:
    """What `frame` was given, or Unreadable when it belongs to another row."""
    plain = sodium_unpad(framed, BLOCK)
    if not compare_digest(plain[:BINDING], _binding(bound_to)):
        raise Unreadable
    return plain[BINDING:]


def _binding(bound_to: str) -> bytes:
    return blake2b(bound_to.encode(), digest_size=BINDING, person=b"huiyin/row").digest()


class ServiceSecret:
    """The 32 bytes that live outside the database; every purpose has its own subkey."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SecretBox.KEY_SIZE:
            raise ValueError("the service secret is a file of exactly 32 bytes")
        self._secret = secret

    def __repr__(self) -> str:
        return "ServiceSecret(...)"

    def seal(self, purpose: str, data: bytes, bound_to: str) -> bytes:
        """Ciphertext of `data`, readable only for this purpose and this row."""
        return bytes(SecretBox(self._subkey(purpose)).encrypt(frame(data, bound_to)))

    def open(self, purpose: str, sealed: bytes, bound_to: str) -> bytes:
        """What `seal` was given; Unreadable after any change."""
        try:
            framed = SecretBox(self._subkey(purpose)).decrypt(sealed)
        except (CryptoError, ValueError):
            raise Unreadable from None
        return unframe(framed, bound_to)

    def chat_key(self, channel: str, address: str) -> str:
        """The name of a chat that does not tell which chat it is."""
        return self.keyed_hash("chat", channel, address)

    def delivery_key(self, channel: str, key: str) -> str:
        """The name of a delivery that does not tell what it was."""
        return self.keyed_hash("delivery", channel, key)

    def keyed_hash(self, purpose: str, *parts: str) -> str:
        """64 hex digits that only this secret gives for these words."""
        return blake2b(json.dumps(parts).encode(), key=self._subkey(purpose), digest_size=32).hexdigest()

    def _subkey(self, purpose: str) -> bytes:
        return blake2b(purpose.encode(), key=self._secret, digest_size=32, person=b"huiyin/subkey").digest()
