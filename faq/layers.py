"""What a model is made of: the folders of training data, lowest first, and a hash that changes with any of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

import nlu
from bulletin import profile
from bulletin.document import Bulletin
from bulletin.profile import FILE, Profile
from bulletin.unreadable import readable
from nlu.training_data import WITHDRAWN

GENERAL = "general"
PARTS = ("nlu", "responses", "rules", "golden")
PROGRAM = Path(nlu.__file__).parent  # the components of config.yml: other code makes another model
Named = tuple[str, Path]  # a file under a name that is the same on every machine


@dataclass(frozen=True)
class Layers:
    """`root` holds config.yml, domain.yml and data/; `bulletin` is a folder; `edits` is HUIYIN_HOME/data."""

    root: Path
    bulletin: Path
    edits: Path

    @cached_property
    def id(self) -> str:
        """The bulletin's, which names the folder of the edits that are about it; UnreadableBulletin."""
        with readable(self.bulletin / FILE):
            return str(yaml.load((self.bulletin / FILE).read_text("utf-8"), yaml.CSafeLoader)["id"])

    def about(self) -> tuple[Bulletin, Profile]:
        """The bulletin and what staff wrote down about it; UnreadableBulletin."""
        return profile.load(self.bulletin)

    @property
    def below(self) -> tuple[Path, ...]:
        """What is shipped or imported, without the office's edits."""
        data = self.root / "data"
        any_bulletin = () if self.bulletin.is_relative_to(data) else (data / "any_bulletin",)
        return data, *any_bulletin, self.bulletin

    @property
    def folders(self) -> tuple[Path, ...]:
        """All layers, the office's edits on top; a folder may be missing."""
        return *self.below, self.edits / GENERAL, self.edits / self.id

    def data_hash(self) -> str:
        """Changes with anything a model is made of or judged by, not with where it lies."""
        digest = hashlib.sha256()
        for name, file in (*self._program(), *self._data()):
            digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()

    def stamp(self) -> int:
        """Changes when a file of data is saved, added or removed; costs no reading."""
        seen = ((name, (about := file.stat()).st_mtime_ns, about.st_size) for name, file in self._data())
        return hash(tuple(seen))

    def _program(self) -> Iterator[Named]:
        yield from ((name, self.root / name) for name in ("config.yml", "domain.yml"))
        found = (file for file in PROGRAM.rglob("*") if file.is_file() and file.suffix != ".pyc")
        yield from sorted((f"program/{file.relative_to(PROGRAM)}", file) for file in found)

    def _data(self) -> Iterator[Named]:
        yield from sorted((f"bulletin/{file.name}", file) for file in self.bulletin.glob("*.*") if file.is_file())
        for number, layer in enumerate(self.folders):
            found = [layer / WITHDRAWN, *(file for part in PARTS for file in (layer / part).rglob("*.yml"))]
            yield from sorted((f"{number}/{f.relative_to(layer)}", f) for f in found if f.is_file())
