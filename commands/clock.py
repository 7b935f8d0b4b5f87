"""The only clock of the program; everything else is told the time."""

from collections.abc import Callable
from datetime import UTC, datetime, time

from cases.times import QuietHours
from settings import Settings

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def quiet_hours(settings: Settings) -> QuietHours:
    """The hours in which nobody is reminded of anything."""
    return QuietHours(time(settings.quiet_from), time(settings.quiet_until))
