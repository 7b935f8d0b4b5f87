"""The quarter's tip-offs, for the leader alone (domain.md 5.3, Rule Art. 18)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.deadlines.rule import RuleId
from cases.errors import NotAllowed
from cases.history import What
from cases.kinds import Kind, Queue, Role, State
from cases.models import Case
from cases.recusal.models import RecusalRequest
from cases.reports import sealed, tables
from cases.reports.cells import Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.counting import Edition
from cases.reports.measures import Measure, count, entered
from cases.reports.periods import Period
from cases.reports.stories import FINISHED, Story
from cases.reports.tables import Table


def _duty(rule: RuleId, *, late: bool) -> Measure:
    """Done in the period and in time; or done too late in it, or still owed and late at its end."""

    def one(story: Story, period: Period) -> bool:
        duties = [duty for duty in story.duties if duty.rule is rule]
        if not late:
            return any(duty.kept and duty.met_on in period for duty in duties)
        return any(duty.late(period.last) or (duty.met_on in period and not duty.kept) for duty in duties)

    return count(one)


def _new_evidence(story: Story, period: Period) -> bool:
    """The citizen wrote again after it had been completed."""
    done = [move.on for move in story.moves if move.new in FINISHED]
    return bool(done) and any(
        line.what == What.MESSAGE_ADDED and line.on in period and line.on >= done[0] for line in story.happened
    )


MEASURES: Mapping[Column, Measure] = {
    Column.RECEIVED: count(lambda story, period: story.received_on in period),
    Column.FIRST_REPORTS: count(lambda story, period: story.received_on in period and not story.duplicate),
    Column.DUPLICATES: count(lambda story, period: story.received_on in period and story.duplicate),
    Column.OWN_LEVEL: count(lambda story, period: story.received_on in period and story.queue is Queue.TIP_OFF),
    Column.REPORTED_UP_ON_TIME: _duty(RuleId.DL02, late=False),
    Column.REPORTED_UP_LATE: _duty(RuleId.DL02, late=True),
    Column.REFERRED_DOWN: count(
        lambda story, period: story.queue is Queue.TIP_OFF and story.entered(period, State.REFERRED)
    ),
    Column.NOT_ACCEPTED: entered(State.NOT_ACCEPTED),
    Column.INFORMED_ON_TIME: _duty(RuleId.DL05, late=False),
    Column.INFORMED_LATE: _duty(RuleId.DL05, late=True),
    Column.FEEDBACK_ON_TIME: _duty(RuleId.DL06, late=False),
    Column.FEEDBACK_LATE: _duty(RuleId.DL06, late=True),
    Column.OBJECTIONS: count(lambda story, period: story.had(What.CONTESTED, period)),
    Column.NEW_EVIDENCE: count(_new_evidence),
    Column.PROTECTION_REQUESTS: count(
        lambda story, period: any(d.rule is RuleId.DL20 and d.started_on in period for d in story.duties)
    ),
}


def make(session: Session, period: Period, edition: Edition, now: datetime) -> Report:
    """NotAllowed for anybody but the leader, whose edition alone has totals of what is sealed."""
    if edition.in_totals is None:
        raise NotAllowed(Role.TEAM_LEADER.label)
    theirs = (edition.in_rows | edition.in_totals) & (Case.kind == Kind.TIP_OFF)
    found = Table(MEASURES.values(), period)
    tables.read(session, period, theirs, found)
    line = (*found.total, _recusals_asked(session, period, edition))
    sheet = Sheet(Title.QUARTERLY, (*MEASURES, Column.RECUSAL_REQUESTS), (line,), remarks=(Words.OVERDUE_BY_TABLE,))
    return Report(period, now, (sheet, *sealed.sheets(session, period, edition)))


def _recusals_asked(session: Session, period: Period, edition: Edition) -> int:
    asked = select(func.count(RecusalRequest.id)).join(Case, Case.id == RecusalRequest.case_id)
    in_period = RecusalRequest.asked_at >= period.start, RecusalRequest.asked_at < period.end
    return session.scalar(asked.where(edition.in_rows, Case.kind == Kind.TIP_OFF, *in_period)) or 0
