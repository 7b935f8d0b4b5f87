"""How `./huiyin ledger` is written: its verbs and what each of them takes."""

import argparse
from typing import Any

from cases.ledger.states import Adoption, ItemState
from commands.typed import Parser, a_day, one_of
from desk.ledger import VERBS

LONGEST_NAME = 64


def parsed(words: list[str], usage: str) -> argparse.Namespace:
    """What was typed, the list where no verb was; Misused says the usage."""
    parser = Parser(usage)
    verbs = parser.verbs("list", "seed", *ARGUMENTS)
    verbs["list"].add_argument("--state", type=one_of(ItemState))
    for name, arguments in ARGUMENTS.items():
        verbs[name].add_argument("item")
        verbs[name].add_argument("--as", dest="actor")
        for argument in arguments:
            verbs[name].add_argument(argument, **DETAILS.get(argument, {}))
    return parser.parse_args(words if words and not words[0].startswith("-") else ["list", *words])


def _short(typed: str) -> str:
    """A name that its column can hold."""
    if not 0 < len(typed.strip()) <= LONGEST_NAME:
        raise argparse.ArgumentTypeError
    return typed.strip()


ARGUMENTS = {"show": (), "told": (), **{name: verb.arguments for name, verb in VERBS.items()}}
DETAILS: dict[str, dict[str, Any]] = {
    "id": {"type": int},
    "on": {"type": a_day},
    "--due": {"type": a_day, "required": True},
    "--owner": {"type": _short, "required": True},
    "leader": {"type": _short},
    "department": {"type": _short},
    "change": {"choices": ("add", "confirm", "remove")},
    "decision": {"type": one_of(Adoption)},
    "--lasting": {"action": "store_true"},
    "--assisting": {"action": "store_true"},
}
