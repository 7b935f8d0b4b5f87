"""How many days what was said is kept, by track and by how the case ended: data that the archive officer sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cases.kinds import Kind, State, Track
from cases.transitions import OPEN

OTHERWISE = "otherwise"
ENDINGS = frozenset(State) - OPEN - {State.ARCHIVED, State.PURGED}


class UnusablePeriods(Exception):
    """The file of periods says something that cannot be followed: its text names the place."""


@dataclass(frozen=True)
class Periods:
    """Days by track and ending; `handover` is for what the receiving organ has confirmed (domain.md part 8)."""

    handover: int
    tracks: Mapping[Track, Mapping[str, int]]

    def days(self, track: Track, ending: str | None) -> int:
        """For a case of this track that ended like this."""
        periods = self.tracks[track]
        return periods.get(ending or OTHERWISE, periods[OTHERWISE])

    @classmethod
    def load(cls, path: Path) -> "Periods":
        """Read and check the file."""
        try:
            written = yaml.safe_load(path.read_text("utf-8"))
            tracks = {Track(name): _checked(name, periods) for name, periods in written["tracks"].items()}
            handover = _days("after_confirmed_handover", written["after_confirmed_handover"])
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise UnusablePeriods(str(wrong)) from None
        missing = [track.value for track in Track if track not in tracks]
        if missing:
            raise UnusablePeriods(f"tracks: {' '.join(missing)}")
        return cls(handover, tracks)


def kinds_of(track: Track) -> list[Kind]:
    """The kinds that run on a track."""
    return [kind for kind in Kind if kind.track is track]


def _checked(track: str, periods: Mapping[str, Any]) -> Mapping[str, int]:
    """An open state is no ending: a case that is open never expires."""
    if OTHERWISE not in periods:
        raise UnusablePeriods(f"{track}: {OTHERWISE}")
    for ending, days in periods.items():
        if ending != OTHERWISE and ending not in ENDINGS:
            raise UnusablePeriods(f"{track}: {ending}")
        _days(f"{track}.{ending}", days)
    return dict(periods)


def _days(where: str, days: Any) -> int:
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise UnusablePeriods(f"{where}: {days}")
    return days
