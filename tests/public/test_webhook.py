"""Telegram's calls: only with the secret, confirmed only after the commit."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from public.application import WEBHOOK
from public.door import SECRET_HEADER
from tests.websites import Website

SECRET = "s" * 64


class Desk:
    """Where updates go; fails when told to."""

    secret = SECRET

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.broken = False

    async def take(self, update: dict[str, Any]) -> None:
        if self.broken:
            raise OSError("金丝雀")
        self.taken.append(update)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def client(tmp_path: Path, desk: Desk) -> httpx.AsyncClient:
    return Website(tmp_path, door=desk).browser().client


async def call(client: httpx.AsyncClient, secret: str = SECRET, **what: Any) -> int:
    what = what or {"json": {"update_id": 1, "message": {}}}
    return (await client.post(WEBHOOK, headers={SECRET_HEADER: secret}, **what)).status_code


async def test_an_update_with_the_secret_is_taken(client: httpx.AsyncClient, desk: Desk) -> None:
    assert await call(client) == 200
    assert desk.taken == [{"update_id": 1, "message": {}}]


@pytest.mark.parametrize("secret", ["", "x", SECRET + "s"])
async def test_without_the_secret_nothing_is_taken(client: httpx.AsyncClient, desk: Desk, secret: str) -> None:
    assert await call(client, secret) == 403
    assert desk.taken == []


async def test_what_was_not_handled_is_not_confirmed(
    client: httpx.AsyncClient, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.broken = True
    assert await call(client) == 500
    assert "金丝雀" not in caplog.text
    desk.broken = False
    assert await call(client) == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[" * 100_000, b"\xff", b'{"update_id": 1}' + b" " * (1 << 20)])
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, desk: Desk, body: bytes) -> None:
    assert await call(client, content=body) == 400
    assert desk.taken == []


async def test_without_the_setting_there_is_no_door(tmp_path: Path) -> None:
    assert await call(Website(tmp_path).browser().client) in (404, 405)
