"""`serve` as it is deployed with a webhook: Telegram calls, the citizen is answered, the web chat is beside it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from commands import keys, web
from public.application import WEBHOOK
from public.door import SECRET_HEADER
from settings import ROOT
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


@pytest.fixture
def site(deployment: Deployment) -> Iterator[str]:
    """Where the program listens, as long as the test runs."""
    port = free_port()
    own = {
        "HUIYIN_TELEGRAM_WEBHOOK": "true",
        "HUIYIN_WEB_PORT": str(port),
        "HUIYIN_WEB_ADDRESS": "https://huiyin.example",
    }
    environment = os.environ | deployment.environment | own
    command = [sys.executable, "-m", "cli", "serve"]
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr and "已启动" in running.stderr.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        assert running.wait(30) == 0


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
