"""Whether a text speaks of a certain person: surely, or so that somebody has to look (domain.md 2.7 INV-R8)."""

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cache

from cases.masking import surnames
from cases.routing.jurisdiction import Jurisdiction, Member
from cases.routing.spelling import Said, fold
from cases.routing.terms import FORMER, NOTHING, split_post

HAN = r"[\u4e00-\u9fff]"
NOT_IN_A_NAME = "的了在是有和与说议设被把叫让给就也都不没很又还去来要会能着过吗呢吧啊们他她它我你这那"
SHORTEST_ALIKE = 3  # one character off in a name of two says nothing


class Likeness(IntEnum):
    """How sure it is."""

    NONE = 0
    ALIKE = 1
    SAME = 2


def likeness(said: Said, member: Member, others: Iterable[str] = ()) -> Likeness:
    """Name, other names, surname with title, former posts; `others`: names of other people that it may be instead."""
    if any(_same(said, name) for name in (member.name, *member.others)) or _titled(said, member):
        return Likeness.SAME
    former = max((_former_post(said, post) for post in member.posts), default=Likeness.NONE)
    if former:
        return former
    others, names = tuple(others), (member.name, *member.others)
    return Likeness.ALIKE if any(_alike(said, fold(name), others) for name in names) else Likeness.NONE


def speaks_of(said: Said, team: Iterable[Member]) -> bool:
    """Whether a text surely speaks of one of them."""
    return any(likeness(said, member) is Likeness.SAME for member in team)


def speaks_of_leader(said: Said, known: Jurisdiction) -> bool:
    """By name, by title, or by the words that mean the leader or the whole team."""
    leaders = [member for member in known.team if member.leader]
    return known.leader.found(said.tight) or speaks_of(said, leaders)


def _same(said: Said, name: str) -> bool:
    return bool(name) and fold(name) in said.tight


def _alike(said: Said, name: str, others: Iterable[str]) -> bool:
    """Marks between its characters, or one other character in it."""
    if name and name in said.bare:
        return True
    found = {match[1] for match in _one_off(name).finditer(said.tight)}
    return bool(found) and not found.issubset(map(fold, others))


def _titled(said: Said, member: Member) -> bool:
    """王组长."""
    surname = surname_of(fold(member.name))
    return any(f"{surname}{title}" in said.tight for title in member.titles) if surname else False


def _former_post(said: Said, post: str) -> Likeness:
    """With 原 it is this person; without, it may be whoever has the post now."""
    parts = split_post(re.sub(f"^{FORMER}", "", fold(post)))
    if parts is None:
        return Likeness.SAME if _same(said, post) else Likeness.NONE
    certain, possible = _post_patterns(re.sub(f"{FORMER}$", "", parts[0]), parts[1])
    if certain.search(said.tight):
        return Likeness.SAME
    return Likeness.ALIKE if possible.search(said.tight) else Likeness.NONE


def surname_of(name: str) -> str:
    """The surname of a Chinese name; empty when it has none that is known."""
    return next((name[:length] for length in (2, 1) if name[:length] in surnames() and len(name) > length), "")


@cache
def _post_patterns(unit: str, title: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    unit, title = re.escape(unit), re.escape(title)
    if not unit:  # 原书记: of what?
        return NOTHING, re.compile(f"{FORMER}{title}")
    certain = re.compile(rf"{FORMER}{unit}的?{title}|{unit}的?{FORMER}{title}")
    return certain, re.compile(rf"{unit}的?{title}")


@cache
def _one_off(name: str) -> re.Pattern[str]:
    """All names that differ from this one in one character; a surname only by another surname."""
    if len(name) < SHORTEST_ALIKE or not re.fullmatch(f"{HAN}+", name):
        return NOTHING
    single = "".join(known for known in surnames() if len(known) == 1)
    any_surname = f"[{single}]" if len(surname_of(name)) == 1 else HAN
    other = rf"(?![{NOT_IN_A_NAME}]){HAN}"
    ways = [name[:at] + (other if at else any_surname) + name[at + 1 :] for at in range(len(name))]
    return re.compile(f"(?=({'|'.join(ways)}))")
