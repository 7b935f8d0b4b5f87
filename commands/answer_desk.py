"""What the commands on answers and on missed questions share: whose data they are, who changes them, saving."""

import argparse
import getpass
import sys
import unicodedata
from collections.abc import Callable, Iterable

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from bulletin.errors import UnreadableBulletin
from commands import models
from commands.clock import now
from db.session import write_scope
from desk.errors import Misused
from faq import offices, saving
from faq.models import Change
from faq.offices import EditRefused
from faq.saving import Checked
from settings import Settings

SAVED = "已保存；运行 ./huiyin train 后生效。"
NOTHING = "没有改动：已经是这样了。"
REPLACEMENT = "\ufffd"
CarryOut = Callable[[Settings, list[str]], int]


class Desk:
    """An office's training data with the database that its changes are written down in."""

    def __init__(self, settings: Settings) -> None:
        self.database: Database = models.opened(settings)
        self.office = offices.of(models.layers(settings, models.live(self.database)))

    def save(self, edit: Checked, by: str, reason: str, also: Callable[[Session], None] | None = None) -> list[Change]:
        """Write the edit and what belongs to it in one transaction, which is short: the check was before."""
        with write_scope(self.database) as session:
            rows = edit.save(session, by, reason, now())
            if also:
                also(session)
        say([SAVED if rows else NOTHING, *(f"  改动 {row.id}：{row.file}" for row in rows)])
        return rows


def guarded(carry_out: CarryOut, settings: Settings, words: list[str]) -> int:
    """2 when the words were wrong, 1 when what they asked for was refused; nothing is half done."""
    try:
        return carry_out(settings, words)
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
        return 2
    except (EditRefused, UnreadableBulletin) as refused:
        sys.stderr.write(f"没有保存：{refused}\n")
        return 1


def add_signature(parser: argparse.ArgumentParser) -> None:
    """Who changes something and why."""
    parser.add_argument("--by", "--as", dest="by", default=getpass.getuser())
    parser.add_argument("--reason", default="")


def signed(asked: argparse.Namespace) -> tuple[str, str]:
    """Both, before any work is done; Misused when the reason is missing."""
    try:
        return saving.signed(asked.by, asked.reason)
    except EditRefused as refused:
        raise Misused(f"{refused}例如：--by 王丽 --reason 群众常问") from None


def say(lines: Iterable[str]) -> None:
    """Lines, without anything that a terminal would obey."""
    for line in lines:
        sys.stdout.write("".join(c if _harmless(c) else REPLACEMENT for c in line) + "\n")


def _harmless(character: str) -> bool:
    return character.isprintable() or character == "\n" or unicodedata.category(character) == "Zs"
