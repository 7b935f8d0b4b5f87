"""What comes due by itself: each thing once, in its time, and nothing that fails stops the rest."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import staff_rounds
from bot.staff_rounds import StaffRounds
from cases import staff_notices
from cases.audit import chain
from cases.audit.chain import Head, Verdict
from cases.audit.deeds import Action, Outcome
from cases.audit.models import AuditEntry
from cases.deadlines import recomputation
from cases.kinds import Role, State
from cases.models import Case
from cases.retention.purging import Purged
from cases.staff_notices import Notice, StaffNotice
from cases.transitions import Move
from db.session import read_scope, write_scope
from tests import databases
from tests.builders import DAY, HOUR, NOW, make_case, make_officer
from tests.teams import go

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database with all tables."""
    yield from databases.opened(request.param, tmp_path)


class Night:
    """Rounds with a clock that can be moved, and a purge that only counts."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now, self.purges = engine, NOW, 0
        self.rounds = StaffRounds(engine, lambda: self.now, self._purge)

    async def pass_by(self, time: timedelta = timedelta(0)) -> None:
        """So much later, one round."""
        self.now += time
        await self.rounds.round()

    def change(self, change: Callable[[Session], object]) -> None:
        """In a transaction of its own."""
        with write_scope(self.engine) as session:
            change(session)

    def notices(self, what: Notice) -> list[StaffNotice]:
        """All of this sort, seen or not."""
        with read_scope(self.engine) as session:
            return list(session.scalars(select(StaffNotice).where(StaffNotice.what == what)))

    def checks(self) -> list[str | None]:
        """How the checks of the chain ended."""
        with read_scope(self.engine) as session:
            of_check = AuditEntry.action == Action.VERIFY
            return list(session.scalars(select(AuditEntry.outcome).where(of_check).order_by(AuditEntry.id)))

    def _purge(self) -> Purged:
        self.purges += 1
        return Purged()


@pytest.fixture
def night(engine: Engine) -> Night:
    """A service that has just been started."""
    return Night(engine)


def wait(session: Session) -> None:
    go(session, make_case(session), Move.TRIAGE, Move.ASK_INFO)


def state(night: Night) -> State:
    with read_scope(night.engine) as session:
        return session.scalars(select(Case.state)).one()


async def test_a_warning_is_given_in_the_hour_in_which_it_comes_due(night: Night):
    night.change(make_case)
    await night.pass_by()
    assert night.notices(Notice.OVERDUE) == []
    await night.pass_by(3 * DAY)
    given = len(night.notices(Notice.OVERDUE))
    await night.pass_by(HOUR)
    assert given == len(night.notices(Notice.OVERDUE)) > 0


async def test_who_does_not_answer_is_not_waited_for_longer_than_the_limit(night: Night):
    night.change(wait)
    await night.pass_by(20 * DAY)
    assert state(night) is State.NEEDS_INFO
    await night.pass_by(10 * DAY)
    assert state(night) is State.TRIAGED


async def test_the_work_of_the_night_is_done_at_the_start_and_then_once_a_day(night: Night):
    await night.pass_by()
    for _ in range(24):
        await night.pass_by(HOUR)
    assert night.purges == len(night.checks()) == 2


async def test_nothing_is_done_twice_in_an_hour(night: Night, monkeypatch):
    counted: list[datetime] = []
    monkeypatch.setattr(staff_rounds.warning, "warn", lambda _, now: counted.append(now))
    await night.pass_by()
    await night.pass_by(HALF_AN_HOUR)
    await night.pass_by(HALF_AN_HOUR)
    assert counted == [NOW, NOW + HOUR]


async def test_what_fails_is_tried_again_in_an_hour_and_stops_nothing(night: Night, monkeypatch, caplog):
    night.change(wait)
    with monkeypatch.context() as broken:
        broken.setattr(recomputation, "outdated", lambda *_: 1 / 0)
        await night.pass_by(30 * DAY)
    assert (state(night), night.purges) == (State.TRIAGED, 1)
    assert [record.getMessage() for record in caplog.records] == ["staff rounds, holidays: ZeroDivisionError"]
    tried: list[datetime] = []

    def nothing_outdated(_: Session, now: datetime) -> list[int]:
        tried.append(now)
        return []

    monkeypatch.setattr(recomputation, "outdated", nothing_outdated)
    await night.pass_by(HOUR)
    await night.pass_by(HOUR)
    assert tried == [NOW + 30 * DAY + HOUR]


async def test_a_chain_that_holds_is_noted_and_told_to_nobody(night: Night):
    await night.pass_by()
    assert night.checks() == [Outcome.DONE]
    assert night.notices(Notice.CHAIN_BROKEN) == []


async def test_a_broken_chain_is_told_to_the_auditors_until_they_have_looked(night: Night, monkeypatch, caplog):
    monkeypatch.setattr(chain, "verify", lambda _: Verdict(Head(4, "0"), broken=5))
    await night.pass_by()
    await night.pass_by(DAY)
    assert night.checks() == [Outcome.FAILED] * 2
    assert [(notice.about, notice.role) for notice in night.notices(Notice.CHAIN_BROKEN)] == [("5", Role.AUDITOR)]
    assert {record.getMessage() for record in caplog.records} == {"staff rounds, audit: chain_broken"}


async def test_only_an_auditor_is_told_of_a_broken_chain_and_looks_once(night: Night, monkeypatch):
    monkeypatch.setattr(chain, "verify", lambda _: Verdict(Head(4, "0"), broken=5))
    await night.pass_by()
    with write_scope(night.engine) as session:
        auditor, leader = make_officer(session, Role.AUDITOR), make_officer(session, Role.TEAM_LEADER)
        assert staff_notices.unseen_for(session, leader) == []
        (notice,) = staff_notices.unseen_for(session, auditor)
        assert (notice.what, notice.number) == (Notice.CHAIN_BROKEN, "")
        staff_notices.mark_seen(session, auditor, [notice.id], NOW)
        assert staff_notices.unseen_for(session, auditor) == []
