"""Words of a citizen that two officers let others read."""

from sqlalchemy.orm import Session

from cases.kinds import Role
from cases.likeness import published
from cases.models import Case
from tests.builders import NOW, make_officer


def publish(session: Session, case: Case, redacted: str) -> None:
    """One proposes them, another releases them."""
    published.propose(session, make_officer(session, Role.TRIAGE_OFFICER), case, redacted, NOW)
    published.release(session, make_officer(session, Role.TRIAGE_OFFICER), case, NOW)
