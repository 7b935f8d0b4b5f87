"""Answers that are written already: in plain, kind words, to be made to fit before they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from cases import canned_answers
from cases.kinds import Kind

FILE = Path(__file__).parents[2] / "data" / "console" / "canned.yml"


@dataclass(frozen=True)
class Canned:
    """One of them; `verbs` are those it is for, `kinds` the kinds of case."""

    id: str
    title: str
    text: str
    verbs: frozenset[str]
    kinds: frozenset[Kind]


@cache
def shipped() -> Sequence[Canned]:
    """In the order of the file."""
    read = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)
    return [
        Canned(name, one["title"], one["text"].strip(), frozenset(one["for"]), frozenset(map(Kind, one["kinds"])))
        for name, one in read.items()
    ]


def known(session: Session) -> Sequence[Canned]:
    """The shipped ones, and what the office has put in their place, added and taken away."""
    found = {one.id: one for one in shipped()}
    for row in canned_answers.newest(session):
        found[row.name] = Canned(row.name, row.title, row.text, frozenset(row.verbs), frozenset(map(Kind, row.kinds)))
    return [one for one in found.values() if one.text]


def fitting(answers: Sequence[Canned], verb: str, kind: Kind) -> list[Canned]:
    """Those for this verb in a case of this kind."""
    return [one for one in answers if verb in one.verbs and kind in one.kinds]


def text_of(session: Session, name: str) -> str:
    """Its words, "" where there is none of this name."""
    return next((one.text for one in known(session) if one.id == name), "")
