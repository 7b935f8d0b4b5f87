"""What the pages of figures and administration ask of the running service, handed in by whoever starts it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases.reports.making import About
from cases.retention.periods import Periods
from cases.retention.purging import Purged


@dataclass(frozen=True)
class Upkeep:
    """`health` says which parts work, `missing` what is still to be set, `purge` takes away what is due."""

    bulletin: Callable[[], tuple[Bulletin, Profile]]
    about: Callable[[], About]
    health: Callable[[], Mapping[str, bool]]
    missing: Callable[[], Sequence[str]]
    periods: Callable[[], Periods]
    purge: Callable[[str], Purged]
