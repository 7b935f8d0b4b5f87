"""What everything is measured against: BM25 over the bulletin's sentences, characters and their pairs as terms."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

K1, B = 1.5, 0.75


def terms(text: str) -> list[str]:
    """Characters and pairs of neighbours."""
    return [*text, *map("".join, pairwise(text))]


class BM25:
    """Robertson's formula as rank-bm25 has it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences
        self._counts = [Counter(terms(sentence)) for sentence in sentences]
        self._mean = sum(map(Counter.total, self._counts)) / len(sentences)
        holders = Counter(term for counts in self._counts for term in counts)
        self._rarity = {term: math.log(1 + (len(sentences) - n + 0.5) / (n + 0.5)) for term, n in holders.items()}

    def best(self, question: str) -> str:
        """The sentence that fits best."""
        wanted = [term for term in terms(question) if term in self._rarity]
        return max(zip(self._sentences, self._counts, strict=True), key=lambda pair: self._score(wanted, pair[1]))[0]

    def _score(self, wanted: list[str], counts: Counter[str]) -> float:
        length = K1 * (1 - B + B * counts.total() / self._mean)
        return sum(self._rarity[t] * counts[t] * (K1 + 1) / (counts[t] + length) for t in wanted if t in counts)
