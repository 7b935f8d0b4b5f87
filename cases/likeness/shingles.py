"""What two texts are compared by: each three characters that stand beside each other, numbers and marks folded."""

import re
from hashlib import blake2b

from cases.routing.spelling import fold

LENGTH = 3
SKETCH = 16  # bench/queue_results.md
NUMBER = re.compile(r"\d+")
HASH_BYTES = 6  # fits a column of both databases; of a million texts two hardly ever meet by chance


def shingles(text: str) -> frozenset[str]:
    """All 3-grams of a text; a shorter one is its own."""
    tight = NUMBER.sub("0", "".join(char for char in fold(text) if char.isalnum()))
    return frozenset(tight[at : at + LENGTH] for at in range(max(1, len(tight) - LENGTH + 1)) if tight)


def sketch(found: frozenset[str]) -> list[int]:
    """The smallest hashes of the 3-grams: texts that share much share many of these."""
    return sorted(map(_hash, found))[:SKETCH]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard: what they share, of all that they have."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(), digest_size=HASH_BYTES).digest())
