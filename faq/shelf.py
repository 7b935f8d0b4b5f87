"""The imported bulletins: HUIYIN_HOME/bulletins/<id>/ holds the text, bulletin.yml and what was derived from them."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy import update
from sqlalchemy.orm import Session

from bulletin import profile
from bulletin.encoding import decoded
from bulletin.understanding import Understanding, understand
from bulletin.unreadable import readable
from faq.derivation import derive, write
from faq.derived_words import Words
from faq.layers import GENERAL
from faq.models import Model

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
EARLIER = "earlier"
HEAD = "# 由通报原文自动生成，请工作人员核对、修改：联系方式、没有做完的事项、地名和别名。改了运行 ./huiyin train。\n"
BAD_ID = "“{id}”不能作名字：用小写字母、数字和短横线，不超过40个，例如 shuiwuju-2021（--id）。"
TAKEN = "已经有一份叫“{id}”的通报：用 --id 换个名字，或用 --replace 换掉它（原来的会留作旧版本）。"
RESERVED = "“{id}”是放与通报无关的改动的文件夹，不能作通报的名字：用 --id 换个名字。"
UNKNOWN = "没有叫“{id}”的通报：运行 ./huiyin bulletin list 看有哪些。"


class BadId(ValueError):
    """The name cannot be that of a folder, is taken, or belongs to no bulletin; the message says what to do."""


@dataclass(frozen=True)
class Kept:
    """A bulletin that can be made live."""

    id: str
    folder: Path
    title: str
    shipped: bool


class Shelf:
    """`folder` is HUIYIN_HOME/bulletins, `shipped` the bulletin that comes with the program."""

    def __init__(self, folder: Path, shipped: Path, words: Path) -> None:
        self._folder, self._shipped, self._words = folder, shipped, words

    def all(self) -> Iterator[Kept]:
        """The shipped one and the imported ones, by name; those made for one run are left out."""
        yield _kept(self._shipped, True)
        for folder in sorted(self._folder.glob("*")):
            if (folder / profile.FILE).is_file() and not folder.name.startswith("run-"):
                yield _kept(folder, False)

    def find(self, bulletin_id: str) -> Kept:
        """The bulletin of this name; BadId where there is none."""
        for kept in self.all():
            if kept.id == bulletin_id:
                return kept
        raise BadId(UNKNOWN.format(id=bulletin_id))

    def free(self, bulletin_id: str, *, replace: bool = False) -> str:
        """The name itself; BadId where it cannot be given."""
        if not ID.fullmatch(bulletin_id) or bulletin_id.startswith("run-"):
            raise BadId(BAD_ID.format(id=bulletin_id))
        if bulletin_id == GENERAL:
            raise BadId(RESERVED.format(id=bulletin_id))
        shipped = _kept(self._shipped, True).id == bulletin_id
        if shipped or ((self._folder / bulletin_id).exists() and not replace):
            raise BadId(TAKEN.format(id=bulletin_id))
        return bulletin_id

    def put(self, understood: Understanding, stamp: str) -> Path:
        """Write text, bulletin.yml and derived data; what stood there before is kept below earlier/<stamp>."""
        folder = self._folder / understood.bulletin.id
        made = self._folder / f".{understood.bulletin.id}.new"
        _restore(folder, made)
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        self._fill(understood, made)
        if folder.exists():
            _put_away(folder, made, stamp)
        made.rename(folder)
        return folder

    def for_one_run(self, file: Path) -> tuple[Path, Understanding]:
        """A folder named after what the file holds; made when it is not there. NotABulletin where it is none."""
        data = file.read_bytes()
        digest = hashlib.sha256(data + self._words.read_bytes()).hexdigest()[:12]
        understood = understand(decoded(data), f"run-{digest}", "bulletin.txt")
        folder = self._folder / understood.bulletin.id
        return (folder if folder.exists() else self.put(understood, "")), understood

    def _fill(self, understood: Understanding, folder: Path) -> None:
        record = understood.record
        (folder / record["file"]).write_bytes(understood.bulletin.text.encode("utf-8"))
        dumped = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=1000)
        (folder / profile.FILE).write_text(HEAD + dumped, "utf-8")
        bulletin, known = profile.load(folder)
        write(derive(bulletin, known, Words.load(self._words)), folder)


def follow_the_earlier(session: Session, folder: str, stamp: str) -> None:
    """Models of the text that was put away at `stamp` belong to it, so that one can go back to them."""
    moved = update(Model).where(Model.bulletin_folder == folder)
    session.execute(moved.values(bulletin_folder=f"{folder}/{EARLIER}/{stamp}"))


def _put_away(folder: Path, made: Path, stamp: str) -> None:
    """The earlier versions go along, the last one among them."""
    if (folder / EARLIER).exists():
        (folder / EARLIER).rename(made / EARLIER)
    (made / EARLIER).mkdir(exist_ok=True)
    folder.rename(made / EARLIER / stamp)


def _restore(folder: Path, made: Path) -> None:
    """Put back what an interrupted `_put_away` had moved: first the earlier versions go, then the folder itself."""
    if not (made / EARLIER).exists():
        return
    if not folder.exists():
        made.rename(folder)
    elif not (folder / EARLIER).exists():
        (made / EARLIER).rename(folder / EARLIER)


def _kept(folder: Path, shipped: bool) -> Kept:
    with readable(folder / profile.FILE):
        record = yaml.load((folder / profile.FILE).read_text("utf-8"), yaml.CSafeLoader)
        return Kept(str(record["id"]), folder, str(record["title"] or record["publisher"]), shipped)
