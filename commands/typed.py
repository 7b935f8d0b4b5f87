"""What was typed after a command, and what to say to who typed something else."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from cases.kinds import Labelled
from desk.errors import Misused


class Parser(argparse.ArgumentParser):
    """Says its usage in Chinese; argparse's own words are English."""

    def __init__(self, usage: str = "", **_: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self.how = usage

    def error(self, message: str) -> NoReturn:  # noqa: ARG002
        """Whatever is wrong, the usage says it right."""
        raise Misused(self.how)

    def verbs(self, *names: str) -> "dict[str, Parser]":
        """One parser for each; one of them has to be typed."""
        made = self.add_subparsers(dest="do", required=True, parser_class=Parser)
        verbs = {name: made.add_parser(name) for name in names}
        for verb in verbs.values():
            verb.how = self.how
        return verbs


def one_of[Word: Labelled](closed_set: type[Word]) -> Callable[[str], Word]:
    """Reads a word of a closed set, or its Chinese label."""

    def read(typed: str) -> Word:
        for word in closed_set:
            if typed in (word.value, word.label):
                return word
        raise ValueError(typed)

    return read


def a_day(typed: str) -> date:
    """2026-12-31."""
    return date.fromisoformat(typed)
