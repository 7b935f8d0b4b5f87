"""The answers that can be given: what the files in `responses/` said when the model was trained."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nlu.training_data import TrainingData

RESPONSE_PREFIX = "utter_"
WRITTEN = ("question", "type", "says", "channel", "beside", "beside_quote")


@dataclass(frozen=True)
class Answer:
    """One written answer. `id` is `group/name`; only the group `ask` states what the bulletin says."""

    id: str
    text: str
    section: str | None = None  # item of the bulletin it quotes or is about
    question: str = ""  # the question in the words of a button
    type: str = ""  # figure when who where list measure status yesno overview contact
    says: str = ""  # of an unsaid thing: what the bulletin does say about it
    channel: str = ""  # of another door: its telephone number
    beside: str = ""  # an answer whose figure looks alike and has another scope
    beside_quote: str = ""  # what of it is told beside this one

    @property
    def group(self) -> str:
        """ask, unsaid, door, service or smalltalk."""
        return self.id.split("/")[0]

    def as_dict(self) -> dict[str, Any]:
        """For the model's JSON and for the action that words the reply."""
        return asdict(self)


def as_responses(data: TrainingData) -> dict[str, list[dict[str, Any]]]:
    """The responses as Rasa has them."""
    return {f"{RESPONSE_PREFIX}{r.id}": [{"text": r.text, "metadata": r.metadata}] for r in data.responses.values()}


def from_responses(responses: Mapping[str, list[dict[str, Any]]]) -> list[Answer]:
    """Read Rasa's responses of retrieval intents, in the order of the files."""
    answers = []
    for key, variants in responses.items():
        metadata = variants[0].get("metadata") or {}
        known = {name: metadata[name] or "" for name in WRITTEN if name in metadata}
        answers.append(
            Answer(key.removeprefix(RESPONSE_PREFIX), variants[0]["text"], metadata.get("section") or None, **known)
        )
    return answers
