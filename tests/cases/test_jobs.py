"""Jobs and deliveries: rows that guard against doing things twice."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases import deliveries, jobs
from cases.chat_models import Job
from cases.errors import AlreadySeen
from db.session import write_scope
from tests.builders import DAY, HOUR, MINUTE, NOW, SECRET


def test_a_job_is_done_once_at_its_time(session: Session) -> None:
    job = jobs.put(session, "download", "7", NOW + HOUR)
    assert jobs.claim_next(session, NOW) is None
    assert jobs.claim_next(session, NOW + HOUR) is job
    jobs.mark_done(session, job.id)
    assert jobs.claim_next(session, NOW + DAY) is None


def test_the_job_that_is_due_longest_goes_first(session: Session) -> None:
    jobs.put(session, "download", "late", NOW)
    early = jobs.put(session, "download", "early", NOW - HOUR)
    assert jobs.claim_next(session, NOW) is early


def test_a_job_put_off_counts_its_attempts(session: Session) -> None:
    job = jobs.put(session, "download", "7", NOW)
    jobs.claim_next(session, NOW)
    jobs.mark_later(session, job.id, NOW + MINUTE)
    again = jobs.claim_next(session, NOW + MINUTE)
    assert again is not None
    assert again.attempts == 2


def test_a_job_of_a_dead_worker_is_given_back_and_a_failed_one_is_not(session: Session) -> None:
    job = jobs.put(session, "download", "7", NOW)
    jobs.claim_next(session, NOW)
    jobs.release_stuck(session, NOW + HOUR)
    assert jobs.claim_next(session, NOW + HOUR) is job
    jobs.mark_failed(session, job.id)
    jobs.release_stuck(session, NOW + DAY)
    assert jobs.claim_next(session, NOW + DAY) is None


def test_a_delivery_is_known_for_two_days(session: Session) -> None:
    key = SECRET.delivery_key("telegram", "update:1")
    assert not deliveries.already_seen(session, key)
    deliveries.remember(session, key, NOW)
    deliveries.forget_old(session, NOW + 2 * DAY - MINUTE)
    assert deliveries.already_seen(session, key)
    deliveries.forget_old(session, NOW + 2 * DAY)
    assert not deliveries.already_seen(session, key)


def test_of_two_workers_with_one_delivery_the_second_stops(engine: Engine) -> None:
    with write_scope(engine) as session:
        deliveries.remember(session, "key", NOW)
    with pytest.raises(AlreadySeen), write_scope(engine) as session:
        deliveries.remember(session, "key", NOW)


def test_how_a_job_ended_is_forgotten_after_an_hour(session: Session) -> None:
    done, waiting = jobs.put(session, "download", "7", NOW), jobs.put(session, "download", "8", NOW + MINUTE)
    jobs.claim_next(session, NOW)
    jobs.mark_done(session, done.id)
    jobs.forget_settled(session, NOW + HOUR - MINUTE)
    assert session.query(Job).count() == 2
    jobs.forget_settled(session, NOW + HOUR)
    assert [job.id for job in session.query(Job)] == [waiting.id]
