"""`./huiyin bulletin`: take in another unit's bulletin, list them, choose the live one."""

import argparse
import getpass
import re
import sys
from pathlib import Path

from sqlalchemy import Engine as Database

from bulletin import consistency, profile
from bulletin.document import NotABulletin
from bulletin.encoding import decoded
from bulletin.errors import UnreadableBulletin
from bulletin.understanding import Understanding, understand
from commands import models
from commands.clock import now
from commands.release import Order, Refused, Release
from commands.typed import Parser
from db.session import write_scope
from desk.errors import Misused
from faq import publishing, shelf
from faq.bulletin_report import doubts, report
from faq.derivation import derive
from faq.derived_words import Words
from faq.layers import Layers
from faq.publishing import Unsigned
from faq.shelf import BadId, Shelf
from faq.training import Trainer
from settings import ROOT, Settings
from wording import Wording

WORDS = ROOT / "data" / "derivation.yml"
SHIPPED = ROOT / "data" / "bulletin"
TEXT = "bulletin.txt"
UNREADABLE = "读不到 {file}：请检查文件名和文件夹。"
NOT_YET = "以上只是看一看，什么都没有改。没有问题就再运行一次，加上 --yes。"
KEPT = "已收下：{folder}。请核对其中的 bulletin.yml。"
LIVE = "现在回答的是这份通报。换回别的：./huiyin bulletin use 名字"


class UnreadableFile(Exception):
    """The file of a bulletin cannot be opened; the text says in Chinese which."""


def run(settings: Settings, words: list[str]) -> int:
    """Do what was asked; 1 when it could not be done, with the reason on stderr."""
    try:
        asked = _parser().parse_args(words)
        return int(asked.run(settings, asked))
    except (NotABulletin, BadId, UnreadableBulletin, UnreadableFile, Refused, Unsigned, Misused) as refused:
        sys.stderr.write(f"{refused}\n")
    return 1


def for_this_run(settings: Settings) -> Settings:
    """HUIYIN_BULLETIN=FILE: understood into a folder of its own, its doubts told; the live bulletin stays."""
    try:
        folder, understood = shelf_of(settings).for_one_run(settings.bulletin)
    except NotABulletin as refused:
        raise SystemExit(str(refused)) from None
    sys.stderr.writelines(f"{line}\n" for line in doubts(understood.bulletin))
    return settings.model_copy(update={"bulletin": folder})


def take_in(settings: Settings, asked: argparse.Namespace) -> int:
    """`import`: show what was understood; with --yes keep it, train and publish."""
    kept, text = shelf_of(settings), decoded(_bytes(asked.file))
    name = kept.free(asked.id or _name(asked.file), replace=asked.replace)
    understood = understand(text, name, TEXT)
    sys.stdout.writelines(f"{line}\n" for line in _report(understood))
    if not asked.yes:
        sys.stdout.write(f"\n{NOT_YET}\n")
        return 0
    publishing.signed(asked.by, asked.reason, False)
    database, stamp = models.opened(settings), f"{now():%Y%m%d-%H%M%S}"
    folder = kept.put(understood, stamp)
    with write_scope(database) as session:
        shelf.follow_the_earlier(session, models.named_folder(settings, folder), stamp)
    sys.stdout.write(f"\n{KEPT.format(folder=folder)}\n")
    return _publish(settings, database, folder, asked)


def show_all(settings: Settings, _asked: argparse.Namespace) -> int:
    """`list`: every bulletin, the live one marked."""
    published = models.live(models.opened(settings))
    live = published.model.bulletin if published else None
    for kept in shelf_of(settings).all():
        mark = "* " if kept.id == live else "  "
        sys.stdout.write(f"{mark}{kept.id}　{kept.title}{'（随程序附带）' if kept.shipped else ''}\n")
    sys.stdout.write("带 * 的是现在回答的。\n" if live else "还没有训练过模型。\n")
    return 0


def switch(settings: Settings, asked: argparse.Namespace) -> int:
    """`use`: make a bulletin live; its model is trained where there is none of the present data."""
    return _publish(settings, models.opened(settings), shelf_of(settings).find(asked.id).folder, asked)


def check(settings: Settings, asked: argparse.Namespace) -> int:
    """`check`: what is understood of a bulletin and whether its data could be published."""
    database = models.opened(settings)
    layers = models.layers(settings, models.live(database))
    if asked.id:
        layers = Layers(ROOT, shelf_of(settings).find(asked.id).folder, layers.edits)
    bulletin, known = layers.about()
    notes = consistency.describe(consistency.check(bulletin, known))
    sys.stdout.writelines(f"{line}\n" for line in (*doubts(bulletin), f"数字核对：{len(notes)} 处", *notes))
    Release(settings, database, Trainer(ROOT)).check(Order(getpass.getuser()), layers)
    return 0


def _publish(settings: Settings, database: Database, folder: Path, asked: argparse.Namespace) -> int:
    layers = Layers(ROOT, folder.absolute(), settings.home.absolute() / "data")
    order = Order(asked.by, asked.reason or f"换成通报 {layers.id}", asked.force)
    Release(settings, database, Trainer(ROOT)).run(order, layers)
    sys.stdout.write(f"{LIVE}\n")
    return 0


def shelf_of(settings: Settings) -> Shelf:
    """The bulletins of this home."""
    return Shelf(settings.home.absolute() / "bulletins", SHIPPED, WORDS)


def _report(understood: Understanding) -> list[str]:
    known = profile.described(understood.record)
    return list(report(understood, derive(understood.bulletin, known, Words.load(WORDS))))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise UnreadableFile(UNREADABLE.format(file=file)) from None


def _name(file: Path) -> str:
    """A name made of the file's, as far as it has letters and digits."""
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:40]


def _parser() -> Parser:
    parser = Parser(Wording.load()("bulletin.usage"))
    commands = parser.verbs("import", "list", "use", "check")
    for name, run in (("import", take_in), ("list", show_all), ("use", switch), ("check", check)):
        commands[name].set_defaults(run=run)
    commands["import"].add_argument("file", type=Path)
    commands["import"].add_argument("--id", default="")
    for what in ("--replace", "--yes"):
        commands["import"].add_argument(what, action="store_true")
    commands["use"].add_argument("id")
    commands["check"].add_argument("id", nargs="?", default="")
    for name in ("import", "use"):
        commands[name].add_argument("--as", dest="by", default=getpass.getuser())
        commands[name].add_argument("--reason", default="")
        commands[name].add_argument("--force", action="store_true")
    return parser
