"""Makes the plans of all cases: the same ones for the same clock and seed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from cases.draft_body import DraftIdentity
from cases.kinds import AboutWhom, IdentityMode, Kind
from commands.demo_cases import hours
from commands.demo_cases.plans import SEED, Plan, read, steps_of

HANDLERS = ("handler1", "handler2")
SIGNING = {Kind.COMPLAINT: 0.6, Kind.SUGGESTION: 0.4, Kind.PRAISE: 0.4, Kind.CONSULTATION: 0.3, Kind.DATA_RIGHTS: 1.0}
TELLING = 0.25  # of those who may be told in the chat
UNHURRIED = timedelta(minutes=20)  # between the last thing that happened and the start of the program
LEDGER = "ledger"  # the deck of what speaks of an item

Card = Mapping[str, Any]


class Planner:
    """Deals the matters out to the lives; one that was used comes again last, and elsewhere."""

    def __init__(self, now: datetime, seed: int = SEED) -> None:
        self._now, self._chance = now, Random(seed)
        matters, self._phrases = read("matters"), read("phrases")
        self._places, self._people = cycle(matters.pop("places")), cycle(matters.pop("people"))
        matters[LEDGER] = [card for card in matters[Kind.SUGGESTION] if "section" in card]
        self._decks = {name: cycle(self._chance.sample(cards, len(cards))) for name, cards in matters.items()}
        self._made: dict[str, list[Plan]] = {}

    def plans(self) -> list[Plan]:
        """All of them, in the order of the file."""
        return list(self._all())

    def _all(self) -> Iterator[Plan]:
        for life in read("lives")["lives"]:
            made = self._made[life["name"]] = [self._plan(life, number) for number in range(life["times"])]
            yield from made

    def _plan(self, life: Card, number: int) -> Plan:
        chance = Random(self._chance.random())
        first = self._made[life["repeats"]][number] if "repeats" in life else None
        kind, said = first.kind if first else _kind(life), self._said(life, first)
        signed, address = self._identity(life, kind, chance), f"demo {life['name']} {number}"
        came, steps, handlers = self._came(life, chance), steps_of(life["steps"]), self._handlers(life)
        plan = Plan(life["name"], kind, said["text"], came, steps, signed, address, handlers, chance, first=first)
        plan.section, plan.street = said.get("section"), said.get("street")
        plan.about = AboutWhom(life.get("about", AboutWhom.NONE)) if kind.sealed else None
        plan.urgent, plan.photo = life.get("urgent", False), life.get("photo", False)
        plan.notice = life.get("notice", not kind.sealed and chance.random() < TELLING)
        plan.showcase = life.get("showcase", False) and number == 0
        return plan

    def _said(self, life: Card, first: Plan | None) -> Card:
        if first:
            again = self._chance.choice(self._phrases["again"])
            return {"text": f"{again}{first.text}", "section": first.section, "street": first.street}
        card = self._card(life)
        if "{place}" not in card["text"]:
            return card
        place = next(self._places)
        return {**card, "text": card["text"].replace("{place}", place["name"]), "street": place["street"]}

    def _card(self, life: Card) -> Card:
        """A life of its own words is its own card."""
        if "matter" not in life:
            return life
        return next(self._decks[LEDGER if life.get(LEDGER) else life["matter"]])

    def _came(self, life: Card, chance: Random) -> datetime:
        oldest, newest = life["came"]
        at = self._now - timedelta(days=newest + (oldest - newest) * chance.random())
        return min(hours.citizen_time(at, chance), self._now - UNHURRIED * (1 + chance.random()))

    def _handlers(self, life: Card) -> tuple[str, str]:
        one = life.get("handler") or self._chance.choice(HANDLERS)
        return one, next(other for other in HANDLERS if other != one)

    def _identity(self, life: Card, kind: Kind, chance: Random) -> DraftIdentity:
        if "identity" not in life and chance.random() >= SIGNING.get(kind, 0):
            return DraftIdentity(IdentityMode.ANONYMOUS)
        telephone = f"1390000{chance.randrange(10**4):04}"
        return DraftIdentity(IdentityMode.CLAIMED_NAME, next(self._people), telephone)


def _kind(life: Card) -> Kind:
    """What came of a campaign, or belongs elsewhere, is a complaint."""
    named = life.get("kind") or life["matter"]
    return Kind(named) if named in set(Kind) else Kind.COMPLAINT
