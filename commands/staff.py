"""`./huiyin staff`: accounts of those who work on cases."""

import re
import sys
from pathlib import Path

from cases.kinds import Role
from commands.staff_desk import Desk, Refused
from commands.typed import Parser
from desk.errors import Misused
from desk.staff_refusals import SAID, explained
from settings import Settings
from wording import Wording

OF_ONESELF = ("passphrase", "totp")
OF_ANOTHER = ("add", "reset", "disable", "enable", "roles", "grant-again", "link", "unlink")
BETWEEN_ROLES = re.compile(r"[,，、\s]+")


def run(settings: Settings, words: list[str]) -> int:
    """List accounts, or do something to one of them."""
    wording = Wording.load()
    try:
        asked = _parser(wording).parse_args(words or ["list"])
        Desk(settings, wording).carry_out(asked)
    except (Misused, Refused) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except SAID as refused:
        sys.stderr.write(f"{explained(refused, wording)}\n")
        return 1
    return 0


def _parser(wording: Wording) -> Parser:
    parser = Parser(wording("staff.usage"))
    verbs = parser.verbs("list", *OF_ONESELF, *OF_ANOTHER)
    for verb in (*OF_ONESELF, *OF_ANOTHER):
        verbs[verb].add_argument("--as", dest="actor")
    for verb in OF_ANOTHER:
        doing = verbs[verb]
        doing.add_argument("name")
        if verb in ("add", "reset"):
            doing.add_argument("--public-key", type=Path)
        if verb in ("add", "roles"):
            _add_details(doing, wording, needed=verb == "add")
        if verb == "reset":
            doing.add_argument("--with", dest="second")
            doing.add_argument("--totp", action="store_true")
    return parser


def _add_details(parser: Parser, wording: Wording, *, needed: bool) -> None:
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
    raise Misused(wording("staff.unknown_role", typed=typed, choices=choices))
