"""What a running service tells the pages of figures and administration, without one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bulletin import profile
from cases.reports.making import About
from cases.retention.periods import Periods
from cases.retention.purging import Purge
from console.upkeep import Upkeep
from db.session import read_scope, write_scope
from settings import ROOT
from tests.consoles import Console

BULLETIN, KNOWN = profile.load(ROOT / "data" / "bulletin")
PERIODS = Periods.load(ROOT / "data" / "retention.yml")


@dataclass
class Standing:
    """How the service is; a test changes it."""

    parts: dict[str, bool] = field(default_factory=lambda: {"database": True, "outbox": True})
    missing: list[str] = field(default_factory=list)


def with_upkeep(console: Console, folder: Path) -> Standing:
    """The console as a part of a service that stands like this."""
    standing = Standing()
    console.more["upkeep"] = _upkeep(console.database, folder, lambda: console.now, standing)
    console.__post_init__()
    return standing


def _upkeep(database: Engine, folder: Path, clock: Callable[[], datetime], standing: Standing) -> Upkeep:
    purge = Purge(partial(read_scope, database), partial(write_scope, database), clock, folder, PERIODS)
    streets = [place.name for place in KNOWN.places if place.kind == "street"]
    return Upkeep(
        bulletin=lambda: (BULLETIN, KNOWN),
        about=lambda: About(BULLETIN.id, [item.label for item in BULLETIN.items], streets),
        health=lambda: standing.parts,
        missing=lambda: standing.missing,
        periods=lambda: PERIODS,
        purge=lambda actor: replace(purge, actor=actor).run(),
    )
