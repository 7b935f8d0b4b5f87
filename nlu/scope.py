"""Whether a message names a place, a year or a person that the item found says nothing of."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bulletin.document import Bulletin
from bulletin.profile import Place, Profile

DICTIONARIES = Path(__file__).parent / "dictionaries"
UNSAID_FILE = DICTIONARIES / "unsaid.txt"
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年|\D|$)")
PERSON = re.compile(r"[王李张刘陈杨黄赵吴周徐孙胡朱高林何郭马罗](?:书记|主任|局长|科长|镇长|组长|总(?![结共体投面]))")


class Scope:
    """Knows the places of the bulletin and of its neighbourhood."""

    def __init__(self, bulletin: Bulletin, profile: Profile) -> None:
        self._bulletin, self._year = bulletin, str(profile.year)
        self._places = [_names(place) for place in profile.places] + [(name,) for name in profile.neighbours]

    def foreign(self, named: Sequence[str], label: str | None) -> str | None:
        """What is `named` and not in the item; None for an item that fits, and for overviews of more."""
        section = self._bulletin.section(label) if label else None
        if section is None:
            return None
        return next((name for name in named if name not in section.text and name != self._year), None)

    def unsaid(self, text: str) -> bool:
        """Whether folded `text` asks for what the bulletin says of nobody and nothing: prices, names, times."""
        return any(found[0] not in self._bulletin.text for found in _unsaid().finditer(text))

    def named(self, text: str) -> list[str]:
        """What folded `text` names: each place by its shortest name, each year, each 王书记."""
        places = [min(names, key=len) for names in self._places if any(name in text for name in names)]
        return [*places, *YEAR.findall(text), *PERSON.findall(text)]


def _names(place: Place) -> tuple[str, ...]:
    return (place.name, *place.names)


@cache
def _unsaid() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in _lines(UNSAID_FILE)))


def _lines(file: Path) -> tuple[str, ...]:
    return tuple(line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#"))
