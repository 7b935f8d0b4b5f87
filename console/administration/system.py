"""Whether the service works, when it was last backed up, and what is still to be set: no case, no name, no words."""

from datetime import datetime, timedelta

from starlette.responses import Response

from cases.audit import log
from cases.audit.deeds import Action
from console.administration.areas import ROLES, SYSTEM
from console.administration.service import upkeep_of
from console.visit import Route, Visit

BACKED_UP_WITHIN = timedelta(hours=36)  # a night may fail, two may not


def system(visit: Visit) -> Response:
    """As it is at this moment."""
    upkeep = upkeep_of(visit)
    with visit.office.read() as session:
        last = log.last_done(session, Action.BACKUP)
    backup = {"last": last, "late": last is None or visit.now - last > BACKED_UP_WITHIN, "age": _age(visit, last)}
    parts = [(visit.say(f"console.administration.part.{name}"), works) for name, works in upkeep.health().items()]
    return visit.page("administration_system.html", parts=parts, missing=upkeep.missing(), backup=backup)


def _age(visit: Visit, last: datetime | None) -> str:
    if last is None:
        return visit.say("console.administration.system_of.never")
    hours = int((visit.now - last).total_seconds() // 3600)
    days, rest = divmod(hours, 24)
    return visit.say("console.administration.system_of.age", days=days, hours=rest)


ROUTES = (Route("GET", SYSTEM, system, ROLES["system"]),)
