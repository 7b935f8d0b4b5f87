"""The live bulletin as the beginnings of a ledger."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from bulletin.document import Bulletin, Section
from bulletin.profile import Profile
from cases.ledger import seeding
from cases.ledger.seeding import SeedItem, SeedLead, SeedPromise
from db.session import read_scope, write_scope

LONGEST_TITLE = 300
INTENDED = re.compile("预计|争取|力争|计划|确保|拟于|将于")
DATED = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?|年?底|内)")


def seed(session: Session, bulletin: Bulletin, profile: Profile, now: datetime) -> int:
    """Its items, leads, open ends and dated promises; how many items are new."""
    items = [SeedItem(item.label, item.id.removeprefix(f"{bulletin.id}/"), _title(item)) for item in bulletin.items]
    leads = [SeedLead(lead.section, lead.department, lead.basis, lead.scope) for lead in profile.leads]
    open_items = [(item.section, item.quote) for item in profile.open_items]
    return seeding.seed(session, bulletin.id, items, leads, open_items, _promises(profile), now)


def begin(database: Database, bulletin: Bulletin, profile: Profile, now: datetime) -> None:
    """Seed it where there is none yet."""
    with read_scope(database) as session:
        if seeding.seeded(session, bulletin.id):
            return
    with write_scope(database) as session:
        seed(session, bulletin, profile, now)


def promised_on(quote: str) -> date | None:
    """The last day of 预计2019年10月可投用, of 争取2020年年底; None where nothing is promised by a day."""
    intended = INTENDED.search(quote)
    dated = DATED.search(quote, intended.end()) if intended else None
    if dated is None:
        return None
    year, month = int(dated[1]), int(dated[2] or 12)
    try:
        return date(year, month, int(dated[3] or monthrange(year, month)[1]))
    except ValueError:  # the 31st of a short month, or the 13th month: nobody can be held to it
        return None


def _promises(profile: Profile) -> Iterator[SeedPromise]:
    for item in profile.open_items:
        if day := promised_on(item.quote):
            yield SeedPromise(item.section, item.quote, day)


def _title(item: Section) -> str:
    first = item.sentences[0].text if item.sentences else item.text
    return (item.heading or first)[:LONGEST_TITLE]
