"""What the pages of the ledger work with beside the database, handed in by whoever starts them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bulletin.document import Bulletin
from bulletin.profile import Profile


@dataclass(frozen=True)
class LedgerDesk:
    """`about` is the live bulletin; `seed` puts what is missing of it into the ledger and counts the new items."""

    about: Callable[[], tuple[Bulletin, Profile]]
    seed: Callable[[Session, Bulletin, Profile, datetime], int]
