"""The real bulletin's ledger behind the console."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bulletin import profile
from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases.ledger import overview
from cases.ledger.models import LedgerItem
from commands import ledger_seed
from console.ledger.desk import LedgerDesk
from db.session import write_scope
from settings import ROOT
from tests.builders import NOW
from tests.consoles import Console

BULLETIN, PROFILE = profile.load(ROOT / "data" / "bulletin")


def about() -> tuple[Bulletin, Profile]:
    """The live one."""
    return BULLETIN, PROFILE


def make_console(database: Engine, *, seeded: bool = True, **more: Any) -> Console:
    """One whose ledger stands as the bulletin begins it."""
    if seeded:
        with write_scope(database) as session:
            ledger_seed.seed(session, BULLETIN, PROFILE, NOW)
    return Console(database, more={"ledger": LedgerDesk(about, ledger_seed.seed), **more})


def item_of(session: Session, slug: str = "3.3") -> LedgerItem:
    """One of its items."""
    return overview.find(session, BULLETIN.id, slug)
