"""A small ledger for tests, and officers who keep it."""

from datetime import date, datetime
from itertools import count

from sqlalchemy.orm import Session

from cases.kinds import Role
from cases.ledger import overview, seeding, work
from cases.ledger.history import Note
from cases.ledger.models import LedgerItem
from cases.ledger.seeding import SeedItem, SeedLead, SeedPromise
from cases.staff.officer import Officer
from tests.builders import NOW

BULLETIN = "zhenan-2018"
ITEMS = [
    SeedItem("三(三)", "3.3", "海城违建"),
    SeedItem("六(三)", "6.3", "文体设施"),
    SeedItem("九(四)", "9.4", "整治形式主义"),
]
LEADS = [
    SeedLead("三(三)", "综合行政执法局", "S"),
    SeedLead("六(三)", "文教体局", "I"),
    SeedLead("九(四)", "党政办公室", "S"),
]
OPEN = [("六(三)", "争取2020年年底建成投用")]
PROMISES = [SeedPromise("六(三)", "争取2020年年底建成投用", date(2020, 12, 31))]
PROVEN = Note(reason="已拆", evidence="现场照片")
_ids = count(1)


def officer(name: str, *roles: Role, department: str | None = None) -> Officer:
    """Somebody of the team, or of a department."""
    return Officer(next(_ids), name, frozenset(roles), department)


def seed(session: Session, items: list[SeedItem] = ITEMS, now: datetime = NOW) -> int:
    """The ledger of the bulletin above; how many items are new."""
    return seeding.seed(session, BULLETIN, items, LEADS, OPEN, PROMISES, now)


def make_item(session: Session, section: str = "三(三)") -> LedgerItem:
    """An item of it."""
    seed(session)
    return overview.find(session, BULLETIN, section)


def make_done(session: Session, by: Officer, item: LedgerItem, owner: str = "执法局张") -> LedgerItem:
    """The item with a measure that is done, so that it may be proposed."""
    measure = work.add_measure(session, by, item, "拆除", owner, date(2026, 6, 1), NOW)
    session.flush()
    work.finish_measure(session, by, item, measure.id, NOW, PROVEN)
    return item
