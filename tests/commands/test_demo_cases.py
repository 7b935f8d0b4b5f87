"""The cases of a trial: all states and kinds, each by a legal history, and nothing where there are cases already."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from cases import following, queries
from cases.audit.models import AuditEntry
from cases.chat_models import Attachment
from cases.kinds import IdentityMode, Kind, Queue, State
from cases.ledger.models import LedgerChange, LedgerItem, LedgerSuggestion
from cases.ledger.states import ItemState
from cases.likeness.campaigns import campaigns
from cases.models import Case, CaseEvent, Message
from cases.protection import ProtectionRequest
from cases.recusal.models import Recusal, RecusalRequest
from cases.sealing.models import IdentityRequest
from cases.sealing.reading import citizen_reader
from cases.staff_notices import Notice, StaffNotice
from cases.times import LOCAL
from commands import keys, models
from commands.demo_cases import filling, questions
from commands.demo_cases.hours import OFFICE
from commands.demo_cases.planner import Planner
from db.session import read_scope
from faq.models import Miss
from settings import ROOT, Settings
from tests.builders import NOW
from tests.cases.invariants import checks
from tests.cases.invariants.world import Told, World

CASES, ITEMS, SHOWCASES = 200, 34, 6


@dataclass(frozen=True)
class Trial:
    """A home that was filled, and when."""

    settings: Settings
    now: datetime

    @property
    def database(self) -> Engine:
        return models.opened(self.settings)

    def officer(self, name: str):
        return keys.demo_officer(self.settings, self.database, name)

    @property
    def codes(self) -> list[dict[str, str]]:
        return json.loads((self.settings.home / filling.CODES).read_text("utf-8"))


def fill(folder: Path, now: datetime, **chosen: Any) -> Trial:
    given: dict[str, Any] = {
        "home": folder / "home",
        "model": folder / "none",
        "database_url": "",
        "argon2_memory_kib": 8,
    }
    trial = Trial(Settings(**given, **chosen, argon2_passes=1), now)
    filling.fill(trial.settings, now)
    return trial


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return fill(tmp_path_factory.mktemp("demo"), NOW)


@pytest.fixture
def session(trial: Trial) -> Iterator[Session]:
    with read_scope(trial.database) as opened:
        yield opened


def count(session: Session, counting: Select[tuple[int]]) -> int:
    return session.scalar(counting) or 0


def numbers_of(session: Session, *columns) -> Counter:
    return Counter(session.execute(select(*columns)).scalars())


def test_there_are_two_hundred_cases_of_every_kind_in_every_state_and_queue(session: Session) -> None:
    assert count(session, select(func.count(Case.id))) == CASES
    assert set(numbers_of(session, Case.state)) == set(State)
    assert set(numbers_of(session, Case.kind)) == set(Kind)
    assert set(numbers_of(session, Case.queue)) == set(Queue)
    assert set(numbers_of(session, Case.identity_mode)) == set(IdentityMode) - {IdentityMode.IMPERSONATED}


def test_every_case_has_a_legal_history_and_the_deadlines_that_follow_from_it(trial: Trial, session: Session) -> None:
    world = World(trial.database, Random(0), trial.now)
    for case in session.scalars(select(Case)):
        told = world.told[case.id] = Told(case.id, case.number, case.kind, "", set())
        checks.check_case(world, session, case, told)
    checks.check_office(world, session)


def test_everything_staff_did_was_in_office_hours_and_nothing_is_yet_to_come(session: Session, trial: Trial) -> None:
    times = [entry.at.astimezone(LOCAL) for entry in session.scalars(select(AuditEntry)) if entry.actor != "system"]
    assert times
    assert all(OFFICE[0] <= at.time() < OFFICE[1].replace(hour=18) for at in times)
    assert max(times) <= trial.now
    assert not session.scalars(select(CaseEvent.id).where(CaseEvent.at > trial.now)).all()


def test_the_clerk_finds_a_whole_day_of_work(session: Session, trial: Trial) -> None:
    today = trial.now.astimezone(LOCAL).date()
    is_open = Case.closed_at.is_(None)
    due = [case.due_on for case in session.scalars(select(Case).where(is_open)) if case.due_on]
    assert sum(day < today for day in due) in range(5, 30)
    assert sum(today <= day <= today + timedelta(days=3) for day in due) in range(5, 50)
    assert count(session, select(func.count(Case.id)).where(is_open, Case.holder_id.is_(None))) >= 20
    assert count(session, select(func.count(Case.id)).where(Case.urgent)) >= 2
    assert count(session, select(func.count(Case.id)).where(Case.quality_since.is_not(None))) >= 3
    warned = set(numbers_of(session, StaffNotice.what))
    assert {Notice.DEADLINE_70, Notice.DEADLINE_90, Notice.OVERDUE, Notice.CONTESTED, Notice.PROTECTION} <= warned


def test_a_campaign_of_seven_is_recognised(session: Session, trial: Trial) -> None:
    found = campaigns(session, trial.officer("triage"), trial.now)
    assert max(len(campaign.cases) for campaign in found) >= 6


def test_what_is_rare_is_there_too(session: Session) -> None:
    kinds = (Recusal.case_id, RecusalRequest.id, IdentityRequest.id, ProtectionRequest.id, Attachment.id, Miss.id)
    assert all(count(session, select(func.count(column))) for column in kinds)
    repeats = session.scalars(select(Case.duplicate_of).where(Case.duplicate_of.is_not(None))).all()
    assert len(repeats) == 3
    assert session.scalar(select(Case.id).where(Case.rework_count == 2)) is not None
    assert session.scalar(select(Case.id).where(Case.split_from.is_not(None))) is not None


def test_what_accuses_the_leader_is_hidden_from_him(session: Session, trial: Trial) -> None:
    about_him = session.scalars(select(Case).where(Case.queue == Queue.SEALED_TEAM_LEADER)).all()
    seen = {case.id for case in queries.listed(session, trial.officer("leader"), trial.now).cases}
    assert about_him
    assert seen.isdisjoint(case.id for case in about_him)


def test_the_ledger_has_all_items_in_many_states_and_words_for_the_public(session: Session) -> None:
    states = numbers_of(session, LedgerItem.state)
    assert states.total() == ITEMS
    assert {ItemState.SIGNED_OFF, ItemState.AWAITING_SIGN_OFF, ItemState.LOOK_BACK, ItemState.REWORK} <= set(states)
    assert count(session, select(func.count(LedgerChange.id)).where(LedgerChange.told_public)) >= 5
    assert count(session, select(func.count(LedgerSuggestion.id)).where(LedgerSuggestion.decision.is_not(None))) >= 3


def test_the_codes_of_the_showcases_open_their_cases_and_what_staff_wrote(session: Session, trial: Trial) -> None:
    derivation = keys.custody(trial.settings, trial=True).derivation
    assert len(trial.codes) == SHOWCASES
    for shown in trial.codes:
        code = shown["code"].replace(" ", "")
        case = following.by_code(session, derivation.token(code))
        assert case
        assert case.number == shown["number"]
        assert case.kind is Kind.APPEAL or following.replies(session, case, citizen_reader(derivation.key_pair(code)))


def test_the_codes_are_for_nobody_else_on_this_machine(trial: Trial) -> None:
    assert (trial.settings.home / filling.CODES).stat().st_mode & 0o777 == 0o600


def test_a_second_start_changes_nothing(trial: Trial) -> None:
    with read_scope(trial.database) as before:
        was = numbers_of(before, Case.number), before.scalar(select(func.count(Message.id)))
    filling.fill(trial.settings, trial.now + timedelta(days=1))
    with read_scope(trial.database) as after:
        assert (numbers_of(after, Case.number), after.scalar(select(func.count(Message.id)))) == was


def test_a_home_whose_team_is_real_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", model=tmp_path / "none", database_url="")
    keys.make_demo_team(settings, models.opened(settings), keys.custody(settings, trial=True).secret)
    (settings.home / keys.DEMO_TEAM).unlink()
    filling.fill(settings, NOW)
    with read_scope(models.opened(settings)) as session:
        assert count(session, select(func.count(Case.id))) == 0


def test_a_trial_of_another_bulletin_begins_with_an_empty_queue(tmp_path: Path) -> None:
    other = tmp_path / "bulletin"
    shutil.copytree(ROOT / "data" / "bulletin", other)
    profile = other / "bulletin.yml"
    profile.write_text(profile.read_text("utf-8").replace("id: zhenan-2018", "id: other-2020", 1), "utf-8")
    made = fill(tmp_path, NOW, bulletin=other)
    with read_scope(made.database) as session:
        assert count(session, select(func.count(Case.id))) == 0


def test_a_start_that_was_broken_off_is_made_good_by_the_next(tmp_path: Path, monkeypatch) -> None:
    few = Planner(NOW).plans()[:3]
    monkeypatch.setattr(filling.Planner, "plans", lambda _planner: few)
    with monkeypatch.context() as breaking, pytest.raises(KeyboardInterrupt):
        breaking.setattr(questions, "ask", _interrupt)
        fill(tmp_path, NOW)
    made = fill(tmp_path, NOW)
    with read_scope(made.database) as session:
        assert count(session, select(func.count(Case.id))) == len(few)


def _interrupt(*_words: object) -> None:
    raise KeyboardInterrupt


def test_the_same_clock_gives_the_same_plans_and_another_seed_others() -> None:
    def told(**how):
        return [(plan.text, plan.came, plan.steps, plan.identity) for plan in Planner(NOW, **how).plans()]

    assert told() == told()
    assert told() != told(seed=1)


def test_hardly_anybody_says_the_same() -> None:
    texts = [plan.text for plan in Planner(NOW).plans()]
    assert len(set(texts)) >= 150
    assert not [text for text in texts if set("{}@") & set(text)]


@pytest.mark.long
@pytest.mark.parametrize("days", [3, 160, 203])
def test_on_other_days_of_the_year_all_states_are_there_too(tmp_path: Path, days: int) -> None:
    """A Saturday, a day after long holidays, and one at the end of November."""
    made = fill(tmp_path, NOW + timedelta(days=days))
    with read_scope(made.database) as session:
        assert set(numbers_of(session, Case.state)) == set(State)
