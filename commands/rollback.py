"""`./huiyin rollback`: what was live, and back to it."""

import getpass
import sys

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine as Database

from cases.times import LOCAL
from commands import models
from commands.clock import now
from commands.typed import Parser
from db.session import read_scope, write_scope
from desk.errors import Misused
from faq import publishing, release_report
from faq.archives import Archives, Unusable
from faq.publishing import Published, UnknownPublication, Unsigned
from settings import Settings
from wording import Wording

UNPIPED_WIDTH = 140  # columns of a table that no terminal limits


def run(settings: Settings, words: list[str]) -> int:
    """List what was live; with a number make that model live again."""
    parser = Parser(Wording.load()("rollback.usage"))
    parser.add_argument("number", nargs="?", type=int)
    parser.add_argument("--as", dest="by", default=getpass.getuser())
    parser.add_argument("--reason", default="")
    try:
        asked = parser.parse_args(words)
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
        return 2
    database, archives = models.opened(settings), Archives(settings.models)
    if asked.number is None:
        _list(database, archives)
        return 0
    try:
        with write_scope(database) as session:
            publishing.roll_back(session, archives, asked.number, asked.by, asked.reason, now())
    except (UnknownPublication, Unsigned, Unusable) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    sys.stdout.write(f"已换回第 {asked.number} 次发布的模型，正在运行的服务几秒内就用上。\n")
    return 0


def _list(database: Database, archives: Archives) -> None:
    with read_scope(database) as session:
        rows = publishing.history(session)
    table = Table("编号", "时间", "谁", "为什么", "通报", "成绩", "")
    for row in rows:
        mark = "现在用的" if row is rows[0] else "" if archives.has(row.model) else "文件已清理"
        table.add_row(*_cells(row), mark)
    console = Console() if sys.stdout.isatty() else Console(width=UNPIPED_WIDTH)
    console.print(table if rows else "还没有发布过模型：请运行 ./huiyin train。")


def _cells(row: Published) -> tuple[str, ...]:
    at = f"{row.publication.at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    why = ("强制：" if row.publication.forced else "") + row.publication.reason
    return (
        str(row.publication.id),
        at,
        row.publication.by,
        why,
        row.model.bulletin,
        release_report.scores(row.model.scores),
    )
