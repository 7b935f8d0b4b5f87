"""`serve` as it is deployed: it tells how it is on the public port, and its numbers on another."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from commands import web
from settings import ROOT
from tests.deployment import deploy
from tests.fake_telegram import FakeTelegram

RETRYING = httpx.HTTPTransport(retries=5)


@dataclass(frozen=True)
class Served:
    """Where it listens."""

    web: str
    metrics: str


@pytest.fixture
def served(tmp_path: Path, model: Path) -> Iterator[Served]:
    with web.listen("127.0.0.1", 0) as one, web.listen("127.0.0.1", 0) as other:
        ports = [str(free.getsockname()[1]) for free in (one, other)]
    with FakeTelegram() as fake:
        own = dict(zip(("HUIYIN_WEB_PORT", "HUIYIN_METRICS_PORT"), ports, strict=True))
        environment = os.environ | deploy(tmp_path, fake, model).environment | own
        command = [sys.executable, "-m", "cli", "serve"]
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        try:
            assert running.stderr and "已启动" in running.stderr.readline()
            yield Served(*(f"http://127.0.0.1:{port}" for port in ports))
        finally:
            running.terminate()
            assert running.wait(30) == 0


def test_a_service_that_runs_says_so(served: Served) -> None:
    asking = httpx.Client(transport=RETRYING, timeout=30)
    healthy = asking.get(f"{served.web}/healthz")
    assert (healthy.status_code, set(healthy.json().values())) == (200, {"ok"})
    assert set(healthy.json()) == {"database", "model", "housekeeping", "staff_rounds", "disk", "outbox"}
    assert (healthy.headers["cache-control"], "set-cookie" in healthy.headers) == ("no-store", False)
    told = asking.get(f"{served.metrics}/metrics").text
    assert 'huiyin_speaks_by{bulletin="' in told
    assert "huiyin_" not in asking.get(f"{served.web}/metrics").text
