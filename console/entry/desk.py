"""What entry by hand works with beside the database, handed in by whoever starts the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases.draft_body import DraftBody
from cases.models import Case
from cases.receipt_code import Derivation


@dataclass(frozen=True)
class EntryDesk:
    """`about` is the live bulletin; `keep` takes the bytes of a scan, by name, into a case."""

    about: Callable[[], tuple[Bulletin, Profile]]
    derivation: Derivation
    accuses_team: Callable[[DraftBody], bool]
    keep: Callable[[Session, Case, str, bytes, datetime], None]
