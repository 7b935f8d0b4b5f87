"""Gives a follow-up its subject back before the n-grams are counted."""

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bulletin import profile
from nlu import follow_up
from nlu.normalization import normalize
from nlu.normalizer import NORMALIZED
from nlu.pinyin import syllables

FOLLOW_UP = "follow_up"
CARRIED, CARRIED_SYLLABLES = "carried", "carried_syllables"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class FollowUpReader(GraphComponent):
    """Sets `follow_up` and, where something is carried over, `carried` and its syllables."""

    def __init__(self, places: tuple[str, ...]) -> None:
        self._places = places

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the bulletin is whose places can be exchanged in a question."""
        return {"bulletin": "data/bulletin"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FollowUpReader":
        """Read the places of the bulletin."""
        _, known = profile.load(Path(config["bulletin"]))
        return cls(tuple(name for place in known.places for name in (place.name, *place.names)))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Phrasings stand on their own."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message in the light of the answer given before it, if any."""
        for message in messages:
            question = ((message.get(METADATA) or {}).get("context") or {}).get("question", "")
            found = follow_up.read(message.get(NORMALIZED), normalize(question).text, self._places)
            message.set(FOLLOW_UP, found)
            if found and found.carried:
                message.set(CARRIED, found.carried)
                message.set(CARRIED_SYLLABLES, syllables(found.carried))
        return messages
