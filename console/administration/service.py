"""The running service, as pages of administration ask it."""

from console.refused import NotFound
from console.upkeep import Upkeep
from console.visit import Visit


def upkeep_of(visit: Visit) -> Upkeep:
    """NotFound where no service runs."""
    if visit.office.upkeep is None:
        raise NotFound
    return visit.office.upkeep
