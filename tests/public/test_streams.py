"""A lost connection loses nothing: what was not acknowledged is sent again, and only to its own chat."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.web_chat import ON_ITS_WAY
from cases import outbox
from cases.chat_models import SendState
from db.session import write_scope
from public import events
from public.events import MOST_OF_ONE, Full
from tests.builders import SECRET
from tests.websites import Website

ADDRESS, OTHER = "a" * 64, "b" * 64


def put(website: Website, text: str, address: str = ADDRESS) -> int:
    with write_scope(website.database) as session:
        return outbox.put(session, SECRET, "web", address, {"text": text}, website.now).id


async def read(stream: AsyncIterator[str], count: int) -> list[dict[str, Any]]:
    """The next events."""
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        while len(found) < count:
            event = dict(line.split(": ", 1) for line in (await anext(stream)).splitlines() if ": " in line)
            if "data" in event:
                found.append(json.loads(event["data"]) | {"event": int(event["id"])})
    return found


async def test_each_row_is_an_event_under_its_number(website: Website) -> None:
    numbers = [put(website, "一"), put(website, "二")]
    rows = await read(website.streams.open(ADDRESS), 2)
    assert [(row["event"], row["id"], row["text"]) for row in rows] == [
        (numbers[0], numbers[0], "一"),
        (numbers[1], numbers[1], "二"),
    ]


async def test_after_a_lost_connection_everything_not_acknowledged_comes_again(website: Website) -> None:
    first, _ = put(website, "一"), put(website, "二")
    lost = website.streams.open(ADDRESS)
    await read(lost, 2)
    await lost.aclose()  # type: ignore[attr-defined]
    await website.chat.acknowledge(ADDRESS, [first])
    put(website, "三")
    assert [row["text"] for row in await read(website.streams.open(ADDRESS), 2)] == ["二", "三"]


async def test_what_is_acknowledged_is_erased_and_not_before(website: Website) -> None:
    number = put(website, "一")
    await read(website.streams.open(ADDRESS), 1)
    assert website.outbox()[0].payload != b""
    await website.chat.acknowledge(ADDRESS, [number])
    assert (website.outbox()[0].state, website.outbox()[0].payload) == (SendState.SENT, b"")


async def test_an_open_page_is_told_what_comes_later(website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LOOK", 0.02)
    stop, stream = asyncio.Event(), website.streams.open(ADDRESS)
    await anext(stream)
    running = asyncio.create_task(website.streams.run(stop))
    waiting = asyncio.create_task(read(stream, 1))
    await asyncio.sleep(0.1)
    put(website, "后来的")
    website.now += ON_ITS_WAY
    assert [row["text"] for row in await waiting] == ["后来的"]
    stop.set()
    await running


async def test_what_comes_with_the_answer_to_a_message_is_not_sent_twice(website: Website) -> None:
    put(website, "刚说的")
    assert await website.chat.news(website.now) == set()
    website.now += ON_ITS_WAY
    assert len(await website.chat.news(website.now)) == 1


async def test_what_many_pages_have_seen_is_erased_in_one_transaction(website: Website) -> None:
    seen = [(address, put(website, "看过的", address)) for address in (ADDRESS, OTHER)]
    begun = count_of(website.chat._database, "BEGIN IMMEDIATE")
    await asyncio.gather(*(website.chat.acknowledge(address, [number]) for address, number in seen))
    assert len(begun) == 1
    assert {row.payload for row in website.outbox()} == {b""}


async def test_the_look_goes_on_after_a_failure_and_misses_nothing(
    website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def fail_once(since: object) -> set[tuple[str, int]]:
        asked.append(since)
        if len(asked) == 1:
            raise OSError
        return set()

    monkeypatch.setattr(website.chat, "news", fail_once)
    monkeypatch.setattr(events, "LOOK", 0.01)
    stream, stop = website.streams.open(ADDRESS), asyncio.Event()
    await anext(stream)
    running = asyncio.create_task(website.streams.run(stop))
    await asyncio.sleep(0.1)
    stop.set()
    await running
    assert len(asked) > 1 and asked[0] == asked[1]


async def test_nobody_hears_what_is_said_to_another(website: Website) -> None:
    put(website, "给别人的", OTHER)
    put(website, "给我的")
    assert [row["text"] for row in await read(website.streams.open(ADDRESS), 1)] == ["给我的"]


async def test_all_streams_end_with_the_program(website: Website) -> None:
    stop, stream = asyncio.Event(), website.streams.open(ADDRESS)
    await anext(stream)
    ended = asyncio.create_task(collect(stream))
    running = asyncio.create_task(website.streams.run(stop))
    await asyncio.sleep(0.05)
    stop.set()
    await asyncio.wait_for(asyncio.gather(running, ended), 5)


def count_of(engine: Engine, words: str) -> list[str]:
    """The statements with these words, as they come."""
    found: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.extend([statement] * (words in statement))

    event.listen(engine, "before_cursor_execute", listen)
    return found


async def collect(stream: AsyncIterator[str]) -> list[str]:
    return [event async for event in stream]


async def test_one_browser_cannot_open_streams_without_end(website: Website) -> None:
    streams = [website.streams.open(ADDRESS) for _ in range(MOST_OF_ONE)]
    for stream in streams:
        await anext(stream)
    with pytest.raises(Full):
        website.streams.open(ADDRESS)
    await streams[0].aclose()  # type: ignore[attr-defined]
    website.streams.open(ADDRESS)


async def test_a_browser_without_a_session_is_told_to_stop_asking(website: Website) -> None:
    assert (await website.browser().client.get("/events")).status_code == 204
