"""`./huiyin staff`: accounts of those who work on cases."""

import argparse
import re
import sys
from pathlib import Path
from typing import NoReturn

from cases.kinds import Role
from commands.staff_desk import Desk, Refused
from desk.staff_refusals import SAID, explained
from settings import Settings
from wording import Wording

BETWEEN_ROLES = re.compile(r"[,，、\s]+")


def run(settings: Settings, words: list[str]) -> int:
    """List accounts, or do something to one of them."""
    wording = Wording.load()
    try:
        asked = _parser(wording).parse_args(words)
        Desk(settings, wording).carry_out(asked)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except SAID as refused:
        sys.stderr.write(f"{explained(refused, wording)}\n")
        return 1
    return 0


def _parser(wording: Wording) -> argparse.ArgumentParser:
    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's own words are English
            raise Refused(wording("staff.usage"))

    parser = Parser("huiyin staff", add_help=False)
    verbs = parser.add_subparsers(dest="do")
    verbs.add_parser("list")
    for verb in ("passphrase", "totp"):
        verbs.add_parser(verb).add_argument("--as", dest="actor")
    for verb in ("add", "reset", "disable", "enable", "roles", "grant-again", "link", "unlink"):
        doing = verbs.add_parser(verb)
        doing.add_argument("name")
        doing.add_argument("--as", dest="actor")
        if verb in ("add", "reset"):
            doing.add_argument("--public-key", type=Path)
        if verb in ("add", "roles"):
            _add_details(doing, wording, needed=verb == "add")
        if verb == "reset":
            doing.add_argument("--with", dest="second")
            doing.add_argument("--totp", action="store_true")
    return parser


def _add_details(parser: argparse.ArgumentParser, wording: Wording, *, needed: bool) -> None:
    def read(typed: str) -> frozenset[Role]:
        return frozenset(_role(word, wording) for word in BETWEEN_ROLES.split(typed) if word)

    parser.add_argument("--roles", type=read, required=needed)
    parser.add_argument("--department")
    parser.add_argument("--display")
    parser.add_argument("--alias", action="append")


def _role(typed: str, wording: Wording) -> Role:
    for role in Role:
        if typed in (role.value, role.label):
            return role
    choices = "、".join(f"{role.value}（{role.label}）" for role in Role)
    raise Refused(wording("staff.unknown_role", typed=typed, choices=choices))
