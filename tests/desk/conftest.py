"""A database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cases.models import Base
from db.session import make_engine, write_scope


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A writing session on it."""
    engine = make_engine(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    Base.metadata.create_all(engine)
    with write_scope(engine) as session:
        yield session
