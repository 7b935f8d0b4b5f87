"""How alike texts are: TF-IDF of character n-grams, as the retriever sees them (nlu/ngrams.py), one row a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from scipy import sparse

from nlu.ngrams import of_characters
from nlu.normalization import normalize

KEPT = 1 << 17  # texts
COMMON = 500  # an n-gram of more texts says little of any, and costs the square of their number


@lru_cache(maxsize=KEPT)
def folded(text: str) -> str:
    """The text as training folds it."""
    return normalize(text).text


@dataclass(frozen=True)
class Rarity:
    """How rare each n-gram is among the texts it was learned from; 0 for one of a single text."""

    weights: np.ndarray
    rare: np.ndarray

    @classmethod
    def learned(cls, texts: Sequence[str]) -> "Rarity":
        """From all texts."""
        found = [_columns(text) for text in texts]
        holders = np.bincount(np.concatenate(found), minlength=len(_numbers()))
        weights = np.log(len(texts) / np.maximum(holders, 1)).astype(np.float32)
        return cls(np.where(holders >= 2, weights, 0), (holders >= 2) & (holders <= COMMON))

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Rows of length one; n-grams that were not learned count nothing."""
        known = len(self.weights)
        found = [columns[columns < known] for columns in map(_columns, texts)]
        ends = np.cumsum([0, *map(len, found)])
        columns = np.concatenate([*found, np.zeros(0, np.int32)])
        return unit(sparse.csr_matrix((self.weights[columns], columns, ends), (len(texts), known)))


def unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each row at length one, an empty one as it is."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.diags((1 / np.where(lengths > 0, lengths, 1)).astype(np.float32)) @ rows


@cache
def _numbers() -> dict[str, int]:
    """Every n-gram met so far and its column."""
    return {}


@lru_cache(maxsize=KEPT)
def _columns(text: str) -> np.ndarray:
    numbers = _numbers()
    return np.array(sorted({numbers.setdefault(t, len(numbers)) for t in of_characters(folded(text))}), np.int32)
