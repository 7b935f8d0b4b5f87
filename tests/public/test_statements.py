"""What one message of a citizen asks of the database: each write waits for the disk."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from tests.websites import Website

BOTH_READS_AND_THE_WRITE = 13  # seen before, chat, draft, what changed since; key, chat, reply, count; what waits


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """All that is said to any database, but for the beginnings of reads."""
    said: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.extend([statement] * (statement != "BEGIN"))

    event.listen(Engine, "before_cursor_execute", keep)
    yield said
    event.remove(Engine, "before_cursor_execute", keep)


async def test_a_question_is_one_write_also_when_it_acknowledges_the_last_answer(
    website: Website, statements: list[str]
) -> None:
    browser = website.browser()
    for seen in ("", "1"):
        answer = await browser.ask("海城违建拆了多少", key="0" * 31 + (seen or "0"), seen=seen)
        assert (answer["status"], len(answer["rows"])) == (200, 1)
        assert statements.count("BEGIN IMMEDIATE") == 1
        statements.clear()


async def test_a_question_in_a_chat_that_is_known_asks_no_more_than_it_needs(
    website: Website, statements: list[str]
) -> None:
    browser = website.browser()
    await browser.ask("海城违建拆了多少", key="0" * 32)
    statements.clear()
    await browser.ask("海城违建拆了多少", key="1" * 32)
    assert len(statements) <= BOTH_READS_AND_THE_WRITE, statements


async def test_pages_that_wait_ask_nothing_by_themselves(website: Website, statements: list[str]) -> None:
    streams = [website.streams.open(f"{number:064}") for number in range(20)]
    for stream in streams:
        await anext(stream)
    statements.clear()
    await website.streams._look(website.now)
    assert len(statements) == 1
