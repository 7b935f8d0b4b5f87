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
from bulletin.understanding import Understanding, understand
from commands import models
from commands.bulletin_report import doubts, report
from commands.clock import now
from commands.release import Order, Refused, Release
from db.session import write_scope
from faq import publishing, shelf
from faq.derivation import derive
from faq.derived_words import Words
from faq.layers import Layers, UnreadableBulletin
from faq.publishing import Unsigned
from faq.shelf import BadId, Shelf
from faq.training import Trainer
from settings import ROOT, Settings

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
    asked = _parser().parse_args(words)
    try:
        return int(asked.run(settings, asked))
    except (NotABulletin, BadId, UnreadableBulletin, UnreadableFile, Refused, Unsigned) as refused:
        sys.stderr.write(f"{refused}\n")
    return 1


def for_this_run(settings: Settings) -> Settings:
    """HUIYIN_BULLETIN=FILE: understood into a folder of its own, its doubts told; the live bulletin stays."""
    try:
        folder, understood = _shelf(settings).for_one_run(settings.bulletin)
    except NotABulletin as refused:
        raise SystemExit(str(refused)) from None
    sys.stderr.writelines(f"{line}\n" for line in doubts(understood.bulletin))
    return settings.model_copy(update={"bulletin": folder})


def take_in(settings: Settings, asked: argparse.Namespace) -> int:
    """`import`: show what was understood; with --yes keep it, train and publish."""
    kept, text = _shelf(settings), decoded(_bytes(asked.file))
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
    for kept in _shelf(settings).all():
        mark = "* " if kept.id == live else "  "
        sys.stdout.write(f"{mark}{kept.id}　{kept.title}{'（随程序附带）' if kept.shipped else ''}\n")
    sys.stdout.write("带 * 的是现在回答的。\n" if live else "还没有训练过模型。\n")
    return 0


def switch(settings: Settings, asked: argparse.Namespace) -> int:
    """`use`: make a bulletin live; its model is trained where there is none of the present data."""
    return _publish(settings, models.opened(settings), _shelf(settings).find(asked.id).folder, asked)


def check(settings: Settings, asked: argparse.Namespace) -> int:
    """`check`: what is understood of a bulletin and whether its data could be published."""
    database = models.opened(settings)
    layers = models.layers(settings, models.live(database))
    if asked.id:
        layers = Layers(ROOT, _shelf(settings).find(asked.id).folder, layers.edits)
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


def _shelf(settings: Settings) -> Shelf:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("huiyin bulletin", description="导入、列出、换用通报")
    commands = parser.add_subparsers(required=True, metavar="import|list|use|check")
    taken = commands.add_parser("import", help="导入一份通报（.txt），先看读懂了什么")
    taken.add_argument("file", type=Path, metavar="文件")
    taken.add_argument("--id", default="", metavar="名字", help="小写字母、数字、短横线；不写就用文件名")
    taken.add_argument("--replace", action="store_true", help="换掉同名的，原来的留作旧版本")
    taken.add_argument("--yes", action="store_true", help="收下、训练、发布")
    taken.set_defaults(run=take_in)
    commands.add_parser("list", help="列出").set_defaults(run=show_all)
    used = commands.add_parser("use", help="换用另一份")
    used.add_argument("id", metavar="名字")
    used.set_defaults(run=switch)
    checked = commands.add_parser("check", help="检查一份")
    checked.add_argument("id", nargs="?", default="", metavar="名字")
    checked.set_defaults(run=check)
    for command in (taken, used):
        command.add_argument("--as", dest="by", default=getpass.getuser(), metavar="姓名", help="谁发布")
        command.add_argument("--reason", default="", metavar="理由")
        command.add_argument("--force", action="store_true", help="验收题不过也发布，要写理由")
    return parser
