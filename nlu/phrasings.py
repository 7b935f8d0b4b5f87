"""Hands our training data to Rasa: its own way reads every file four times and copies every phrasing six."""

from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, RESPONSE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import training_data
from nlu.catalogue import as_responses


class PhrasingMessage(Message):
    """A message that is cheap to compare and to copy."""

    def __hash__(self) -> int:
        return hash(self._said())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhrasingMessage) and self._said() == other._said()

    def __deepcopy__(self, _memo: dict[int, Any]) -> "PhrasingMessage":
        return PhrasingMessage(self.data, set(self.output_properties), self.time, list(self.features))

    def _said(self) -> tuple[str | None, ...]:
        return tuple(self.get(name) for name in (TEXT, INTENT, INTENT_RESPONSE_KEY, RESPONSE))


class PhrasingImporter(RasaFileImporter):
    """Rasa's importer of files (`importers` in config.yml); its paths are layers, the last on top."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | None = None,
    ) -> None:
        self._layers = [Path(path) for path in training_data_paths or ()]
        super().__init__(config_file, domain_path, [str(layer / "rules") for layer in self._layers])

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """All phrasings and responses; UnreadableTrainingData when a file is broken."""
        data = training_data.readable(self._layers)
        examples = [PhrasingMessage.build(phrasing.text, phrasing.intent) for phrasing in data.phrasings]
        return TrainingData(examples, responses=as_responses(data))
