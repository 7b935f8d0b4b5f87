"""What users read: one file of Chinese sentences, looked up by name."""

from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "data" / "wording.yml"


class Wording:
    """`wording("answer.citation", place="第三部分(三)")` fills the blanks of a sentence."""

    def __init__(self, sentences: dict[str, Any]) -> None:
        self._sentences = sentences
        self.hotline: str = sentences.get("hotline", {}).get("plain", "")  # fills {hotline} wherever it stands

    @classmethod
    def load(cls, path: Path = FILE) -> "Wording":
        """Read the file; a missing sentence shows when it is asked for, by name."""
        return cls(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))

    def __call__(self, name: str, /, **blanks: object) -> str:
        """The sentence `group.name`; raises KeyError naming what is missing."""
        found: Any = self._sentences
        for step in name.split("."):
            found = found[step]
        return str(found).format(**{"hotline": self.hotline, **blanks})
