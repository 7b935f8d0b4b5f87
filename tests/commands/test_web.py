"""The pages as a part of the program: the demo needs nothing, `serve` says what it needs."""

import socket
from pathlib import Path

import pytest

from commands import demo, serving, web
from settings import ROOT, Settings


def test_the_demo_is_alone_whatever_is_set(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="postgresql://elsewhere/db", telegram_bot_token="1:x")
    alone = demo.alone(settings)
    assert (alone.home, alone.url, alone.telegram_bot_token) == (tmp_path, f"sqlite:///{tmp_path}/huiyin.sqlite3", None)


def test_the_demo_has_a_home_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIYIN_HOME", raising=False)
    assert demo.alone(Settings()).home == ROOT / "var" / "demo"


def test_a_port_that_is_taken_is_left_to_who_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError):
            web.listen("127.0.0.1", port)
        with demo._listen(port) as listening:
            assert listening.getsockname()[1] not in (0, port)


def test_nothing_is_served_where_nothing_is_set() -> None:
    with pytest.raises(SystemExit, match="TELEGRAM_BOT_TOKEN"):
        serving.serve(Settings(telegram_bot_token=None, web_port=None))


@pytest.mark.parametrize("address", ["", "http://huiyin.example", "huiyin.example"])
def test_telegram_is_given_no_address_without_https(address: str) -> None:
    with pytest.raises(SystemExit, match="HUIYIN_WEB_ADDRESS"):
        serving.serve(Settings(telegram_bot_token="1:x", web_port=8000, web_address=address, telegram_webhook=True))


def test_the_server_writes_no_log_of_visits() -> None:
    configured = web.configuration(object())
    assert (configured.access_log, configured.proxy_headers, configured.server_header) == (False, False, False)
