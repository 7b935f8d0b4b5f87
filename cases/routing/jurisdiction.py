"""What routing has to know of its office: who belongs to the team, whom the superior manages, who leads what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cases.routing.terms import Terms

NO_TERMS = Terms()


class Lead(NamedTuple):
    """The department that answers for an item of the bulletin, or for the `scope` of it."""

    section: str
    department: str
    scope: str | None = None


class Door(NamedTuple):
    """The answer (its id in data/responses/door) that names who is competent for what these words speak of."""

    name: str
    words: Terms


@dataclass(frozen=True)
class Member:
    """One who belongs to the team or did; `posts` are former ones and `titles` what they are called by now."""

    staff_id: int | None
    name: str
    others: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    leader: bool = False
    of_team: bool = True


@dataclass(frozen=True)
class Jurisdiction:
    """Pure data, read from data/jurisdiction.yml, the bulletin's profile and the accounts of staff."""

    leader: Terms = NO_TERMS
    members: Terms = NO_TERMS
    city_managed: Terms = NO_TERMS
    high_ranks: Terms = NO_TERMS
    leading: Terms = NO_TERMS
    left_zone: Terms = NO_TERMS
    zone: Terms = NO_TERMS
    outside: Terms = NO_TERMS
    blame: Terms = NO_TERMS
    persons: Terms = NO_TERMS
    team_itself: Terms = NO_TERMS
    own_work: frozenset[str] = frozenset()
    partly_own_work: frozenset[str] = frozenset()
    doors: tuple[Door, ...] = ()
    otherwise: str | None = None  # leads what no item says
    leads: tuple[Lead, ...] = ()
    bodies: Mapping[str, Terms] = field(default_factory=dict)
    team: tuple[Member, ...] = ()


NOWHERE = Jurisdiction()
PEOPLE = ("leader", "members", "city_managed", "leading", "blame", "persons", "team_itself")
BLOCKS = (*PEOPLE, "left_zone", "zone", "outside")
OTHER_ENTRIES = {"ranks", "lowest_city_managed", "not_ranks", "own_work", "partly_own_work", "otherwise", "doors"}
KNOWN = OTHER_ENTRIES.union(BLOCKS)


def parse(
    records: Sequence[Mapping[str, Any]],
    *,
    leads: Iterable[Lead] = (),
    aliases: Mapping[str, str] | None = None,
    zone: Iterable[str] = (),
    outside: Iterable[str] = (),
) -> Jurisdiction:
    """The data of one or more files (the office's own adds to the first) and what the bulletin's profile knows."""
    unknown = {name for record in records for name in record} - KNOWN
    if unknown:
        raise ValueError(f"unknown in data/jurisdiction.yml: {', '.join(sorted(unknown))}")
    record = _merged([*records, {"zone": {"words": list(zone)}, "outside": {"words": list(outside)}}])
    leads = tuple(leads)
    blocks: dict[str, Any] = {name: _terms(record.get(name)) for name in BLOCKS}
    return Jurisdiction(
        **blocks,
        high_ranks=_high_ranks(record),
        own_work=frozenset(record.get("own_work") or ()),
        partly_own_work=frozenset(record.get("partly_own_work") or ()),
        doors=tuple(Door(row["door"], _terms(row)) for row in record.get("doors") or ()),
        otherwise=record.get("otherwise"),
        leads=leads,
        bodies=_bodies(leads, aliases or {}),
    )


def _merged(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Lists are put together, blocks block by block; anything else is taken from the last file that has it."""
    merged: dict[str, Any] = {}
    for record in records:
        for name, value in record.items():
            known = merged.get(name)
            if isinstance(value, Mapping) and isinstance(known, Mapping):
                merged[name] = _merged([known, value])
            elif isinstance(value, list) and isinstance(known, list):
                merged[name] = [*known, *value]
            elif value is not None:
                merged[name] = value
    return merged


def _terms(block: Mapping[str, Any] | None) -> Terms:
    block = block or {}
    words, not_in, asked = (tuple(block.get(name) or ()) for name in ("words", "not_in", "asked"))
    return Terms(words, not_in, asked)


def _high_ranks(record: Mapping[str, Any]) -> Terms:
    """The words of all ranks from the highest down to the lowest that the superior manages."""
    ranks = record.get("ranks") or []
    names = [rank["name"] for rank in ranks]
    last = names.index(record["lowest_city_managed"]) if ranks else -1
    words = tuple(word for rank in ranks[: last + 1] for word in (rank["name"], *rank.get("words", ())))
    return Terms(words, tuple(record.get("not_ranks") or ()))


def _bodies(leads: Iterable[Lead], aliases: Mapping[str, str]) -> dict[str, Terms]:
    """Every department that leads anything, with all its names; a street also by its bare name."""
    names = {lead.department: [lead.department] for lead in leads}
    for alias, body in aliases.items():
        if body in names:
            names[body].append(alias)
    return {body: Terms(tuple(known)) for body, known in names.items()}
