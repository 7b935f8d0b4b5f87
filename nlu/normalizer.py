"""First component of the pipeline: the message's text in one way of writing, with its syllables."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.normalization import normalize
from nlu.pinyin import syllables

NORMALIZED = "normalized"
SYLLABLES = "syllables"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ChineseNormalizer(GraphComponent):
    """Leaves the text itself alone and sets `normalized` and `syllables` beside it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ChineseNormalizer":
        """Build the component; it has no settings."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Fold the phrasings exactly as messages are folded."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the folded text and its syllables."""
        for message in messages:
            folded = normalize(message.get(TEXT) or "").text
            message.set(NORMALIZED, folded, add_to_output=True)
            message.set(SYLLABLES, syllables(folded))
        return messages
