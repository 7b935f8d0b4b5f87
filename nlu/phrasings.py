"""Reads the phrasings of data/nlu quickly: Rasa's own way reads every file four times and copies every phrasing six."""

from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, RESPONSE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

MARK = "- "


class UnreadablePhrasings(ValueError):
    """A file is not as docs/adding-an-answer.md shows; the message says which and where."""


class Phrasing(Message):
    """A message that is cheap to compare and to copy."""

    def __hash__(self) -> int:
        return hash(self._said())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrasing) and self._said() == other._said()

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Phrasing":
        return Phrasing(self.data, set(self.output_properties), self.time, list(self.features))

    def _said(self) -> tuple[str | None, ...]:
        return tuple(self.get(name) for name in (TEXT, INTENT, INTENT_RESPONSE_KEY, RESPONSE))


class PhrasingImporter(RasaFileImporter):
    """Rasa's importer of files (`importers` in config.yml), for phrasings without entities or synonyms."""

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """All phrasings and responses."""
        contents = {file: _mapping(Path(file)) for file in self._nlu_files}
        examples = [
            Phrasing.build(text, item["intent"])
            for file, content in contents.items()
            for item in content.get("nlu") or ()
            for text in _texts(file, item)
        ]
        responses = {key: value for content in contents.values() for key, value in content.get("responses", {}).items()}
        return TrainingData(examples, responses=responses)


def _mapping(file: Path) -> dict[str, Any]:
    try:
        content = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    except yaml.YAMLError as wrong:
        raise UnreadablePhrasings(f"{file}: {wrong}") from wrong
    if not isinstance(content, dict):
        raise UnreadablePhrasings(f"{file}: 缺少 nlu: 或 responses:。")
    return content


def _texts(file: str, item: dict[str, Any]) -> list[str]:
    if not item.get("intent") or not isinstance(item.get("examples"), str):
        raise UnreadablePhrasings(f"{file}: 每一段都要有 intent 和 examples: |，见 docs/adding-an-answer.md。")
    lines = [line for line in item["examples"].splitlines() if line.strip()]
    if wrong := next((line for line in lines if not line.startswith(MARK)), None):
        raise UnreadablePhrasings(f"{file}: {item['intent']} 的这一行要以“- ”开头：{wrong}")
    return [line.removeprefix(MARK).strip() for line in lines]
