"""Passphrases: one-time ones that are made here, and what a chosen one must be like."""

import secrets
import unicodedata

from cases.staff.errors import Weakness, WeakPassphrase

LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks or sounds like another on paper
GROUPS, IN_GROUP = 4, 4  # 79 bits
SHORTEST = 12
FEWEST_DIFFERENT = 5
LONGEST_REPEATED = 4


def one_time() -> str:
    """A new one, to be read from paper and changed at the first sign-in."""
    return "-".join("".join(secrets.choice(LEGIBLE) for _ in range(IN_GROUP)) for _ in range(GROUPS))


def folded(passphrase: str) -> str:
    """The same passphrase from every keyboard: full width is half width, blanks around it do not count."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def check(passphrase: str, names: list[str]) -> None:
    """WeakPassphrase for one that is short, made of `names`, or of a few characters again and again."""
    words = folded(passphrase)
    if len(words) < SHORTEST:
        raise WeakPassphrase(Weakness.SHORT)
    if len(set(words.lower())) < FEWEST_DIFFERENT or _repeated(words.lower()):
        raise WeakPassphrase(Weakness.MONOTONOUS)
    if len(_without(words.lower(), names)) < SHORTEST // 2:
        raise WeakPassphrase(Weakness.NAMED)


def _repeated(words: str) -> bool:
    """Whether a short piece again and again is all there is."""
    return any(words == (words[:size] * len(words))[: len(words)] for size in range(1, LONGEST_REPEATED + 1))


def _without(words: str, names: list[str]) -> str:
    for name in filter(None, (folded(name).lower() for name in names)):
        words = words.replace(name, "")
    return words
