"""A fresh database for each test, of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.session import write_scope
from tests import databases


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database with all tables."""
    yield from databases.opened(request.param, tmp_path)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writing session on it."""
    with write_scope(engine) as session:
        yield session
