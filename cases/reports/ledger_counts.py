"""What reports tell of the rectification ledger (F8): all numbers come from its history."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.ledger import overview
from cases.ledger.models import LedgerChange, LedgerItem
from cases.ledger.states import Step
from cases.reports.periods import Period

PROGRESS = frozenset(Step) - {Step.SEEDED, Step.SIGNED_OFF, Step.ATTACHED, Step.DECIDED, Step.TAKEN_BACK}


@dataclass(frozen=True)
class LedgerDay:
    """How many lines of progress and sign-offs the items got in a period."""

    progress: Mapping[str, int]
    signed_off: Mapping[str, int]

    def of(self, section: str) -> tuple[int, int]:
        """Both for one item."""
        return self.progress.get(section, 0), self.signed_off.get(section, 0)


@dataclass(frozen=True)
class LedgerStanding:
    """How many of all items are not signed off now, and how many of these are overdue."""

    items: int
    open: int
    overdue: int


def of_day(session: Session, bulletin: str, period: Period) -> LedgerDay:
    """What was written in the period."""
    lines = select(LedgerItem.section, LedgerChange.what).join(LedgerChange, LedgerChange.item_id == LedgerItem.id)
    in_period = LedgerChange.at >= period.start, LedgerChange.at < period.end
    found = session.execute(lines.where(LedgerItem.bulletin == bulletin, *in_period)).tuples().all()
    progress = Counter(section for section, what in found if what in PROGRESS)
    return LedgerDay(progress, Counter(section for section, what in found if what is Step.SIGNED_OFF))


def standing(session: Session, bulletin: str, today: date) -> LedgerStanding:
    """As it is now."""
    items = overview.items(session, bulletin)
    still_open = [item for item in items if item.state not in overview.CLOSED]
    late = [item for item in still_open if overview.overdue(item, today)]
    return LedgerStanding(len(items), len(still_open), len(late))
