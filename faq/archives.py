"""The files of trained models in HUIYIN_HOME/models, each beside what it was trained on; a row knows their hash."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from faq.models import Model

ARCHIVE, TRAINED_ON = ".tar.gz", ".training.json.gz"
GONE = "模型 {name} 的文件已经清理，不能再用：请选别的，或者改好数据重新训练。"
TAMPERED = "模型文件与清单不符，可能被改动过：请运行 ./huiyin train --force --reason 理由 重新训练。"


class Unusable(ValueError):
    """A model that cannot go live; the text says in Chinese why and what to do."""


class Gone(Unusable):
    """Its file has been cleared away."""


class Tampered(Unusable):
    """Its file is not the one that was trained here (decision 5a)."""


class Archives:
    """One folder of models."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, model: Model) -> bool:
        """Whether the file is there."""
        return (self.folder / model.archive).exists()

    def verified(self, model: Model) -> Path:
        """The model's file, its hash checked; Gone or Tampered."""
        path = self.folder / model.archive
        if not path.exists():
            raise Gone(GONE.format(name=model.archive.removesuffix(ARCHIVE)))
        if file_hash(path) != model.sha256:
            raise Tampered(TAMPERED)
        return path

    def keep_trained_on(self, archive: str, data: dict[str, Any]) -> None:
        """Remember what a model was trained on (faq.changes.snapshot)."""
        packed = gzip.compress(json.dumps(data, ensure_ascii=False).encode(), compresslevel=1, mtime=0)
        self._trained_on(archive).write_bytes(packed)

    def trained_on(self, model: Model) -> dict[str, Any] | None:
        """What the model was trained on, if that is still known."""
        path = self._trained_on(model.archive)
        return json.loads(gzip.decompress(path.read_bytes())) if path.exists() else None

    def clear(self, model: Model) -> None:
        """Remove the files; the row stays."""
        for path in (self.folder / model.archive, self._trained_on(model.archive)):
            path.unlink(missing_ok=True)

    def _trained_on(self, archive: str) -> Path:
        return self.folder / (archive.removesuffix(ARCHIVE) + TRAINED_ON)


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
