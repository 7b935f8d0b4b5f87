"""Killed at any moment and started again, the program loses nothing that was confirmed and no reply."""

import asyncio
import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.chat_models import Attachment, OutboxItem
from cases.models import CaseEvent
from db.session import read_scope
from settings import ROOT
from tests.citizens import SCRIPTS, Citizen, Receipt
from tests.deployment import Deployment, command, deploy
from tests.fake_telegram import FakeTelegram

FEW, MANY = 60, 1000
POINTS = ("before commit", "after commit", "after send before mark", "commit of outbox", "commit of housekeeping")
CHATS = len(SCRIPTS)
LONGEST_LIFE = 2.2  # seconds: a victim answers after about a second


class Nursery:
    """The process that has loaded the model, and the victim it has forked."""

    def __init__(self, deployment: Deployment) -> None:
        environment = os.environ | deployment.environment
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command("victim"), cwd=ROOT, env=environment, **pipes)  # type: ignore[call-overload]
        assert self._line() == "ready"

    def _line(self) -> str:
        return self._process.stdout.readline().strip()

    def fork(self, point: str = "", times: int = 0) -> int:
        self._process.stdin.write(json.dumps({"point": point, "times": times}) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def ended(self) -> int:
        return int(self._line())

    def close(self) -> None:
        """The victim sees the end of the pipe, stops in order, and so does the nursery."""
        self._process.stdin.close()
        self._process.wait(60)


class Killer:
    """Half of the victims die at a random time, half at a named point."""

    def __init__(self, nursery: Nursery, chance: random.Random) -> None:
        self._nursery, self._chance, self.deaths = nursery, chance, Counter[str]()

    async def kill(self, times: int) -> None:
        for number in range(times):
            await asyncio.to_thread(self._kill, POINTS[number // 2 % len(POINTS)] if number % 2 else "")
        self._nursery.fork()

    def _kill(self, point: str) -> None:
        victim = self._nursery.fork(point, self._chance.randint(1, 12))
        if not point:
            time.sleep(self._chance.uniform(0, LONGEST_LIFE))
            os.kill(victim, signal.SIGKILL)
        assert self._nursery.ended() == -signal.SIGKILL
        self.deaths[point or "at a random time"] += 1


async def bad_weather(fake: FakeTelegram, chance: random.Random, killing: asyncio.Task[None]) -> None:
    """While it lasts Telegram refuses, limits, hangs, repeats now and then; one fault waits for its call at a time."""
    fake.shuffle(chance.randrange(10**6))
    while not killing.done():
        await asyncio.sleep(chance.uniform(0.2, 1))
        fake.repeat(chance.choice((0, 0, 1)))
        method = chance.choice(("sendMessage", "sendMessage", "sendPhoto", "getUpdates", "getFile"))
        weather = chance.choice(("limit", "break", "hang"))
        if fake._faults[method]:
            continue
        if weather == "hang" and method != "getUpdates":
            fake.hang_next(method)
        elif weather == "limit":
            fake.fail_next(method, 429, retry_after=1)
        else:
            fake.fail_next(method, chance.choice((500, 502)))


async def live(citizen: Citizen, first: int, killing: asyncio.Task[None]) -> None:
    """Every script once, and on until the killing is over."""
    turn = first
    while turn < first + len(SCRIPTS) or not killing.done():
        await SCRIPTS[turn % len(SCRIPTS)](citizen)
        turn += 1


async def play(deployment: Deployment, fake: FakeTelegram, killer: Killer, kills: int, seed: int) -> list[Citizen]:
    def exists(receipt: Receipt) -> None:
        assert receipt.number in deployment.numbers(), "a receipt was shown for a case that does not exist"

    citizens = [Citizen(fake, 7001 + n, random.Random(seed + n), exists) for n in range(CHATS)]
    killing = asyncio.create_task(killer.kill(kills))
    async with asyncio.TaskGroup() as group:
        group.create_task(bad_weather(fake, random.Random(seed), killing))
        group.create_task(asyncio.wait_for(killing, None))
        for first, citizen in enumerate(citizens):
            group.create_task(live(citizen, first, killing))
    return citizens


def check_cases(deployment: Deployment, citizens: list[Citizen]) -> None:
    """Each confirmed submission is there once, nothing else is, and its code opens it."""
    receipts = [receipt for citizen in citizens for receipt in citizen.receipts]
    assert sorted(deployment.numbers()) == sorted(receipt.number for receipt in receipts)
    written = Counter(deployment.words())
    confirmed = [(receipt.number, receipt.text) for receipt in receipts]
    additions = [text for citizen in citizens for text in citizen.additions]
    assert Counter({key: n for key, n in written.items() if key[1] not in additions}) == Counter(confirmed)
    assert sorted(text for _, text in written.elements() if text in additions) == sorted(additions)
    assert [deployment.number_behind(receipt.code) for receipt in receipts] == [receipt.number for receipt in receipts]


def check_rows(deployment: Deployment, citizens: list[Citizen]) -> None:
    """Every reply left, every photo came, every case has one history."""
    with read_scope(deployment.database) as session:
        assert {row.state for row in session.query(OutboxItem)} == {"sent"}
        photos = list(session.query(Attachment).where(Attachment.case_id.is_not(None)))
        submitted = Counter(row.case_id for row in session.query(CaseEvent).where(CaseEvent.what == "submitted"))
    assert len(photos) == sum(len(citizen.photos) for citizen in citizens)
    assert {photo.state for photo in photos} == {"stored"}
    assert set(submitted.values()) == {1} and len(submitted) == len(deployment.numbers())


def check_files(deployment: Deployment, citizens: list[Citizen]) -> None:
    """No photo lies open in the home, not even in what a dead one has left."""
    held = b"".join(path.read_bytes() for path in deployment.settings.home.rglob("*") if path.is_file())
    assert not [photo for citizen in citizens for photo in citizen.photos if photo in held]


def left_behind(deployment: Deployment) -> list[Path]:
    """What one who was killed had not put away: pictures of receipts, photos on their way."""
    home = deployment.settings.home
    return [*home.glob("pictures/receipt-*"), *home.glob("attachments/tmp*")]


def unfinished(deployment: Deployment) -> list[str]:
    """What is still to be sent, to be fetched and to be swept up."""
    with read_scope(deployment.database) as session:
        rows = session.query(OutboxItem).where(OutboxItem.state.in_(("waiting", "claimed")))
        files = session.query(Attachment).where(Attachment.state == "awaited")
        waiting = [f"row {row.id}: {row.state}" for row in rows] + [f"file {file.id}: {file.state}" for file in files]
    return waiting + [path.name for path in left_behind(deployment)]


async def all_finished(deployment: Deployment) -> None:
    """Give the last victim, which nobody kills, a minute."""
    until = time.monotonic() + 60
    while (left := unfinished(deployment)) and time.monotonic() < until:
        await asyncio.sleep(0.1)
    assert not left


@pytest.fixture
def seed() -> Iterator[int]:
    number = int(os.environ.get("HUIYIN_TEST_SEED", random.SystemRandom().randrange(10**6)))
    print(f"HUIYIN_TEST_SEED={number}")
    yield number


async def run(folder: Path, model: Path, kills: int, seed: int) -> None:
    with FakeTelegram() as fake:
        deployment = deploy(folder, fake, model)
        nursery = Nursery(deployment)
        killer = Killer(nursery, random.Random(seed))
        try:
            citizens = await play(deployment, fake, killer, kills, seed)
            await all_finished(deployment)
        finally:
            nursery.close()
        check_cases(deployment, citizens)
        check_rows(deployment, citizens)
        check_files(deployment, citizens)
        shown = sum(len(fake.sent(citizen.chat)) for citizen in citizens)
    assert killer.deaths.total() == kills
    steps, cases = sum(citizen.steps for citizen in citizens), len(deployment.numbers())
    print(f"{dict(killer.deaths)}, {steps} steps, {shown} messages, {cases} cases")


async def test_who_is_killed_sixty_times_loses_nothing(tmp_path: Path, model: Path, seed: int) -> None:
    await run(tmp_path, model, FEW, seed)


@pytest.mark.long
async def test_who_is_killed_a_thousand_times_loses_nothing(tmp_path: Path, model: Path, seed: int) -> None:
    await run(tmp_path, model, MANY, seed)
