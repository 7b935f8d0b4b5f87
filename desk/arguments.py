"""What a verb takes, read from the fields of a form; the words of the closed sets are the same for the command."""

import argparse
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from cases.kinds import AboutWhom, IdentityMode, Kind, Labelled, ReworkReason
from cases.recusal.models import Why
from desk.errors import Misused
from desk.verbs import VERBS
from wording import Wording

CLOSED_SETS: Mapping[str, type[Labelled]] = MappingProxyType(
    {"why": ReworkReason, "mode": IdentityMode, "kind": Kind, "about": AboutWhom, "--why": Why}
)
MAY_BE_EMPTY = ("reaction",)


def bare(argument: str) -> str:
    """The name of its field."""
    return argument.strip("-?")


def is_needed(argument: str) -> bool:
    """Whether something has to be given."""
    return not argument.endswith("?") and not argument.startswith("--") and argument not in MAY_BE_EMPTY


def read(verb: str, number: str, fields: Mapping[str, str], wording: Wording) -> argparse.Namespace:
    """As the verb takes it; Misused says in Chinese what to fill in."""
    asked = argparse.Namespace(do=verb, number=number)
    for argument in VERBS[verb].arguments:
        typed = fields.get(bare(argument), "").strip()
        if not typed and is_needed(argument):
            raise Misused(wording("console.case.needed", what=wording(f"console.case.field.{bare(argument)}")))
        setattr(asked, bare(argument), _value(argument, typed, wording))
    return asked


def _value(argument: str, typed: str, wording: Wording) -> Any:
    if not typed:
        return "" if argument in MAY_BE_EMPTY else None
    try:
        if argument in CLOSED_SETS:
            return CLOSED_SETS[argument](typed)
        if argument == "days":
            return int(typed)
        return date.fromisoformat(typed) if argument == "--until" else typed
    except ValueError:
        raise Misused(wording("console.case.unfit", what=wording(f"console.case.field.{bare(argument)}"))) from None
