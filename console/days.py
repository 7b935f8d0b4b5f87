"""Days that were typed into an address."""

from datetime import date

from console.refused import BadField
from console.visit import Visit

YEARS = range(2000, 2200)  # another one is a slip of the hand


def day_of(visit: Visit, name: str) -> date | None:
    """None where nothing was typed; BadField for what is no day."""
    typed = visit.query.get(name, "").strip()
    if not typed:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        raise BadField(visit.say("console.figures.bad_day"))
    return found
