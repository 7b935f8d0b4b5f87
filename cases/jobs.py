"""Work to be done at its time: a row and a claim."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from cases.chat_models import Job, JobState

CLAIM_LASTS = timedelta(minutes=10)
SETTLED_KEPT = timedelta(hours=1)


def put(session: Session, kind: str, subject: str, run_at: datetime) -> Job:
    """Ask for a job of this kind; `subject` names a row, never what a citizen said."""
    job = Job(kind=kind, subject=subject, run_at=run_at)
    session.add(job)
    session.flush()
    return job


def claim_next(session: Session, now: datetime) -> Job | None:
    """Take the job that has been due longest."""
    due = select(Job.id).where(Job.state == JobState.WAITING, Job.run_at <= now).order_by(Job.run_at, Job.id).limit(1)
    while found := session.scalar(due):
        mine = (Job.id == found) & (Job.state == JobState.WAITING)
        values = {"state": JobState.CLAIMED, "claimed_at": now, "attempts": Job.attempts + 1}
        claimed = update(Job).where(mine).values(values).returning(Job)
        if job := session.scalar(claimed, execution_options={"populate_existing": True}):
            return job
    return None


def mark_done(session: Session, job_id: int) -> None:
    """It is done."""
    _settle(session, job_id, state=JobState.DONE)


def mark_later(session: Session, job_id: int, run_at: datetime) -> None:
    """Try again at this time."""
    _settle(session, job_id, state=JobState.WAITING, run_at=run_at, claimed_at=None)


def mark_failed(session: Session, job_id: int) -> None:
    """Do not try again."""
    _settle(session, job_id, state=JobState.FAILED)


def release_stuck(session: Session, now: datetime) -> None:
    """Give back what was claimed by a worker that is gone."""
    stuck = (Job.state == JobState.CLAIMED) & (Job.claimed_at <= now - CLAIM_LASTS)
    session.execute(update(Job).where(stuck).values(state=JobState.WAITING, claimed_at=None))


def forget_settled(session: Session, now: datetime) -> None:
    """When a file came tells of whom a case is; after an hour nobody asks any more how a job ended."""
    settled = Job.state.in_((JobState.DONE, JobState.FAILED))
    session.execute(delete(Job).where(settled, func.coalesce(Job.claimed_at, Job.run_at) <= now - SETTLED_KEPT))


def _settle(session: Session, job_id: int, **values: Any) -> None:
    session.execute(update(Job).where(Job.id == job_id).values(**values))
