"""Trains again after a small edit: what the edit does not touch keeps its weights (Rasa's word is fine-tuning)."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu import graph_training, training_data
from nlu.learned import Learned, TooMuch
from nlu.training_data import TrainingData

MOST = 400  # phrasings added and taken away since the last full training, for each lets the rarities drift


@dataclass(frozen=True)
class Source:
    """What a model is made of."""

    config: Path
    domain: Path
    layers: Sequence[Path]
    bulletin: Path

    def data(self) -> TrainingData:
        """Phrasings and responses; UnreadableTrainingData when a file is broken."""
        return training_data.readable(self.layers)

    def frame(self) -> str:
        """Changes with everything but phrasings and responses."""
        rules = (file for layer in self.layers for file in sorted((layer / "rules").rglob("*.yml")))
        digest = hashlib.sha256()
        for file in (self.config, self.domain, *rules, *sorted(self.bulletin.glob("*.*"))):
            digest.update(str(file).encode() + file.read_bytes())
        return digest.hexdigest()

    def settings(self) -> dict[str, dict[str, Any]]:
        """Class name of a component -> its settings in config.yml."""
        pipeline = yaml.load(self.config.read_text("utf-8"), yaml.CSafeLoader)["pipeline"]
        return {component["name"].rpartition(".")[2]: component for component in pipeline}


class WarmTraining:
    """Knows one model and what it was made of."""

    def __init__(self) -> None:
        self._learned: Learned | None = None
        self._frame = ""
        self._said: Counter[tuple[str, str]] = Counter()

    def know(self, source: Source, archive: Path) -> None:
        """Get ready for small edits of the model in `archive`, which was made of the source as it is now."""
        data = source.data()
        if self._learned is None or (source.frame(), _said(data)) != (self._frame, self._said):
            self._learned = Learned(archive, data, source.settings())
            self._remember(source, data)

    def train(self, source: Source, archive: Path) -> None:
        """As graph_training.train; seconds instead of a minute when little has changed in the model that is known."""
        data = source.data()
        learned, self._learned = self._learned, None  # what fails halfway is not used again
        if learned and source.frame() == self._frame and self._again(learned, data, archive):
            self._learned = learned
            self._remember(source, data)
        else:
            graph_training.train(source.config, source.domain, source.layers, source.bulletin, archive)

    def _again(self, learned: Learned, data: TrainingData, archive: Path) -> bool:
        """Whether the edit could be learned by itself."""
        said = _said(data)
        added, gone = list((said - self._said).elements()), list((self._said - said).elements())
        if learned.changed + len(added) + len(gone) > MOST:
            return False
        try:
            learned.take(data, added, gone)
        except TooMuch:
            return False
        learned.pack(archive)
        return True

    def _remember(self, source: Source, data: TrainingData) -> None:
        self._frame, self._said = source.frame(), _said(data)


def _said(data: TrainingData) -> Counter[tuple[str, str]]:
    return Counter((phrasing.intent, phrasing.text) for phrasing in data.phrasings)
