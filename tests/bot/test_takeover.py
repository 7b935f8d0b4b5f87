"""A running service takes over what goes live, between two messages."""

import asyncio
import logging
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine as Database

from bot import takeover
from bot.takeover import Takeover
from bot.terminal import TerminalChannel
from cases import contact_checks
from cases.contact_checks import ContactStatus
from cases.kinds import Role
from cases.models import Base as CasesBase
from cases.staff.officer import Officer
from commands import models
from commands.assembly import Service, service
from commands.release import Order, Release
from db.session import make_engine, write_scope
from faq import publishing
from faq.models import Base, Model
from faq.training import Trainer
from settings import Settings
from tests import tiny
from tests.builders import NOW

QUESTION = "违建一共拆了多少平方米"


@dataclass
class Desk:
    """Publishes models that nobody has to load."""

    database: Database
    names: tuple[str, ...] = ()

    def publish(self, name: str) -> None:
        about: dict[str, Any] = {"sha256": "", "data_hash": "", "scores": {}, "outcomes": {}, "trained_at": NOW}
        with write_scope(self.database) as session:
            model = publishing.register(session, Model(bulletin="b", bulletin_folder="b", archive=name, **about))
            publishing.publish(session, model, "李明", "", False, NOW)

    async def take(self, model: Model) -> None:
        if model.archive == "broken":
            raise ValueError("says what somebody said")
        self.names = (*self.names, model.archive)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = make_engine(f"sqlite:///{tmp_path}/models.db")
    Base.metadata.create_all(database)
    CasesBase.metadata.create_all(database)
    found = Desk(database)
    found.publish("first")
    yield found
    database.dispose()


async def test_what_was_live_at_the_start_is_not_taken_again(desk: Desk) -> None:
    following = Takeover(desk.database, desk.take, running=1)
    await following.look()
    desk.publish("second")
    await following.look()
    await following.look()
    assert desk.names == ("second",)


async def test_a_contact_that_two_officers_checked_has_the_model_taken_again(desk: Desk) -> None:
    following = Takeover(desk.database, desk.take, running=1)
    await following.look()
    clerk, leader = Officer(1, "clerk", frozenset({Role.INTAKE_CLERK})), Officer(2, "x", frozenset({Role.TEAM_LEADER}))
    with write_scope(desk.database) as session:
        found = contact_checks.propose(session, clerk, "b", "110", ContactStatus.RETIRED, "", "试拨", NOW)
    await following.look()
    assert desk.names == ()
    with write_scope(desk.database) as session:
        contact_checks.decide(session, leader, found.id, NOW, confirmed=True)
    await following.look()
    await following.look()
    assert desk.names == ("first",)


async def test_a_model_that_cannot_be_loaded_is_told_by_its_type_and_not_tried_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    following = Takeover(desk.database, desk.take, running=1)
    desk.publish("broken")
    await following.look()
    await following.look()
    assert [record.getMessage() for record in caplog.records] == ["a new model was not taken over: ValueError"]
    desk.publish("third")
    await following.look()
    assert desk.names == ("third",)


async def test_a_database_that_fails_does_not_end_the_loop(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    following = Takeover(make_engine("sqlite:///nowhere/at/all.db"), desk.take, running=1)
    with caplog.at_level(logging.ERROR):
        await following.look()
    assert caplog.records


async def test_the_loop_looks_until_it_is_told_to_stop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeover, "BETWEEN_LOOKS", 0.01)
    stop = asyncio.Event()
    running = asyncio.create_task(Takeover(desk.database, desk.take, running=1).run(stop))
    desk.publish("second")
    async with asyncio.timeout(5):
        while not desk.names:
            await asyncio.sleep(0.01)
        stop.set()
        await running


# the whole service, with two small models


@dataclass
class Office:
    """A home in which a model of three answers is live."""

    settings: Settings
    release: Release
    folder: Path

    def publish_another(self) -> None:
        """Another bulletin in another folder, and another answer to the same question."""
        layers = tiny.layers(self.folder / "another")
        about = yaml.safe_load((layers.bulletin / "bulletin.yml").read_text("utf-8"))
        about |= {"id": "another", "keywords": {"三(三)": ["鹦鹉大厦"]}}
        (layers.bulletin / "bulletin.yml").write_text(yaml.safe_dump(about, allow_unicode=True), "utf-8")
        tiny.answer(layers.edits / "another", tiny.excerpt(tiny.DEMOLISHED, "推进违法建筑拆除行动"))
        shutil.rmtree(layers.bulletin / "golden")
        self.release.run(Order("李明", "换一份通报", force=True), layers)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    secret = tmp_path / "service.secret"
    secret.write_bytes(secrets.token_bytes(32))
    home = tmp_path / "home"
    settings = Settings(home=home, secret_file=secret, database_url="", argon2_memory_kib=8, argon2_passes=1)
    layers = tiny.layers(tmp_path)
    release = Release(settings, models.opened(settings), Trainer(layers.root))
    release.run(Order("李明"), layers)
    return Office(settings, release, tmp_path)


async def ask_until(running: Service, wanted: str) -> list[str]:
    """Ask again and again; every answer given until the wanted one comes."""
    answers = [""]
    async with asyncio.timeout(60):
        while wanted not in answers[-1]:
            answers.append((await running.engine.think(QUESTION, None)).text)
            await asyncio.sleep(0.005)
    return answers[1:]


async def test_a_service_takes_a_new_model_over_without_losing_a_message(office: Office) -> None:
    async with service(office.settings, [TerminalChannel("talk")], trial=True) as running:
        asking = [asyncio.create_task(ask_until(running, "推进违法建筑拆除行动")) for _ in range(2)]
        await asyncio.to_thread(office.publish_another)
        for answers in await asyncio.gather(*asking):
            assert "7.1万平方米" in answers[0]
            assert all("7.1万平方米" in answer or "拆除行动" in answer for answer in answers)
        await asyncio.sleep(0.05)
        assert running.pictures.about[0].id == "another"
        assert running.subjects.section("鹦鹉大厦怎么还没拆") == "三(三)"
