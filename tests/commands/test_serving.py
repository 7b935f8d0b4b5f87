"""`serve` as it is deployed with a webhook: Telegram calls, the citizen is answered, the web chat is beside it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.web_uploads import KEPT, Uploads
from commands import keys, serving, web
from public.application import WEBHOOK
from public.door import SECRET_HEADER
from settings import ROOT, Settings
from tests.deployment import Deployment, deploy
from tests.fake_telegram import FakeTelegram

CITIZEN = 7712340009


def free_port() -> int:
    with web.listen("127.0.0.1", 0) as listening:
        return listening.getsockname()[1]


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def deployment(tmp_path: Path, fake: FakeTelegram, model: Path) -> Deployment:
    return deploy(tmp_path, fake, model)


def start(deployment: Deployment, port: int) -> subprocess.Popen[str]:
    own = {
        "HUIYIN_TELEGRAM_WEBHOOK": "true",
        "HUIYIN_WEB_PORT": str(port),
        "HUIYIN_WEB_ADDRESS": "https://huiyin.example",
    }
    environment = os.environ | deployment.environment | own
    command = [sys.executable, "-m", "cli", "serve"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


@contextmanager
def served(deployment: Deployment) -> Iterator[str]:
    """Where the program listens meanwhile."""
    port = free_port()
    running = start(deployment, port)
    try:
        assert running.stderr and any("已启动" in line for line in running.stderr)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        assert running.wait(30) == 0


@pytest.fixture
def site(deployment: Deployment) -> Iterator[str]:
    """Where the program listens, as long as the test runs."""
    with served(deployment) as address:
        yield address


def answered(site: str) -> httpx.Response:
    """The first answer: it listens from the start, and serves a moment later."""
    return httpx.Client(transport=httpx.HTTPTransport(retries=5), timeout=30).get(f"{site}/")


async def test_telegram_calls_with_the_secret_it_was_told_and_the_citizen_is_answered(
    site: str, deployment: Deployment, fake: FakeTelegram
) -> None:
    assert answered(site).status_code == 200
    (told,) = fake.calls("setWebhook")
    assert told["url"] == f"https://huiyin.example{WEBHOOK}"
    assert told["secret_token"] == keys.custody(deployment.settings, trial=False).secret.keyed_hash("telegram webhook")
    person = {"id": CITIZEN, "is_bot": False, "first_name": "某"}
    message = {"message_id": 1, "date": int(time.time()), "chat": {"id": CITIZEN, "type": "private"}, "from": person}
    update = {"update_id": 1, "message": message | {"text": "海城违建拆了多少"}}
    called = httpx.post(f"{site}{WEBHOOK}", json=update, headers={SECRET_HEADER: told["secret_token"]}, timeout=30)
    assert called.status_code == 200
    assert "7.1万平方米" in (await fake.wait_for(CITIZEN, lambda sent: True, timeout=30)).text
    assert httpx.post(f"{site}{WEBHOOK}", json=update, timeout=30).status_code == 403
    assert fake.calls("getUpdates") == []


async def test_the_web_chat_is_served_while_telegram_cannot_be_reached_and_telegram_is_asked_again(
    deployment: Deployment, fake: FakeTelegram
) -> None:
    for _ in range(2):
        fake.fail_next("getMe", 502)
    with served(deployment) as site:
        assert answered(site).status_code == 200
        async with asyncio.timeout(30):
            while not fake.calls("setWebhook"):
                await asyncio.sleep(0.05)


async def test_an_address_that_telegram_refuses_ends_the_service(deployment: Deployment, fake: FakeTelegram) -> None:
    fake.fail_next("setWebhook", 400)
    with start(deployment, free_port()) as running:
        _, said = running.communicate(timeout=60)
    assert (running.returncode, serving.REFUSED in said) == (1, True)


async def test_a_service_with_only_the_console_erases_uploads_that_nobody_wanted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "BETWEEN_SWEEPS", 0.1)
    uploads = Uploads(keys.custody(settings, trial=False).secret, settings.home / "uploads")
    ref = uploads.keep("金丝雀".encode())
    (path,) = (settings.home / "uploads").iterdir()
    os.utime(path, (0, time.time() - KEPT.total_seconds()))
    served = asyncio.create_task(serving._serve(settings.model_copy(update={"console_port": free_port()})))
    async with asyncio.timeout(60):
        while uploads.read(ref):
            await asyncio.sleep(0.05)
    os.kill(os.getpid(), signal.SIGTERM)
    await served
