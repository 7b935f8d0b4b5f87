"""Officers who may ask for reports."""

import pytest
from sqlalchemy.orm import Session

from cases.kinds import Role
from cases.staff.officer import Officer
from tests.builders import make_officer


@pytest.fixture
def leader(session: Session) -> Officer:
    """Who gets the edition with the totals of what is sealed."""
    return make_officer(session, Role.TEAM_LEADER)


@pytest.fixture
def triage(session: Session) -> Officer:
    """Who sees what waits, and gets the ordinary edition."""
    return make_officer(session, Role.TRIAGE_OFFICER)
