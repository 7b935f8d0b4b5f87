"""Files from a browser: sealed at once, kept by the jobs loop, never in the clear on disk, never too large."""

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.web_chat import WebChannel
from bot.web_uploads import KEPT
from cases.attachments import FileState, about
from cases.chat_models import Attachment
from commands import web
from db.session import read_scope
from tests.builders import SECRET
from tests.websites import Browser, Website
from web import bodies

CANARY = "金丝雀的证据".encode() * 1000


def rows(website: Website) -> list[Attachment]:
    with read_scope(website.database) as session:
        return list(session.scalars(select(Attachment)))


def files_of(website: Website) -> list[Path]:
    return [path for path in website.home.rglob("*") if path.is_file()]


async def test_a_file_is_sealed_until_it_is_kept_and_then_gone_from_where_it_came_in(
    browser: Browser, website: Website
) -> None:
    await browser.say("我要投诉，路灯坏了没人管", file=("证据.pdf", CANARY))
    waiting = list((website.home / "uploads").iterdir())
    assert len(waiting) == 1
    assert [path for path in files_of(website) if CANARY[:30] in path.read_bytes()] == []
    await website.service.housekeeping.round()
    assert list((website.home / "uploads").iterdir()) == []
    (row,) = rows(website)
    known = about(SECRET, row)
    assert (row.state, known["name"], known["size"]) == (FileState.STORED, "证据.pdf", len(CANARY))
    assert [path for path in files_of(website) if CANARY[:30] in path.read_bytes()] == []


async def test_a_file_that_nobody_wanted_is_erased_in_time(website: Website) -> None:
    channel = WebChannel(website.uploads)
    website.uploads.keep(CANARY)
    (path,) = (website.home / "uploads").iterdir()
    os.utime(path, (0, (website.now - KEPT).timestamp() + 60))
    channel.sweep(website.now)
    assert path.exists()
    os.utime(path, (0, (website.now - KEPT).timestamp()))
    channel.sweep(website.now)
    assert not path.exists()


async def test_a_file_that_waited_while_nothing_ran_is_not_erased_before_its_job_had_a_chance(
    website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, stop = website.uploads.keep(CANARY), asyncio.Event()
    (path,) = (website.home / "uploads").iterdir()
    os.utime(path, (0, 0))
    sweeping = asyncio.create_task(web.sweep(WebChannel(website.uploads), stop))
    await asyncio.sleep(0.1)
    stop.set()
    await sweeping
    assert website.uploads.read(ref) == CANARY
    monkeypatch.setattr(web, "BETWEEN_SWEEPS", 0.01)
    stop.clear()
    sweeping = asyncio.create_task(web.sweep(WebChannel(website.uploads), stop))
    await asyncio.sleep(0.3)
    stop.set()
    await sweeping
    assert website.uploads.read(ref) is None


async def test_a_file_chosen_beside_a_pressed_button_is_not_taken_and_the_page_says_so(
    browser: Browser, website: Website
) -> None:
    await browser.say("海城违建拆了多少")
    pressed = await browser.say(pressed=browser.buttons["我要反映问题"], file=("证据.pdf", CANARY))
    assert (pressed.status_code, "文件要重新选" in browser.notice) == (200, True)
    assert not (website.home / "uploads").exists()
    larger = await browser.client.post("/type", data={"size": "large"}, files={"file": ("证据.pdf", CANARY)})
    assert "文件要重新选" in larger.text


async def test_a_file_that_is_too_large_is_refused_and_the_words_stay(
    browser: Browser, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "LARGEST_FILE", 1000)
    monkeypatch.setattr(bodies, "ROOM", 4000)
    await browser.open()
    for size in (1001, 10_000):
        refused = await browser.say("我要投诉，路灯坏了没人管", file=("大.pdf", b"x" * size))
        assert (refused.status_code, browser.field) == (413, "我要投诉，路灯坏了没人管")
        assert "20MB" in browser.notice
    assert (rows(website), website.outbox()) == ([], [])


async def test_no_upload_goes_to_a_file_of_the_system(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_disk(*_: object, **__: object) -> None:
        raise AssertionError("it was written to the disk in the clear")

    monkeypatch.setattr("tempfile.TemporaryFile", on_disk)
    assert (await browser.say("看这个", file=("大.pdf", b"x" * (5 << 20)))).status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 60, "photo"),
        ("a.txt", b"\xff\xd8\xff\xe0" + b"0" * 60, "photo"),
        ("a.jpg", b"<html><script>alert(1)</script>", "document"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "document"),
        ("../../a.pdf", b"%PDF-1.7", "document"),
    ],
)
async def test_a_file_is_what_its_bytes_say(
    browser: Browser, website: Website, name: str, data: bytes, kind: str
) -> None:
    await browser.say("我要投诉，路灯坏了没人管", file=(name, data))
    (row,) = rows(website)
    assert (row.kind, about(SECRET, row)["name"]) == (kind, name.rpartition("/")[2])


async def test_pictures_that_belong_together_are_answered_together(browser: Browser, website: Website) -> None:
    await browser.say("我要投诉，路灯坏了没人管", file=("a.pdf", b"%PDF"), album="a" * 32)
    await browser.open()
    await browser.say(file=("b.pdf", b"%PDF"), album="a" * 32)
    assert len(rows(website)) == 2
