"""Who is told when a limit runs out: the handler at 70 per cent, the deputy at 90, the leader at the breach."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cases import staff_notices
from cases.deadlines import counting
from cases.deadlines.counting import BREACH, DEPUTY_AT, HANDLER_AT
from cases.deadlines.models import Deadline
from cases.deadlines.rules import BY_ID
from cases.kinds import Role
from cases.staff_notices import Notice
from cases.times import local_date

BATCH = 100
NOTICES = {HANDLER_AT: Notice.DEADLINE_70, DEPUTY_AT: Notice.DEADLINE_90, BREACH: Notice.OVERDUE}
LEADERS = {DEPUTY_AT: Role.DEPUTY_LEADER, BREACH: Role.TEAM_LEADER}
NOT_A_HANDLERS = (Role.TEAM_LEADER, Role.SUPERIOR_LIAISON)


def warn(session: Session, now: datetime) -> int:
    """Give the warnings whose day has come, each once; says of how many deadlines, so that 0 means all are given."""
    rows = _awaiting(session, local_date(now))
    for row in rows:
        for level in counting.reached(row, local_date(now)):
            _tell(session, row, level, now)
            row.warned = level
        row.warn_on = counting.next_warning(row)
    session.flush()
    return len(rows)


def tell_who_acts(session: Session, row: Deadline, what: Notice, now: datetime) -> None:
    """The holder or, where nobody holds the case or the duty is a leader's, the role that owes it."""
    owed_by = BY_ID[row.rule].owed_by
    if row.case.holder_id and owed_by not in NOT_A_HANDLERS:
        staff_notices.tell(session, row.case, what, now, staff_id=row.case.holder_id, about=row.rule)
    else:
        staff_notices.tell_role(session, row.case, what, owed_by, now, about=row.rule)


def _awaiting(session: Session, today: date) -> Sequence[Deadline]:
    due = select(Deadline).where(Deadline.warn_on <= today).order_by(Deadline.warn_on, Deadline.id).limit(BATCH)
    mine = due.options(joinedload(Deadline.case)).with_for_update(skip_locked=True, of=Deadline)  # of two services one
    return session.scalars(mine).all()


def _tell(session: Session, row: Deadline, level: int, now: datetime) -> None:
    if level in LEADERS:
        staff_notices.tell_role(session, row.case, NOTICES[level], LEADERS[level], now, about=row.rule)
    else:
        tell_who_acts(session, row, NOTICES[level], now)
