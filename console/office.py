"""What the pages work with, handed in by whoever starts them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.receipt_code import Cost
from cases.staff.officer import Officer
from console.answers.desk import AnswerDesk
from console.entry.desk import EntryDesk
from console.ledger.desk import LedgerDesk
from console.pending import PendingSteps
from console.sent_forms import SentForms
from console.upkeep import Upkeep
from db.session import read_scope, write_scope
from desk.step import Office as CaseOffice
from wording import Wording


@dataclass(frozen=True)
class Office:
    """One database and its people; `trial` signs in a member of the demo team at one press."""

    database: Engine
    secret: ServiceSecret
    wording: Wording
    clock: Callable[[], datetime]
    casework: CaseOffice
    cost: Cost
    secure: bool = False
    trial: Mapping[str, str] = field(default_factory=dict)
    enter: Callable[[str], Officer | None] = lambda _name: None
    files: Path = Path("attachments")  # where the sealed bytes of attachments are
    upkeep: Upkeep | None = None  # without a running service there are no pages on it
    answers: AnswerDesk | None = None  # without one there are no pages on answers
    entry: EntryDesk | None = None  # without one nothing is entered by hand
    ledger: LedgerDesk | None = None
    pending: PendingSteps = field(default_factory=PendingSteps)
    sent: SentForms = field(default_factory=SentForms)

    def read(self) -> AbstractContextManager[Session]:
        """A session that changes nothing."""
        return read_scope(self.database)

    def write(self) -> AbstractContextManager[Session]:
        """A session that commits at its end."""
        return write_scope(self.database)
