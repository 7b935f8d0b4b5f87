"""The receipt code: sixteen digits that alone open a case to its citizen."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw
from nacl.public import PrivateKey

from cases.at_rest import ServiceSecret
from cases.errors import CodeTaken

LENGTH = 16
NUMERALS = ("〇零", "一壹弌幺", "二贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
NUMERAL_VALUES = str.maketrans({char: str(value) for value, chars in enumerate(NUMERALS) for char in chars})
GROUP = re.compile(f"[0-9]+|[{''.join(NUMERALS)}]+")
BETWEEN_GROUPS = re.compile(r"[\s\-‐‑‒–—―−_·.,、]{0,3}")
DATE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12][0-9]|3[01])(?![0-9])")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class Cost:
    """What one derivation costs (Argon2id, RFC 9106)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


@dataclass(frozen=True, repr=False)
class DerivedCode:
    """A code with what is stored of it: `token` to find the case, `citizen_key` (public) to write to its citizen."""

    code: str
    token: str
    citizen_key: bytes


class Derivation:
    """From a code to its token and its key; each has its own salt, so that neither tells the other."""

    def __init__(self, salt: bytes, key_salt: bytes, pepper: bytes, cost: Cost) -> None:
        if salt == key_salt:
            raise ValueError("the two salts must differ: make a new one")
        self._salt, self._key_salt, self._pepper, self._cost = salt, key_salt, pepper, cost

    def token(self, code: str) -> str:
        """The look-up token of a code."""
        return self._hash(code, self._salt).hex()

    def key_pair(self, code: str) -> PrivateKey:
        """The citizen's key pair; its private half is stored nowhere."""
        return PrivateKey.from_seed(self._hash(code, self._key_salt))

    def derive(self, code: str) -> DerivedCode:
        """All that is stored of a new code."""
        return DerivedCode(code, self.token(code), bytes(self.key_pair(code).public_key))

    def _hash(self, code: str, salt: bytes) -> bytes:
        peppered = blake2b(code.encode(), key=self._pepper, digest_size=32).digest()
        cost = self._cost
        return hash_secret_raw(peppered, salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)


def codes_of_draft(secret: ServiceSecret, nonce: str) -> Iterator[str]:
    """The same codes for the same draft: a second press shows the same receipt though no code is stored."""
    for attempt in count():
        yield f"{int(secret.keyed_hash('receipt', nonce, str(attempt)), 16) % 10**LENGTH:0{LENGTH}}"


def issue(derivation: Derivation, is_taken: Callable[[str], bool], codes: Iterator[str]) -> DerivedCode:
    """The first of `codes` whose token is not in use. Slow: call it outside a transaction."""
    for code in codes:
        if find_codes(shown(code)) != [code]:  # four years in a row would not be recognised again
            continue
        derived = derivation.derive(code)
        if not is_taken(derived.token):
            return derived
    raise CodeTaken


def shown(code: str) -> str:
    """1234 5678 9012 3456"""
    return " ".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def find_codes(text: str) -> list[str]:
    """The codes in a sentence, however they are grouped; no telephone, card of identity or date is one."""
    return [found.code for found in _found(text)]


def without_code(text: str, code: str) -> str:
    """The sentence with a blank where this code stood, however it was written; all else as it is."""
    for found in reversed(_found(text)):
        if found.code == code:
            text = f"{text[: found.start]} {text[found.end :]}"
    return text


class _Digits(NamedTuple):
    """Digits that stand in one piece, or a code made of such, and where."""

    code: str
    start: int
    end: int


def _found(text: str) -> list[_Digits]:
    """The codes with their places in the text as it was written."""
    folded = [(unicodedata.normalize("NFKC", char), at) for at, char in enumerate(text)]
    places = [at for chars, at in folded for _ in chars]
    words = DATE.sub(lambda date: "|" * len(date[0]), "".join(chars for chars, _ in folded))
    codes = (code for run in _runs(words) for code in _codes_of(run))
    return [_Digits(code, places[start], places[end - 1] + 1) for code, start, end in codes]


def _runs(text: str) -> Iterator[list[_Digits]]:
    """Groups of digits with nothing but separators between them."""
    run: list[_Digits] = []
    for match in GROUP.finditer(text):
        if run and not BETWEEN_GROUPS.fullmatch(text, run[-1].end, match.start()):
            yield run
            run = []
        run.append(_Digits(match[0].translate(NUMERAL_VALUES), *match.span()))
    yield run


def _codes_of(run: list[_Digits]) -> Iterator[_Digits]:
    """Neighbouring groups of sixteen digits together, from the left."""
    written, at = [group.code for group in run], 0
    while at < len(run):
        size = next((n for n in range(1, len(run) - at + 1) if sum(map(len, written[at : at + n])) >= LENGTH), 0)
        groups = written[at : at + size]
        if _is_code(groups, whole_run=size == len(run)):
            yield _Digits("".join(groups), run[at].start, run[at + size - 1].end)
            at += size
        else:
            at += 1


def _is_code(groups: list[str], whole_run: bool) -> bool:
    """Short groups belong to a code only when nothing stands beside them: an identity number may be spelled out too."""
    long_enough = whole_run or min(map(len, groups), default=0) > 2
    years = len(groups) == 4 and all(YEAR.fullmatch(group) for group in groups)
    return sum(map(len, groups)) == LENGTH and long_enough and not years
