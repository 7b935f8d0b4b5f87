"""Texts as rows of numbers: TF-IDF of character n-grams, of syllable n-grams and of pairs, each of length one."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from nlu.ngrams import of_characters, of_syllables, pairs_of_characters
from nlu.normalization import normalize
from nlu.pinyin import syllables

ANALYZERS: tuple[Callable[[Any], list[str]], ...] = (of_characters, of_syllables, pairs_of_characters)
COMMON = (2, 2, 4)  # an n-gram of a single phrasing tells nothing about others; pairs are many
SHARED = 2  # of a few new phrasings
TELLING = 300  # characters
Units = tuple[str, Sequence[str], str]  # what each analyzer reads


def units(text: str) -> Units:
    """What rows are made of, for a text as it was typed."""
    folded = normalize(text).text
    return units_of(folded, syllables(folded))


def units_of(folded: str, its_syllables: Sequence[str]) -> Units:
    """The same for a text that is folded already; the pairs of a long story would cost more than they tell."""
    return folded, its_syllables, folded[:TELLING]


@dataclass(frozen=True)
class Channel:
    """The n-grams of one kind with their rarity."""

    analyzer: Callable[[Any], list[str]]
    terms: dict[str, int]
    rarity: np.ndarray

    @classmethod
    def learned(cls, analyzer: Callable[[Any], list[str]], texts: Sequence[Any], least: int) -> "Channel":
        """The n-grams that at least so many texts have."""
        holders = Counter(term for text in texts for term in set(analyzer(text)))
        return cls._of(analyzer, {term: count for term, count in holders.items() if count >= least}, len(texts))

    @classmethod
    def _of(cls, analyzer: Callable[[Any], list[str]], holders: dict[str, int], texts: int) -> "Channel":
        terms = sorted(holders)
        rarity = np.log((1 + texts) / (1 + np.array([holders[term] for term in terms]))) + 1
        return cls(analyzer, {term: i for i, term in enumerate(terms)}, rarity.astype(np.float32))

    @classmethod
    def read(cls, folder: Path, number: int, analyzer: Callable[[Any], list[str]]) -> "Channel":
        """Lines, because parsing JSON of this size would stop those who are chatting; empty when there is none."""
        file = folder / f"terms{number}.txt"
        if not file.exists():
            return cls(analyzer, {}, np.zeros(0, np.float32))
        terms = file.read_text("utf-8").split("\n")
        rarity = np.load(folder / f"rarity{number}.npy", allow_pickle=False)
        return cls(analyzer, dict(zip(terms, range(len(terms)), strict=True)), rarity)

    def save(self, folder: Path, number: int) -> None:
        """One n-gram a line, rarities beside."""
        if self.terms:
            (folder / f"terms{number}.txt").write_text("\n".join(self.terms), "utf-8")
            np.save(folder / f"rarity{number}.npy", self.rarity)

    def extended(self, texts: Sequence[Any], known: int) -> "Channel":
        """With the n-grams behind it that two of a few new texts share; `known` texts are without them."""
        holders = Counter(term for text in texts for term in set(self.analyzer(text)) - self.terms.keys())
        new = self._of(self.analyzer, {t: n for t, n in holders.items() if n >= SHARED}, known + len(texts))
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
        columns = zip(ANALYZERS, zip(*texts, strict=True), COMMON, strict=True)
        return cls(tuple(Channel.learned(*column) for column in columns), weights)

    @classmethod
    def read(cls, folder: Path, weights: tuple[float, ...]) -> "NgramRows":
        """What `save` wrote; a channel that a model does not have yet counts for nothing."""
        channels = tuple(Channel.read(folder, number, analyzer) for number, analyzer in enumerate(ANALYZERS))
        counted = (weight if channel.terms else 0.0 for channel, weight in zip(channels, weights, strict=True))
        return cls(channels, tuple(counted))

    def save(self, folder: Path) -> None:
        """A pair of files for each channel that has learned something."""
        for number, channel in enumerate(self.channels):
            channel.save(folder, number)

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
        if not len(where):
            data = data * self._louder
        return sparse.csr_matrix((data, indices, np.array([0, len(indices)], np.int32)), (1, width))

    def matrix(self, texts: Sequence[Units]) -> sparse.csr_matrix:
        """The rows of many texts at once, in a third of the time."""
        blocks = [
            channel.rows(column) * np.float32(np.sqrt(weight))
            for channel, weight, column in zip(self.channels, self.weights, zip(*texts, strict=True), strict=True)
        ]
        paired = np.diff(blocks[-1].indptr) > 0
        blocks[:-1] = [sparse.diags(np.where(paired, 1, self._louder)) @ block for block in blocks[:-1]]
        return sparse.hstack(blocks, format="csr", dtype=np.float32)

    @property
    def _louder(self) -> np.float32:
        """Typed pinyin and a single character have no pairs: what they do have speaks for all."""
        return np.float32(np.sqrt(sum(self.weights) / sum(self.weights[:-1])))
