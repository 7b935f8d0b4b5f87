"""Where the edits of an office lie, and what they lie upon."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bulletin.document import Bulletin
from faq.layers import GENERAL, Layers
from nlu import training_data
from nlu.training_data import TrainingData

OF_THE_BULLETIN = ("ask", "unsaid")


class EditRefused(ValueError):
    """The edit was not made; the text says in Chinese why and what to do."""


@dataclass(frozen=True)
class Office:
    """The folder of an office's edits (HUIYIN_HOME/data), the layers below them, the bulletin they are about."""

    folder: Path
    below: tuple[Path, ...]
    bulletin: Bulletin

    def layer(self, intent: str) -> str:
        """The folder of an intent: what depends on the bulletin is kept apart from what does not."""
        return self.bulletin.id if intent.split("/")[0] in OF_THE_BULLETIN else GENERAL

    def layers(self, folder: Path | None = None) -> tuple[Path, ...]:
        """All layers, lowest first; the edits from another folder where one is given."""
        own = folder or self.folder
        return *self.below, own / GENERAL, own / self.bulletin.id

    def data(self) -> TrainingData:
        """The training data as they are now."""
        return training_data.read(self.layers())


def of(layers: Layers) -> Office:
    """The office whose edits lie on these layers; UnreadableBulletin."""
    return Office(layers.edits, layers.below, layers.about()[0])


def read(file: Path) -> str | None:
    """The text of a file with the line ends that it has; None where there is no file."""
    return file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else None


def write(file: Path, text: str | None) -> None:
    """All of the text or nothing of it; None takes the file away."""
    if text is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", suffix=".new", delete=False) as new:
        new.write(text.encode("utf-8", "surrogateescape"))
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(file)
