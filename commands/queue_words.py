"""How `./huiyin queue` is written: its lists, its verbs and what each of them takes."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cases.audit.deeds import NUMBER
from cases.kinds import Kind, Labelled, Queue, State
from cases.queries import Sort, View
from commands.typed import Parser, a_day
from desk.arguments import CLOSED_SETS
from desk.errors import Misused
from desk.lists import read_after
from desk.moves import MOVES
from desk.paper import PAPER
from desk.people import APPROVE, ASK, DENY, GRANTED, PEOPLE, REFUSED, REVEAL
from desk.talk import TALK
from desk.verbs import VERBS, also, label
from wording import Wording

SUMMARY, ALL, SEARCH, SHOW = "summary", "all", "search", "show"
NOTICES, CAMPAIGNS, UPWARD = "notices", "campaigns", "upward"
PRINT, FILE = "print", "file"
VIEWS = {view.value.removesuffix("_soon").replace("_", "-"): view for view in View}
HELP = frozenset({"-h", "--help"})


class Help(Exception):
    """Somebody asks how the command is written."""


@dataclass(frozen=True)
class Grammar:
    """Reads what was typed; Misused says in Chinese what to write instead."""

    wording: Wording

    def parsed(self, words: list[str]) -> argparse.Namespace:
        """What was typed, `do` being a list, a verb or the summary."""
        if words[:1] == ["help"] or HELP.intersection(words):
            raise Help
        asked = self._parser.parse_args(self._whole(words))
        asked.do = self._synonyms.get(asked.do, asked.do)
        return asked

    @property
    def _synonyms(self) -> dict[str, str]:
        return also(self.wording) | {view.label: name for name, view in VIEWS.items()}

    def _whole(self, words: list[str]) -> list[str]:
        """The first word may be left out, or be in Chinese."""
        if words and NUMBER.fullmatch(words[0]):
            return [SHOW, *words]
        if words and not words[0].startswith("-"):
            return [self._synonyms.get(words[0], words[0]), *words[1:]]
        only_who = not words or (words[0].partition("=")[0] == "--as" and len(words) <= 2)
        return [SUMMARY if only_who else ALL, *words]

    @cached_property
    def _parser(self) -> Parser:
        takes = {SUMMARY: (), NOTICES: (), CAMPAIGNS: (), UPWARD: (), SEARCH: ("text", "--after"), SHOW: ("number",)}
        takes |= {PRINT: ("number", "--out"), FILE: ("number", "which", "--out", "--original")}
        takes |= dict.fromkeys((*VIEWS, ALL), FILTERS)
        takes |= {name: ("number", *verb.arguments) for name, verb in VERBS.items()}
        parser = Parser(self.wording("queue.lost"))
        for name, doing in parser.verbs(*takes).items():
            doing.how = self.wording("queue.usage", how=f"{name} {_shown(takes[name], self.wording)}".strip())
            doing.add_argument("--as", dest="actor")
            for argument in takes[name]:
                doing.add_argument(argument.removesuffix("?"), **self._details(argument))
        return parser

    def _details(self, argument: str) -> dict[str, Any]:
        about = DETAILS.get(argument, {})
        return {key: self._reader(value) if key == "type" else value for key, value in about.items()}

    def _reader(self, read: Any) -> Callable[[str], Any]:
        """Of a closed set the word or its Chinese label; what else was typed is answered with the choice."""
        if not isinstance(read, Words):
            return read

        def choose(typed: str) -> Labelled:
            for word in read.closed_set:
                if typed in (word.value, word.label):
                    return word
            choices = "、".join(f"{word.value}（{word.label}）" for word in read.closed_set)
            raise Misused(self.wording("queue.unknown_word", typed=typed, choices=choices))

        return choose


def help_page(wording: Wording) -> str:
    """All that can be typed, as a clerk reads it."""
    blanks = {"views": "\n".join(f"    {name:<11}{view.label}" for name, view in VIEWS.items())}
    for group, verbs in (("moves", MOVES), ("people", PEOPLE), ("talk", TALK), ("paper", PAPER)):
        blanks[group] = "\n".join(f"    {label(name, wording)}：{written(name, wording)}" for name in verbs)
    return f"{wording('queue.help', **blanks)}\n"


def written(name: str, wording: Wording, number: str = "") -> str:
    """A verb with what it takes, as somebody would write it down; of one case with its number."""
    taken = _shown(VERBS[name].arguments, wording)
    return f"{name} {number or wording('queue.argument.number')} {taken}".strip()


def _shown(arguments: tuple[str, ...], wording: Wording) -> str:
    named = {one: wording(f"queue.argument.{one.strip('-?')}") for one in arguments}
    named |= {one: f"[{words}]" for one, words in named.items() if one.endswith("?")}
    in_place = (named[one] for one in arguments if not one.startswith("-"))
    return " ".join((*in_place, *(f"[{one} {named[one]}]" for one in arguments if one.startswith("-"))))


@dataclass(frozen=True)
class Words:
    """An argument that is a word of a closed set."""

    closed_set: type[Labelled]


FILTERS = tuple(f"--{name}" for name in ("kind", "state", "queue", "section", "street", "sort", "after"))
DETAILS: dict[str, dict[str, Any]] = {
    "reason": {"nargs": "?"},  # `cases` says where one is needed
    "reason?": {"nargs": "?"},
    "reaction": {"nargs": "?", "default": ""},
    "person?": {"nargs": "?"},
    "days": {"type": int},
    "decision": {"choices": (GRANTED, REFUSED)},
    "what": {"choices": (ASK, APPROVE, DENY, REVEAL)},
    **{name: {"type": Words(words)} for name, words in CLOSED_SETS.items()},
    "--until": {"type": a_day},
    "--kind": {"type": Words(Kind)},
    "--state": {"type": Words(State)},
    "--queue": {"type": Words(Queue)},
    "--sort": {"type": Words(Sort), "default": Sort.RECEIVED},
    "--after": {"type": read_after},
    "which": {"type": int},
    "--out": {"type": Path},
}
