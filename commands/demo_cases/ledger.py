"""What the demo team did in the rectification ledger."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from bulletin.profile import Profile
from cases.ledger import overview
from cases.ledger.models import LedgerMeasure, LedgerPromise
from cases.times import local_date
from commands import ledger_seed
from commands.demo_cases import hours
from commands.demo_cases.plans import SEED, read
from commands.demo_cases.stories import PHRASE, Story
from commands.demo_cases.team import Team

DUE = re.compile(r"\+(\d+)")  # so many days from the day on which it is written


def seeding(team: Team, known: Profile, begins: datetime) -> Story:
    """All items of the bulletin, on the first day."""
    yield begins
    ledger_seed.seed(team.session, team.bulletin, known, begins)


def keeping(team: Team, until: datetime) -> Story:
    """Line by line."""
    chance, phrases = Random(SEED), read("phrases")
    for line in read("ledger"):
        days, who, item, *words = line.split()
        yield hours.office_time(until - timedelta(days=int(days)), chance)
        team.do_in_ledger(who, item, list(_filled(team, item, words, phrases, chance)))


def _filled(team: Team, item: str, words: list[str], phrases: dict[str, list[str]], chance: Random) -> Iterator[str]:
    row = overview.find(team.session, team.bulletin.id, item)
    ids = {"@measure": _undone(row.measures, "done_on"), "@promise": _undone(row.promises, "met_on")}
    for word in words:
        if due := DUE.fullmatch(word):
            yield str(local_date(team.now) + timedelta(days=int(due[1])))
        elif word in ids:
            yield ids[word]
        else:
            yield chance.choice(phrases[word.removeprefix(PHRASE)]) if word.startswith(PHRASE) else word


def _undone(rows: Sequence[LedgerMeasure] | Sequence[LedgerPromise], done: str) -> str:
    return str(next((row.id for row in rows if getattr(row, done) is None), ""))
