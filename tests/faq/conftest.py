"""A database with the tables of the desk, and an office with a few answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.session import make_engine, write_scope
from faq.models import Base
from faq.offices import Office
from tests.offices import make_office


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database with all tables."""
    engine = make_engine(f"sqlite:///{tmp_path}/huiyin.db")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writing session on it."""
    with write_scope(engine) as session:
        yield session


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Edits go below the test's folder."""
    return make_office(tmp_path)
