"""What a citizen says is found where it belongs and nowhere else; nobody is called whom no setting names."""

import asyncio
import json
import logging
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action

from bot.engine import Engine, EngineFailed
from settings import ROOT
from tests import tiny
from tests.citizens import PATIENCE, Citizen, announces_tip_off
from tests.deployment import Deployment, deploy
from tests.fake_telegram import FakeTelegram

CHAT, OTHER, LEFT = 7712340001, 7712340002, 7712340003
HANDLE, FIRST_NAME = "canary_handle", "卡纳丽"
NAME, PHONE, FILE = "白灵鸟", "13977665544", "金丝雀名单.pdf"
TIP_OFF = "云雀村的主任翠鸟收了包工头的好处费，知情人13911223344"
COMPLAINT, EDITED = "我要投诉，画眉小区门口的路灯坏了半个月没人修", "我要投诉，百灵小区门口的路灯坏了半个月没人修"
ADDED, DROPPED, BROKEN, QUESTION = "黄莺路口又有人摔倒了", "建议在杜鹃村口装两盏路灯", "夜莺的话", "鹦鹉洲搞得怎么样了"
OPEN = ("画眉", "百灵", "黄莺")  # words of an open case: clear in `messages`, by design
ASKED = ("鹦鹉",)  # of a question that was not answered: clear in `misses`, by design, unless its chat wrote a draft
HIDDEN = ("云雀", "翠鸟", "13911223344", NAME, PHONE, FILE, "杜鹃", "夜莺", FIRST_NAME, HANDLE)
TRIES_IPV6 = ["::1", 0]  # urllib3, when it is imported, to see whether this machine has IPv6
SEARCHED = ("case_words", "case_words_fts")  # the 2-grams of open cases, by design
ALLOWED = ("messages", "identities", "attachments", "drafts")


class KnownTelegram(FakeTelegram):
    """Its citizens have names."""

    def _person(self, chat: int) -> dict[str, Any]:
        return {"id": chat, "is_bot": False, "first_name": FIRST_NAME, "username": HANDLE}


class Served:
    """`serve` in a process of its own, all that it writes kept."""

    def __init__(self, deployment: Deployment, folder: Path, level: str) -> None:
        deployment.settings.home.mkdir(exist_ok=True)
        self.sockets, self.deployment, self.written = folder / "sockets", deployment, [folder / "out", folder / "err"]
        environment = os.environ | deployment.environment
        command = [sys.executable, "-m", "tests.watched", str(self.sockets), level, "serve"]
        with self.written[0].open("wb") as out, self.written[1].open("wb") as err:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=err)

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(30) == 0, self.written[1].read_text()[-2000:]

    async def has_fetched(self) -> None:
        """Wait for the files that citizens sent; they come a round of the jobs loop later."""
        async with asyncio.timeout(PATIENCE):
            while not [path for path in (self.deployment.settings.home / "attachments").iterdir() if path.is_file()]:
                await asyncio.sleep(0.1)

    def break_table(self, table: str) -> None:
        with closing(sqlite3.connect(self.deployment.settings.home / "huiyin.sqlite3")) as database:
            database.execute(
                f"CREATE TRIGGER b_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'told'); END"
            )

    def mend_table(self, table: str) -> None:
        with closing(sqlite3.connect(self.deployment.settings.home / "huiyin.sqlite3")) as database:
            database.execute(f"DROP TRIGGER b_{table}")


async def tips_off_with_a_name(citizen: Citizen) -> None:
    await announces_tip_off(citizen, TIP_OFF)
    await citizen.press("留姓名电话", "请写您的姓名")
    await citizen.say(f"{NAME} {PHONE}", "确认提交")
    await citizen.submit(TIP_OFF)


async def complains_and_edits(citizen: Citizen) -> None:
    fake = citizen.fake
    said = fake.say(citizen.chat, COMPLAINT)
    await citizen.hear("是，投诉求助")
    fake.edit(citizen.chat, said, EDITED)
    await citizen.hear("这里也一起改了")
    fake.send_document(citizen.chat, b"%PDF " + NAME.encode(), FILE)
    await citizen.hear("收到文件")
    await citizen.press("是，投诉求助", "我知道了")
    await citizen.press("我知道了", "跳过")
    await citizen.press("跳过", "留姓名电话")
    await citizen.press("匿名", "确认提交")
    await citizen.submit(EDITED)


async def meets_a_broken_database(citizen: Citizen, served: Served) -> None:
    """Each statement fails with the citizen's words among its parameters."""
    await citizen.say(f"我的回执码是 {citizen.receipts[-1].code}", "补充")
    await citizen.press("补充", "请把要补充的内容发给我")
    for table, said, wanted in (("messages", ADDED, "补充已经登记"), ("drafts", DROPPED, "是，意见建议")):
        served.break_table(table)
        await citizen.say(said, "没有保存")
        served.mend_table(table)
        await citizen.say(said, wanted)
    await citizen.say("/cancel", "草稿已经取消")
    served.break_table("outbox")
    citizen.fake.say(citizen.chat, QUESTION)
    await asyncio.sleep(2)
    served.mend_table("outbox")
    await citizen.hear("没有找到")


async def is_unlucky(fake: FakeTelegram) -> None:
    """Updates that cannot be read, limits, a block."""
    for broken in ({"message": {"text": BROKEN}}, {"message": BROKEN}, {"callback_query": {"data": BROKEN}}):
        fake.raw(broken)
    fake.raw({"message": {"message_id": 5, "date": "x", "chat": {"id": OTHER, "type": "private"}, "text": BROKEN}})
    fake.fail_next("sendMessage", 429, retry_after=1)
    citizen = Citizen(fake, OTHER, random.Random(1))
    await citizen.say(QUESTION, "没有找到")
    fake.block(LEFT)
    fake.say(LEFT, DROPPED)


async def scenes(fake: FakeTelegram, served: Served) -> list[str]:
    """All of them; the codes of the receipts that were shown."""
    citizen = Citizen(fake, CHAT, random.Random(1))
    await tips_off_with_a_name(citizen)
    await complains_and_edits(citizen)
    await is_unlucky(fake)
    citizen.patient_with_apologies = True
    await meets_a_broken_database(citizen, served)
    await served.has_fetched()
    return [receipt.code for receipt in citizen.receipts]


def spellings(words: Iterable[str]) -> list[bytes]:
    """As they are and as JSON writes them."""
    return [spelling.encode() for word in words for spelling in dict.fromkeys((word, json.dumps(word).strip('"')))]


def found_in(data: bytes, words: list[bytes]) -> list[str]:
    return [word.decode() for word in words if word in data]


def rows(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every row of every table that should hold none of it, as bytes."""
    with closing(sqlite3.connect(home / "huiyin.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert set(ALLOWED) < set(tables)
        for table in set(tables) - set(ALLOWED):
            undelivered = "WHERE state NOT IN ('waiting', 'claimed')" if table == "outbox" else ""
            for row in database.execute(f"SELECT * FROM {table} {undelivered}"):
                yield table, b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)


def missed(home: Path) -> list[str]:
    """The questions that are kept for the clerks."""
    with closing(sqlite3.connect(home / "huiyin.sqlite3")) as database:
        return [text for (text,) in database.execute("SELECT text FROM misses")]


def on_disk(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every file there is, the write-ahead log among them, and each file's name."""
    for path in home.rglob("*"):
        yield path.name, path.name.encode() + (path.read_bytes() if path.is_file() else b"")


def assert_no_joinable_times(home: Path) -> None:
    """A chat knows whole hours, a sealed case and its files whole days: nothing says that they belong together."""
    with closing(sqlite3.connect(home / "huiyin.sqlite3")) as database:
        chats = database.execute("SELECT touched_at, tidy_at FROM chats").fetchall()
        sealed = database.execute("SELECT received_at FROM cases WHERE state = 'sealed' OR kind = 'tip_off'").fetchall()
    assert chats and {at[14:] for row in chats for at in row if at} == {"00:00.000000"}
    assert sealed and {at[11:] for (at,) in sealed} == {"16:00:00.000000"}  # midnight in Shanghai
    files = [path.stat().st_mtime for path in (home / "attachments").iterdir() if path.is_file()]
    assert files and {at % 86400 for at in files} == {16 * 3600}


def checkpoint(home: Path) -> None:
    with closing(sqlite3.connect(home / "huiyin.sqlite3")) as database:
        assert database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


@pytest.mark.parametrize("level", ["WARNING", "DEBUG"])
async def test_nothing_a_citizen_said_is_written_where_it_does_not_belong(
    tmp_path: Path, model: Path, level: str
) -> None:
    with KnownTelegram() as fake:
        deployment = deploy(tmp_path, fake, model)
        fake.fail_next("setMyCommands", 500)
        served = Served(deployment, tmp_path, level)
        try:
            codes = await scenes(fake, served)
        finally:
            served.stop()
    home, handles = deployment.settings.home, [*map(str, (CHAT, OTHER, LEFT))]
    hidden = spellings([*HIDDEN, *handles, *codes, *(code.replace(" ", "") for code in codes)])
    assert {name: found for name, data in on_disk(home) if (found := found_in(data, hidden))} == {}
    checkpoint(home)
    assert {name: found for name, data in on_disk(home) if (found := found_in(data, hidden))} == {}
    assert_no_joinable_times(home)
    words = hidden + spellings((*OPEN, *ASKED))
    stored = {(table, word) for table, data in rows(home) for word in found_in(data, words)}
    assert {(table, word) for table, word in stored if table not in SEARCHED} == {("misses", word) for word in ASKED}
    assert {word for table, word in stored if table in SEARCHED} <= set(OPEN)
    assert missed(home) == [QUESTION]  # asked in two chats: one of them has drafts
    assert {path.name: found for path in served.written if (found := found_in(path.read_bytes(), words))} == {}
    assert served.written[1].read_text().count("not handled") >= 4
    assert opened(served.sockets) == {fake.base_url.split("/")[2]}


# the engine


class Babbler(Action):
    """An action that fails and says in its error what it was told."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise ValueError(tracker.latest_message["text"])


async def test_the_engine_forgets_what_it_heard_also_when_it_fails(
    model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    engine = Engine(model, [Babbler()])
    await engine.start()
    with pytest.raises(EngineFailed):
        await engine.think(QUESTION, None)
    await engine.stop()
    assert caplog.records
    assert "鹦鹉" not in caplog.text
    assert not [kept for kept in vars(engine._trackers).values() if kept and isinstance(kept, dict)]


# sockets


def opened(file: Path) -> set[str]:
    """Where sockets went, as host:port; a name that was looked up counts although nothing may have gone there."""
    events = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    events = [(event, address) for event, address in events if (event, address) != ("socket.bind", TRIES_IPV6)]
    named = {str(address) for event, address in events if not isinstance(address, list)}
    reached = {":".join(map(str, address[:2])) for event, address in events if isinstance(address, list)}
    return reached | {name for name in named if not any(address.startswith(f"{name}:") for address in reached)}


def test_training_calls_nobody(tmp_path: Path) -> None:
    bulletin = {"HUIYIN_BULLETIN": str(tiny.layers(tmp_path).bulletin)}
    environment = os.environ | bulletin | {"HUIYIN_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
    environment.pop("RASA_TELEMETRY_ENABLED", None)
    command = [sys.executable, "-m", "tests.watched", str(tmp_path / "sockets"), "WARNING", "train"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert list((tmp_path / "home" / "models").glob("*.tar.gz"))
    assert opened(tmp_path / "sockets") == set()
