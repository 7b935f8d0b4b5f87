"""`./huiyin train`: from edited files to the live model, once or whenever a file is saved."""

import getpass
import sys
import time

from sqlalchemy import Engine as Database

from commands import models
from commands.release import Order, Refused, Release
from commands.typed import Parser
from desk.errors import Misused
from faq.layers import Layers
from faq.publishing import Unsigned
from faq.training import Trainer
from settings import ROOT, Settings
from wording import Wording

BETWEEN_LOOKS = 0.3  # seconds


def run(settings: Settings, words: list[str]) -> int:
    """Check, train, judge, publish; 1 when the live model had to stay."""
    try:
        asked = _parser().parse_args(words)
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
        return 2
    if asked.force and not asked.reason.strip():
        sys.stderr.write("强制发布要写明理由：--force --reason “理由”。\n")
        return 2
    order = Order(asked.by, asked.reason, asked.force, not asked.no_publish, asked.all, asked.quiet)
    database = models.opened(settings)
    release = Release(settings, database, Trainer(ROOT))
    if asked.watch:
        return watch(settings, database, release, order)
    return _attempt(release, order, models.layers(settings, models.live(database)), asked.check)


def watch(settings: Settings, database: Database, release: Release, order: Order) -> int:
    """After each saved edit, until Ctrl-C."""
    sys.stdout.write("正在看着数据：改好一个文件保存，就训练并发布。按 Ctrl-C 结束。\n")
    seen: object = None
    try:
        while True:
            seen = _look(settings, database, release, order, seen)
            time.sleep(BETWEEN_LOOKS)
    except KeyboardInterrupt:
        return 0


def _look(settings: Settings, database: Database, release: Release, order: Order, seen: object) -> object:
    """What stands there now, a stamp or why it cannot be told; something is done only when that is new."""
    stamp = seen
    try:
        layers = models.layers(settings, models.live(database))
        stamp = layers.stamp()
        if stamp != seen and not _attempt(release, order, layers, only_check=False):
            release.warm_up(layers)
    except (Exception, models.NoModel) as failure:  # noqa: BLE001 - whatever it is, the next edit may mend it
        stamp = str(failure) if stamp == seen else stamp
        if stamp != seen:
            sys.stderr.write(f"没有成功：{failure}\n")
    return stamp


def _attempt(release: Release, order: Order, layers: Layers, only_check: bool) -> int:
    try:
        if only_check:
            release.check(order, layers)
        else:
            release.run(order, layers)
    except (Refused, Unsigned) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    return 0


def _parser() -> Parser:
    parser = Parser(Wording.load()("train.usage"))
    parser.add_argument("--as", dest="by", default=getpass.getuser())
    parser.add_argument("--reason", default="")
    for switch in ("--force", "--check", "--no-publish", "--watch", "--all", "--quiet"):
        parser.add_argument(switch, action="store_true")
    return parser


def rasa(_settings: Settings, words: list[str]) -> int:
    """`rasa …`: Rasa's own command line, without TensorFlow."""
    from rasa.__main__ import main  # noqa: PLC0415 - two seconds that training does not pay

    sys.argv = ["rasa", *words]
    main()
    return 0
