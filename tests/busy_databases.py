"""A real database that somebody else keeps busy, or that is not there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, exc

from db import session


def make_impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is opened from now on waits for others for a hundredth of a second, not for five."""
    monkeypatch.setattr(session, "PRAGMAS", (*session.PRAGMAS, "busy_timeout=10"))


@contextmanager
def locked(database: Engine) -> Iterator[None]:
    """Somebody is writing and does not come to an end: it can be read."""
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def away(database: Engine) -> Iterator[None]:
    """It cannot even be opened."""
    database.dispose()
    file = Path(str(database.url.database))
    aside = file.rename(file.with_suffix(".aside"))
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        aside.rename(file)
        database.dispose()


@contextmanager
def lost_after(database: Engine, statement: str) -> Iterator[None]:
    """The transaction with this statement is the last that can begin."""
    seen: list[str] = []

    def look(_connection: object, _cursor: object, sent: str, *_more: object) -> None:
        seen.extend([sent] * (statement in sent))

    def refuse(_connection: object) -> None:
        if seen:
            raise exc.OperationalError(None, None, ConnectionError("lost"))

    event.listen(database, "before_cursor_execute", look)
    event.listen(database, "begin", refuse)
    try:
        yield
    finally:
        event.remove(database, "before_cursor_execute", look)
        event.remove(database, "begin", refuse)
