"""What routing has to know of the office: the words that are shipped, the office's own, and the bulletin's profile."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from sqlalchemy import Engine as Database

from bulletin.profile import Profile
from cases.routing.jurisdiction import Jurisdiction, Lead, parse
from commands import models
from settings import ROOT, Settings

FILE = "data/jurisdiction.yml"
DOORS = "data/responses/door/door.yml"


class BrokenData(SystemExit):
    """The file of the office cannot be used: says which and why."""


def records(settings: Settings) -> Sequence[Mapping[str, Any]]:
    """The shipped file and, where there is one, that of the office; read once, at start."""
    found = [folder / FILE for folder in (ROOT, settings.home) if (folder / FILE).exists()]
    try:
        read = [yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {} for file in found]
        parse(read)
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as failure:
        raise BrokenData(f"读不懂 {FILE}：{failure}") from failure
    return read


def of(read: Sequence[Mapping[str, Any]], known: Profile) -> Jurisdiction:
    """All of it, for the bulletin that is served."""
    places = [name for place in known.places for name in (place.name, *place.names)]
    leads = [Lead(lead.section, lead.department, lead.scope) for lead in known.leads]
    return parse(read, leads=leads, aliases=known.aliases, zone=places, outside=known.neighbours)


def served(settings: Settings, database: Database) -> Jurisdiction:
    """All of it for the live bulletin, as it is now; NoModel where that is gone."""
    return of(records(settings), models.layers(settings, models.live(database)).about()[1])


def doors() -> dict[str, str]:
    """The answers that name who is competent elsewhere, by the ids that routing gives."""
    record = yaml.load((ROOT / DOORS).read_text("utf-8"), yaml.CSafeLoader)
    return {name.removeprefix("utter_door/"): rows[0]["text"] for name, rows in record["responses"].items()}
