"""What the citizen is doing: a linear classifier over the message's n-grams."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu import preamble
from nlu.ngram_featurizer import ASKED_ROW, ROW, without_pairs
from nlu.normalizer import NORMALIZED

INTENT_RANKING = "intent_ranking"
SHOWN = 8
COURTEOUS = ("praise", "smalltalk", "consultation")


def _one_each(weights: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A column for each intent; of only two, scikit-learn keeps that of the second."""
    if len(bias) == 1:
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return np.ascontiguousarray(weights.T, np.float32), bias


def save(folder: Path, intents: list[str], weights: np.ndarray, bias: np.ndarray) -> None:
    """What `read` gives back; weights are n-grams x intents."""
    (folder / "intents.json").write_text(json.dumps(intents), "utf-8")
    np.savez(folder / "weights.npz", weights=weights, bias=bias)


def read(folder: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Intents, weights and bias of a trained model."""
    stored = np.load(folder / "weights.npz", allow_pickle=False)
    return json.loads((folder / "intents.json").read_text("utf-8")), stored["weights"], stored["bias"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent):
    """Sets `intent` and `intent_ranking`; a retrieval intent (ask, door …) counts as one class."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._intents: list[str] = []
        self._weights = np.zeros((0, 0), np.float32)  # n-grams x intents
        self._bias = np.zeros(0, np.float32)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """As scikit-learn's SGDClassifier means them: a larger `alpha` trusts single phrasings less."""
        return {"alpha": 3e-6, "passes": 15, "seed": 0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearIntentClassifier":
        """Build an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every phrasing; classes are weighed so that the many questions do not swallow the few wishes."""
        from sklearn.linear_model import SGDClassifier  # noqa: PLC0415 - a second and 60 MB that answering does not pay

        examples = training_data.intent_examples
        model = SGDClassifier(
            loss="log_loss",
            alpha=self._config["alpha"],
            max_iter=self._config["passes"],
            tol=None,
            class_weight="balanced",
            random_state=self._config["seed"],
            n_jobs=2,
        )
        model.fit(without_pairs(examples), [m.get(INTENT) for m in examples])
        with self._storage.write_to(self._resource) as folder:
            save(folder, list(model.classes_), *_one_each(model.coef_, model.intercept_))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntentClassifier":
        """Read the weights back."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._intents, component._weights, component._bias = read(folder)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the most likely intent and the runners-up; a question behind a story counts as much as both together."""
        for message in messages:
            likely = self._heard(message)
            order = np.argsort(-likely)[:SHOWN]
            ranking = [{INTENT_NAME_KEY: self._intents[i], PREDICTED_CONFIDENCE_KEY: float(likely[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING, ranking, add_to_output=True)
        return messages

    def _heard(self, message: Message) -> np.ndarray:
        """Of a story before a question the courtesy tells nothing: it only looks like praise or thanks."""
        whole = self._likely(message.get(ROW))
        if message.get(ASKED_ROW) is None:
            return whole
        alone = self._likely(message.get(ASKED_ROW))
        courteous = preamble.announced(message.get(NORMALIZED)) | np.isin(self._intents, COURTEOUS)
        return np.where(courteous, alone, (whole + alone) / 2)

    def _likely(self, row: sparse.csr_matrix) -> np.ndarray:
        """Each intent against all others; pairs of characters, behind the n-grams, blur what somebody is doing."""
        known = row.indices < len(self._weights)
        scores = row.data[known] @ self._weights[row.indices[known]] + self._bias
        return 1 / (1 + np.exp(-scores))
