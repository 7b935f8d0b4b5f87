"""One sparse row a message: TF-IDF of character n-grams beside TF-IDF of syllable n-grams, each of length one."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu.follow_up_reader import CARRIED, CARRIED_SYLLABLES
from nlu.ngrams import of_characters, of_syllables
from nlu.normalizer import NORMALIZED, SYLLABLES

ROW = "ngram_row"
CARRIED_ROW = "carried_row"
ANALYZERS: tuple[Callable[[Any], list[str]], ...] = (of_characters, of_syllables)
WEIGHTS = ("character_weight", "syllable_weight")
PROPERTIES = (NORMALIZED, SYLLABLES)
CARRIED_PROPERTIES = (CARRIED, CARRIED_SYLLABLES)
COMMON = 2  # an n-gram of a single phrasing tells nothing about others


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
        terms = sorted(term for term, count in holders.items() if count >= COMMON)
        counts = np.array([holders[term] for term in terms])
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(analyzer, {term: i for i, term in enumerate(terms)}, rarity.astype(np.float32))

    def row(self, text: Any) -> tuple[np.ndarray, np.ndarray]:
        """Columns in their order and values, of length one altogether."""
        counts = Counter(column for term in self.analyzer(text) if (column := self.terms.get(term)) is not None)
        columns = np.array(sorted(counts), np.int32)
        values = (1 + np.log(np.array([counts[c] for c in columns.tolist()], np.float32))) * self.rarity[columns]
        return columns, values / (np.sqrt(values @ values) or 1)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Sets `ngram_row`, a 1 x n csr matrix."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._weights = [np.float32(np.sqrt(config[weight])) for weight in WEIGHTS]
        self._storage, self._resource = model_storage, resource
        self._channels: list[Channel] = []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How much each channel counts in a product of two rows."""
        return {"character_weight": 0.6, "syllable_weight": 0.4}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NgramFeaturizer":
        """Build an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams and their rarity from all phrasings, and keep them as JSON."""
        examples = training_data.intent_examples
        channels = [
            Channel.learned(analyzer, [message.get(name) for message in examples])
            for analyzer, name in zip(ANALYZERS, PROPERTIES, strict=True)
        ]
        stored = [{"terms": list(c.terms), "idf": [round(x, 5) for x in c.rarity.tolist()]} for c in channels]
        with self._storage.write_to(self._resource) as folder:
            (folder / "ngrams.json").write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NgramFeaturizer":
        """Read the n-grams back."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / "ngrams.json").read_text("utf-8"))
        component._channels = [
            Channel(analyzer, {term: i for i, term in enumerate(row["terms"])}, np.array(row["idf"], np.float32))
            for analyzer, row in zip(ANALYZERS, stored, strict=True)
        ]
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Give every phrasing its row."""
        self.process(training_data.intent_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Give each message its row, and one for what it carries over from the question before."""
        for message in messages:
            message.set(ROW, self._row(message.get(name) for name in PROPERTIES))
            if message.get(CARRIED):
                message.set(CARRIED_ROW, self._row(message.get(name) for name in CARRIED_PROPERTIES))
        return messages

    def _row(self, texts: Iterable[Any]) -> sparse.csr_matrix:
        columns, values, width = [], [], 0
        for channel, weight, text in zip(self._channels, self._weights, texts, strict=True):
            where, found = channel.row(text)
            columns.append(where + width)
            values.append(found * weight)
            width += len(channel.terms)
        data, indices = np.concatenate(values), np.concatenate(columns)
        return sparse.csr_matrix((data, indices, np.array([0, len(indices)], np.int32)), (1, width))
