"""What a model is made of: the folders of training data, lowest first, and a hash that changes with any of it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

import nlu
from bulletin import profile
from bulletin.document import Bulletin
from bulletin.profile import FILE, Profile
from nlu.training_data import WITHDRAWN

GENERAL = "general"
PARTS = ("nlu", "responses", "rules", "golden")
PROGRAM = Path(nlu.__file__).parent  # the components of config.yml: other code makes another model
MARKED = "{file} 第{line}行不是正确的 YAML，请先改好：{problem}。"
NOT_UTF8 = "{file} 读不出来：请存成 UTF-8。"
MISSING = "{file} 第1行起少了“{key}”这一项，请补上，可以对照自带的 data/bulletin/bulletin.yml。"
MISSHAPEN = "{file} 第1行起有一项写得不对，请对照自带的 data/bulletin/bulletin.yml 改好：{problem}。"
Named = tuple[str, Path]  # a file under a name that is the same on every machine


class UnreadableBulletin(ValueError):
    """bulletin.yml is not as it should be; the text says in Chinese what to mend."""


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
        with readable(self.bulletin / FILE):
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


@contextmanager
def readable(file: Path) -> Iterator[None]:
    """UnreadableBulletin, whatever is wrong with a bulletin.yml."""
    try:
        yield
    except yaml.MarkedYAMLError as wrong:
        line = (wrong.problem_mark.line if wrong.problem_mark else 0) + 1
        raise UnreadableBulletin(MARKED.format(file=file, line=line, problem=wrong.problem)) from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise UnreadableBulletin(NOT_UTF8.format(file=file)) from None
    except KeyError as missing:
        raise UnreadableBulletin(MISSING.format(file=file, key=missing.args[0])) from None
    except (TypeError, AttributeError) as wrong:
        raise UnreadableBulletin(MISSHAPEN.format(file=file, problem=wrong)) from None
