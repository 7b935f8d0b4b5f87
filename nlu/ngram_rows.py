"""Texts as rows of numbers: TF-IDF of character n-grams beside TF-IDF of syllable n-grams, each of length one."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from nlu.ngrams import of_characters, of_syllables
from nlu.normalization import normalize
from nlu.pinyin import syllables

ANALYZERS: tuple[Callable[[Any], list[str]], ...] = (of_characters, of_syllables)
COMMON = 2  # an n-gram of a single phrasing tells nothing about others
Units = tuple[str, Sequence[str]]  # a folded text and its syllables


def units(text: str) -> Units:
    """What n-grams are made of, for a text as it was typed."""
    folded = normalize(text).text
    return folded, syllables(folded)


@dataclass(frozen=True)
class Channel:
    """The n-grams of one kind with their rarity."""

    analyzer: Callable[[Any], list[str]]
    terms: dict[str, int]
    rarity: np.ndarray

    @classmethod
    def learned(cls, analyzer: Callable[[Any], list[str]], texts: Sequence[Any]) -> "Channel":
        """The n-grams that at least two texts have."""
        holders = Counter(term for text in texts for term in set(analyzer(text)))
        return cls._of(analyzer, {term: count for term, count in holders.items() if count >= COMMON}, len(texts))

    @classmethod
    def _of(cls, analyzer: Callable[[Any], list[str]], holders: dict[str, int], texts: int) -> "Channel":
        terms = sorted(holders)
        rarity = np.log((1 + texts) / (1 + np.array([holders[term] for term in terms]))) + 1
        return cls(analyzer, {term: i for i, term in enumerate(terms)}, rarity.astype(np.float32))

    def extended(self, texts: Sequence[Any], known: int) -> "Channel":
        """With the n-grams behind it that two of a few new texts share; `known` texts are without them."""
        holders = Counter(term for text in texts for term in set(self.analyzer(text)) - self.terms.keys())
        new = self._of(self.analyzer, {t: n for t, n in holders.items() if n >= COMMON}, known + len(texts))
        added = {term: len(self.terms) + i for term, i in new.terms.items()}
        return Channel(self.analyzer, self.terms | added, np.concatenate([self.rarity, new.rarity]))

    def row(self, text: Any) -> tuple[np.ndarray, np.ndarray]:
        """Columns in their order and values, of length one altogether."""
        counts = Counter(column for term in self.analyzer(text) if (column := self.terms.get(term)) is not None)
        columns = np.array(sorted(counts), np.int32)
        values = (1 + np.log(np.array([counts[c] for c in columns.tolist()], np.float32))) * self.rarity[columns]
        return columns, values / (np.sqrt(values @ values) or 1)

    def rows(self, texts: Sequence[Any]) -> sparse.csr_matrix:
        """One row a text, as `row` makes it."""
        known, columns, ends = self.terms, list[int](), [0]
        for text in texts:
            columns += [column for term in self.analyzer(text) if (column := known.get(term)) is not None]
            ends.append(len(columns))
        counts = np.ones(len(columns), np.float32)
        found = sparse.csr_matrix((counts, np.array(columns, np.int32), np.array(ends)), (len(texts), len(known)))
        found.sum_duplicates()
        found.data = (1 + np.log(found.data)) * self.rarity[found.indices]
        lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
        return sparse.csr_matrix(sparse.diags(1 / np.where(lengths == 0, 1, lengths)) @ found, dtype=np.float32)


@dataclass(frozen=True)
class NgramRows:
    """Makes rows; `weights`: how much each channel counts in a product of two rows."""

    channels: tuple[Channel, ...]
    weights: tuple[float, ...]

    @classmethod
    def learned(cls, texts: Sequence[Units], weights: tuple[float, ...]) -> "NgramRows":
        """Learn the n-grams and their rarity from all phrasings."""
        columns = zip(ANALYZERS, zip(*texts, strict=True), strict=True)
        return cls(tuple(Channel.learned(analyzer, column) for analyzer, column in columns), weights)

    @classmethod
    def read(cls, folder: Path, weights: tuple[float, ...]) -> "NgramRows":
        """What `save` wrote; lines, because parsing JSON of this size would stop those who are chatting."""
        channels = []
        for number, analyzer in enumerate(ANALYZERS):
            terms = (folder / f"terms{number}.txt").read_text("utf-8").split("\n")
            rarity = np.load(folder / f"rarity{number}.npy", allow_pickle=False)
            channels.append(Channel(analyzer, dict(zip(terms, range(len(terms)), strict=True)), rarity))
        return cls(tuple(channels), weights)

    def save(self, folder: Path) -> None:
        """One n-gram a line, rarities beside."""
        for number, channel in enumerate(self.channels):
            (folder / f"terms{number}.txt").write_text("\n".join(channel.terms), "utf-8")
            np.save(folder / f"rarity{number}.npy", channel.rarity)

    def extended(self, texts: Sequence[Units], known: int) -> "NgramRows":
        """Each channel with the n-grams that new texts share."""
        columns = zip(self.channels, zip(*texts, strict=True), strict=True)
        return NgramRows(tuple(channel.extended(column, known) for channel, column in columns), self.weights)

    @property
    def widths(self) -> tuple[int, ...]:
        """The number of n-grams of each channel."""
        return tuple(len(channel.terms) for channel in self.channels)

    def row(self, texts: Iterable[Any]) -> sparse.csr_matrix:
        """A 1 x n matrix of a text's units."""
        columns, values, width = [], [], 0
        for channel, weight, text in zip(self.channels, self.weights, texts, strict=True):
            where, found = channel.row(text)
            columns.append(where + width)
            values.append(found * np.float32(np.sqrt(weight)))
            width += len(channel.terms)
        data, indices = np.concatenate(values), np.concatenate(columns)
        return sparse.csr_matrix((data, indices, np.array([0, len(indices)], np.int32)), (1, width))

    def matrix(self, texts: Sequence[Units]) -> sparse.csr_matrix:
        """The rows of many texts at once, in a third of the time."""
        blocks = [
            channel.rows(column) * np.float32(np.sqrt(weight))
            for channel, weight, column in zip(self.channels, self.weights, zip(*texts, strict=True), strict=True)
        ]
        return sparse.hstack(blocks, format="csr", dtype=np.float32)
