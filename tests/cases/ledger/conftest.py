"""A small ledger: one plain item, one that the bulletin leaves open, one with a promise."""

import pytest
from sqlalchemy.orm import Session

from cases.kinds import Role
from cases.ledger.models import LedgerItem
from cases.staff.officer import Officer
from tests.ledgers import make_item, officer


@pytest.fixture
def item(session: Session) -> LedgerItem:
    """An item whose department is stated."""
    return make_item(session)


@pytest.fixture
def worker() -> Officer:
    """Does the work."""
    return officer("王丽", Role.HANDLER)


@pytest.fixture
def checker() -> Officer:
    """Checks it."""
    return officer("陈明", Role.REVIEWER)
