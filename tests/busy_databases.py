"""A real database that somebody else keeps busy, or that is not there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

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
