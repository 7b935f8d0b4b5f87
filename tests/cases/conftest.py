"""A fresh database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases.chat_models import Base
from db.session import make_engine, write_scope


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
