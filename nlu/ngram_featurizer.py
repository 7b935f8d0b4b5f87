"""Rasa component that gives every message its row of n-grams (nlu/ngram_rows.py)."""

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu import compound, preamble
from nlu.follow_up_reader import CARRIED, CARRIED_SYLLABLES
from nlu.ngram_rows import NgramRows, Units, units_of
from nlu.normalizer import NORMALIZED, SYLLABLES
from nlu.pinyin import syllables

ROW = "ngram_row"
CARRIED_ROW = "carried_row"
ASKED, ASKED_ROW = "asked", "asked_row"  # the question behind a story
PART_ROWS = "part_rows"  # of each of several questions
TRAINING_ROW = "training_row"
NGRAMS = "ngrams"  # the columns in front of those of pairs
WEIGHTS = ("character_weight", "syllable_weight", "pair_weight")


def _units(message: Message) -> Units:
    return units_of(message.get(NORMALIZED), message.get(SYLLABLES))


def training_rows(examples: Sequence[Message]) -> sparse.csr_matrix:
    """The rows of phrasings, in their order."""
    matrix = examples[0].get(TRAINING_ROW)[0]
    return matrix[[message.get(TRAINING_ROW)[1] for message in examples]]


def without_pairs(examples: Sequence[Message]) -> sparse.csr_matrix:
    """The same rows of n-grams alone."""
    return training_rows(examples)[:, : examples[0].get(NGRAMS)]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Sets `ngram_row`, a 1 x n csr matrix."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._weights = tuple(config[weight] for weight in WEIGHTS)
        self._storage, self._resource = model_storage, resource
        self._rows = NgramRows((), ())

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How much each channel counts in a product of two rows."""
        return {"character_weight": 0.5, "syllable_weight": 0.5, "pair_weight": 1.5}

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
        """Learn the n-grams and their rarity from all phrasings."""
        texts = list(map(_units, training_data.intent_examples))
        with self._storage.write_to(self._resource) as folder:
            NgramRows.learned(texts, self._weights).save(folder)
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
            component._rows = NgramRows.read(folder, component._weights)
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Give every phrasing its row: all at once, and each knows which of the matrix is its own."""
        examples = training_data.intent_examples
        matrix = self._rows.matrix(list(map(_units, examples)))
        for at, message in enumerate(examples):
            message.set(TRAINING_ROW, (matrix, at))
            message.set(NGRAMS, sum(self._rows.widths[:-1]))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Give each message its row, for what it carries over, the question behind its story and each of several."""
        for message in messages:
            message.set(ROW, self._rows.row(_units(message)))
            if asked := preamble.question(message.get(NORMALIZED)):
                message.set(ASKED, asked)
                message.set(ASKED_ROW, self._rows.row(units_of(asked, syllables(asked))))
            parts = compound.parts(message.get(ASKED) or message.get(NORMALIZED))
            message.set(PART_ROWS, [self._rows.row(units_of(part, syllables(part))) for part in parts])
            if message.get(CARRIED):
                message.set(CARRIED_ROW, self._rows.row(units_of(message.get(CARRIED), message.get(CARRIED_SYLLABLES))))
        return messages
