"""A staff member's key pair: the private half is kept under a key that Argon2id derives from the passphrase."""

import secrets
from dataclasses import dataclass
from hashlib import blake2b

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from cases.receipt_code import Cost
from cases.staff.errors import Flaw, Unfit
from cases.staff.passphrases import folded

SALT_BYTES = 16


@dataclass(frozen=True, repr=False)
class LockedPair:
    """`private` is ciphertext; a passphrase is right if it opens it, nothing else is compared."""

    public: bytes
    private: bytes
    salt: bytes
    cost: Cost

    def opened(self, passphrase: str) -> bytes | None:
        """The private key, or None for a wrong passphrase. Slow: call it outside a transaction (decision 8)."""
        try:
            private = SecretBox(_derived(passphrase, self.salt, self.cost)).decrypt(self.private)
        except CryptoError:
            return None
        return private if public_of(private) == self.public else None


def make(passphrase: str, cost: Cost) -> LockedPair:
    """A new pair. Slow: call it outside a transaction."""
    return locked(bytes(PrivateKey.generate()), passphrase, cost)


def locked(private: bytes, passphrase: str, cost: Cost) -> LockedPair:
    """The pair of this private key under another passphrase. Slow: call it outside a transaction."""
    salt = secrets.token_bytes(SALT_BYTES)
    sealed = bytes(SecretBox(_derived(passphrase, salt, cost)).encrypt(private))
    return LockedPair(public_of(private), sealed, salt, cost)


def decoy(cost: Cost) -> LockedPair:
    """A pair that no passphrase opens, at the same price."""
    nothing = bytes(SecretBox.NONCE_SIZE + SecretBox.MACBYTES + SecretBox.KEY_SIZE)
    return LockedPair(bytes(PublicKey.SIZE), nothing, bytes(SALT_BYTES), cost)


def public_of(private: bytes) -> bytes:
    """The half that everybody may have."""
    return bytes(PrivateKey(private).public_key)


def check_public(public: bytes) -> None:
    """Unfit when nothing can be sealed to these bytes."""
    try:
        SealedBox(PublicKey(public)).encrypt(b"")
    except (CryptoError, ValueError, TypeError, RuntimeError):
        raise Unfit(Flaw.KEY) from None


def fingerprint(public: bytes) -> str:
    """What two people read to each other over the telephone."""
    digits = blake2b(public, digest_size=8).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _derived(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    words = folded(passphrase).encode()
    return hash_secret_raw(words, salt, cost.passes, cost.memory_kib, cost.lanes, SecretBox.KEY_SIZE, Type.ID)
