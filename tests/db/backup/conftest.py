"""A home with one file and one line in the log, and its backup."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from cases.audit import log as audit
from cases.audit.deeds import Action, Deed, Outcome
from commands.backup import look
from db.backup import Backup
from db.migrate import upgrade
from db.session import make_engine, write_scope
from tests import databases
from tests.builders import NOW
from tests.db.backup.contents import stored


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database in a home."""
    home = tmp_path / "home"
    home.mkdir()
    url = f"sqlite:///{home}/huiyin.sqlite3" if request.param == "sqlite" else databases.empty_postgresql()
    engine = make_engine(url)
    upgrade(engine)
    yield engine
    if request.param == "postgresql":
        with engine.begin() as connection:
            for schema in inspect(connection).get_schema_names():
                if schema.startswith("replaced_"):
                    connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        make_engine(databases.empty_postgresql()).dispose()
    engine.dispose()


@pytest.fixture
def backup(engine: Engine, tmp_path: Path) -> Backup:
    with write_scope(engine) as session:
        audit.note(session, Deed(Action.VIEW, "王丽"), Outcome.DONE, NOW)
    stored(engine, tmp_path / "home", b"a photo")
    return Backup(engine, tmp_path / "home", look, lambda *_, **__: None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "huiyin.tar"
