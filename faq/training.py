"""Makes models of layers of training data."""

from pathlib import Path

from faq.layers import Layers
from nlu.warm_training import Source, WarmTraining


class Trainer:
    """One after another, by the configuration in `root`; small edits of a model that is known take seconds."""

    def __init__(self, root: Path) -> None:
        self._config, self._domain = root / "config.yml", root / "domain.yml"
        self._training = WarmTraining()

    def train(self, layers: Layers, archive: Path) -> None:
        """Train on the layers and pack the model into `archive`."""
        self._training.train(self._source(layers), archive)

    def know(self, layers: Layers, archive: Path) -> None:
        """Get ready for small edits of a model that was made of the layers as they are now."""
        self._training.know(self._source(layers), archive)

    def _source(self, layers: Layers) -> Source:
        return Source(self._config, self._domain, layers.folders, _portable(layers.bulletin))


def _portable(folder: Path) -> Path:
    """A model remembers where its bulletin is; what lies in the project is named from there."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
