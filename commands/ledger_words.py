"""How `./huiyin ledger` is written: its verbs and what each of them takes."""

import argparse
from datetime import date
from typing import Any, NoReturn

from cases.ledger.states import Adoption, ItemState
from commands.typed import one_of
from desk.ledger import VERBS

LONGEST_NAME = 64


class WrongUse(Exception):
    """The words of the command do not fit: show how it is written."""


class Nobody(Exception):
    """A change without --as NAME."""


class Parser(argparse.ArgumentParser):
    """Refuses in place of argparse's English."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - it is English
        """Any wrong word."""
        raise WrongUse


def parsed(words: list[str]) -> argparse.Namespace:
    """What was typed; WrongUse."""
    parser = Parser("huiyin ledger", add_help=False)
    verbs = parser.add_subparsers(dest="do")
    verbs.add_parser("list").add_argument("--state", type=one_of(ItemState))
    verbs.add_parser("seed")
    for name, arguments in ARGUMENTS.items():
        doing = verbs.add_parser(name)
        doing.add_argument("item")
        doing.add_argument("--as", dest="actor")
        for argument in arguments:
            doing.add_argument(argument, **DETAILS.get(argument, {}))
    return parser.parse_args(words)


def _short(typed: str) -> str:
    """A name that its column can hold."""
    if not 0 < len(typed.strip()) <= LONGEST_NAME:
        raise argparse.ArgumentTypeError
    return typed.strip()


ARGUMENTS = {"show": (), "told": (), **{name: verb.arguments for name, verb in VERBS.items()}}
DETAILS: dict[str, dict[str, Any]] = {
    "id": {"type": int},
    "on": {"type": date.fromisoformat},
    "--due": {"type": date.fromisoformat, "required": True},
    "--owner": {"type": _short, "required": True},
    "leader": {"type": _short},
    "department": {"type": _short},
    "change": {"choices": ("add", "confirm", "remove")},
    "decision": {"type": one_of(Adoption)},
    "--lasting": {"action": "store_true"},
    "--assisting": {"action": "store_true"},
}
