"""The day by which its citizen may expect a case to be done: of suggestions and complaints (domain.md 2.5)."""

from sqlalchemy.orm import Session

from cases.deadlines import counting
from cases.deadlines.models import Deadline
from cases.deadlines.rule import RuleId
from cases.kinds import State, Track
from cases.models import Case

OF_TRACK = {Track.SUGGESTION: RuleId.DL18, Track.PETITION: RuleId.DL13}
UNDER_WAY = (
    State.ACCEPTED,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.EXTENDED,
    State.UNDER_REVIEW,
    State.REWORK,
)


def promised(session: Session, case: Case) -> Deadline | None:
    """The limit that runs now; None as long as the case is not accepted, and where its clock stands still."""
    rule = OF_TRACK.get(case.kind.track)
    if rule is None or case.confidential or case.state not in UNDER_WAY:
        return None
    return next((row for row in counting.of_case(session, case) if row.rule == rule and row.running), None)
