"""A console for each test."""

from pathlib import Path

import pytest

from cases.models import Base
from db.session import make_engine
from tests.consoles import Console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.sqlite3'}")
    Base.metadata.create_all(engine)
    return Console(engine)
