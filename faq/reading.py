"""The NLU of a trained model by itself: what it makes of a message, with nothing that would answer it."""

import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nlu import straight_runner


class ModelReader:
    """Reads messages as the service does."""

    def __init__(self, archive: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self._metadata, self._runner = straight_runner.load(archive, Path(folder))

    def read(self, text: str) -> Any:
        """Rasa's message, with `gate` and `intent_ranking`."""
        said = SimpleNamespace(text=text, message_id="", metadata={})  # all that Rasa reads of a user's message
        target = str(self._metadata.nlu_target)
        return self._runner.run({"__message__": [said], "__tracker__": None}, [target])[target][0]
