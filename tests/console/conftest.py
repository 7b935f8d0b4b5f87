"""A console for each test."""

from pathlib import Path

import pytest

from cases.kinds import Role
from cases.models import Base
from db.session import make_engine
from tests.consoles import Browser, Console
from tests.entry_pages import make_console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.sqlite3'}")
    Base.metadata.create_all(engine)
    return Console(engine)


@pytest.fixture
async def clerk(console: Console) -> Browser:
    """Somebody who takes calls; there is nobody yet who could read what is confidential."""
    browser = await make_console(console).officer(Role.INTAKE_CLERK)
    await browser.open("/entry")
    return browser
