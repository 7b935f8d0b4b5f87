"""The recovery key: for the day a passphrase is forgotten, in two halves that two people keep on paper."""

from base64 import b32decode, b32encode
from hashlib import blake2b
from typing import NamedTuple

from nacl.public import PrivateKey
from nacl.utils import random

from cases.errors import WrongHalf
from cases.sealing.models import Holder
from cases.sealing.reading import Reader

SIZE = 32
MARK = 4  # bytes that say which key a half belongs to
CHECK = 4  # bytes that find a slip of the pen
GROUP = 5  # characters
ALIKE = str.maketrans("018", "OLB")  # base32 has no such digits: they were misread


class RecoveryKey(NamedTuple):
    """The public key for the server, and two halves of which neither tells anything."""

    public: bytes
    halves: tuple[str, str]


def make() -> RecoveryKey:
    """A new one; the private key is nowhere but in the halves together."""
    pair, first = PrivateKey.generate(), random(SIZE)
    public, second = bytes(pair.public_key), _xor(first, bytes(pair))
    return RecoveryKey(public, (_printed(first, 1, public), _printed(second, 2, public)))


def join(one: str, other: str) -> PrivateKey:
    """The private key of two halves, in either order; WrongHalf when they do not belong together."""
    (which, mark, first), (other_which, other_mark, second) = sorted((_parsed(one), _parsed(other)))
    pair = PrivateKey(_xor(first, second))
    if (which, other_which) != (1, 2) or not mark == other_mark == _mark(bytes(pair.public_key)):
        raise WrongHalf
    return pair


def recovery_reader(one: str, other: str) -> Reader:
    """Who opens every case that was wrapped for recovery; for granting.renew and nothing else."""
    return Reader(Holder.RECOVERY, bytes(join(one, other)))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _printed(half: bytes, which: int, public: bytes) -> str:
    """Groups of five characters, the last of which belong to the checksum."""
    body = bytes([which]) + _mark(public) + half
    text = b32encode(body + _check(body)).decode().rstrip("=")
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def _parsed(printed: str) -> tuple[int, bytes, bytes]:
    """Which of the two it is, the mark of its key, and the half itself."""
    text = "".join(printed.split()).upper().translate(ALIKE)
    try:
        raw = b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        raise WrongHalf from None
    body, check = raw[:-CHECK], raw[-CHECK:]
    if len(body) != 1 + MARK + SIZE or check != _check(body):
        raise WrongHalf
    return body[0], body[1 : 1 + MARK], body[1 + MARK :]


def _mark(public: bytes) -> bytes:
    return blake2b(public, digest_size=MARK, person=b"huiyin/recovery").digest()


def _check(body: bytes) -> bytes:
    return blake2b(body, digest_size=CHECK, person=b"huiyin/half").digest()
