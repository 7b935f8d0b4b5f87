"""`/healthz`: every part is tried, one that fails or hangs is late, and nothing else is told."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from bot.attempts import Pulse, rounds_until
from commands import health
from commands.health import Part
from db.session import make_engine
from tests.talking import Talk
from web.health import FRESH, HealthPage

PARTS = {"database", "model", "housekeeping", "staff_rounds", "disk"}


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path / "home")


async def told(page: HealthPage) -> tuple[int, dict[str, str]]:
    """What somebody gets who asks."""
    app = FastAPI()
    app.add_route("/healthz", page.show, methods=["GET"])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://huiyin.example") as client:
        answer = await client.get("/healthz")
    return answer.status_code, answer.json()


async def told_of(talk: Talk, **changed: object) -> tuple[int, dict[str, str]]:
    return await told(health.page(talk.settings.model_copy(update=changed), talk.service))


def pages(works: dict[str, bool], only_told: Sequence[str] = ()) -> tuple[HealthPage, list[int], list[float]]:
    """A page of these parts, how often it looked, and its clock."""
    looks, clock = [], [0.0]

    async def look() -> dict[str, bool]:
        looks.append(1)
        return works

    return HealthPage(look, only_told, lambda: clock[0]), looks, clock


async def test_a_service_in_order_is_ok_in_every_part(talk: Talk) -> None:
    assert await told_of(talk) == (200, dict.fromkeys(PARTS, "ok"))


async def test_delivery_is_a_part_where_telegram_is_set(talk: Talk) -> None:
    assert (await told_of(talk, telegram_bot_token="1:x"))[1].keys() == PARTS | {"outbox"}


async def test_a_database_that_is_gone_is_late(talk: Talk, tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{tmp_path}/nothing.sqlite3"
    status, parts = await told_of(talk, database_url=elsewhere)
    assert (status, parts["database"], parts["model"]) == (503, "late", "ok")


async def test_an_engine_that_fails_is_late(talk: Talk) -> None:
    async def fails(name: str) -> None:
        raise RuntimeError

    talk.thinker.intent = fails
    status, parts = await told_of(talk)
    assert (status, parts["model"]) == (503, "late")


@pytest.mark.parametrize("loop", ["staff_rounds", "housekeeping", "outbox"])
async def test_a_loop_that_did_not_go_round_is_late(talk: Talk, loop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.LATE, loop, 0.0)
    status, parts = await told_of(talk, telegram_bot_token="1:x")
    assert (status, [name for name, state in parts.items() if state == "late"]) == (503, [loop])


async def test_a_loop_beats_at_each_round() -> None:
    stop, pulse, begun = asyncio.Event(), Pulse(), []

    async def round_() -> None:
        begun.append(pulse.age)
        if len(begun) == 2:
            stop.set()

    pulse._at -= 1000
    await rounds_until(stop, round_, 0.01, pulse)
    assert begun[0] > 999
    assert begun[1] < 999 > pulse.age


async def test_the_loop_of_the_outbox_beats_while_it_has_nothing_to_do(talk: Talk) -> None:
    talk.service.outbox.pulse._at -= 1000
    stop = asyncio.Event()
    running = asyncio.create_task(talk.service.outbox.run(stop))
    for _ in range(5):  # its workers are tasks of tasks
        await asyncio.sleep(0)
    stop.set()
    await running
    assert talk.service.outbox.pulse.age < 999


async def test_a_full_disk_is_late(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=health.LEAST_FREE - 1))
    status, parts = await told_of(talk)
    assert (status, parts["disk"]) == (503, "late")


@pytest.fixture
def clamd() -> Iterator[str]:
    """A daemon that answers each connection with PONG."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(64)
                    connection.sendall(b"PONG\n")

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


async def test_a_scanner_is_told_of_and_its_absence_stops_nothing(talk: Talk, clamd: str) -> None:
    assert (await told_of(talk, clamd=clamd)) == (200, dict.fromkeys({*PARTS, "clamd"}, "ok"))
    status, parts = await told_of(talk, clamd="127.0.0.1:1")
    assert (status, parts["clamd"]) == (200, "late")


async def test_a_part_that_hangs_is_late_and_is_not_asked_again() -> None:
    asked, free = [], asyncio.Event()

    async def hangs() -> bool:
        asked.append(1)
        await free.wait()
        return True

    part = Part(hangs, patience=0.01)
    assert [await part.works(), await part.works(), len(asked)] == [False, False, 1]
    free.set()
    assert [await part.works(), await part.works(), len(asked)] == [True, True, 2]


async def test_however_often_it_is_asked_it_looks_once_in_a_while() -> None:
    page, looks, clock = pages({"database": True})
    await asyncio.gather(*(told(page) for _ in range(20)))
    assert len(looks) == 1
    clock[0] += FRESH
    await told(page)
    assert len(looks) == 2


async def test_a_part_that_is_only_told_does_not_fail_the_service() -> None:
    assert await told(pages({"clamd": False}, only_told=["clamd"])[0]) == (200, {"clamd": "late"})
    assert (await told(pages({"clamd": False})[0]))[0] == 503


async def test_asking_writes_nothing(talk: Talk) -> None:
    with make_engine(talk.settings.url).connect() as connection:
        before = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        await told_of(talk)
        assert connection.exec_driver_sql("PRAGMA data_version").scalar_one() == before
