"""Files that were there before keep their rows when what is known of copies and scans is added and taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.migrate import downgrade, upgrade
from db.session import make_engine
from tests import databases

ROW = "INSERT INTO attachments (kind, stored_name, body, state) VALUES ('photo', 'a1', 'x', 'stored')"


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    of_sqlite = request.param == "sqlite"
    engine = make_engine(f"sqlite:///{tmp_path}/huiyin.db" if of_sqlite else databases.empty_postgresql())
    yield engine
    downgrade(engine, "base")
    engine.dispose()


def test_the_columns_go_up_and_down_with_files_in_the_table(engine: Engine) -> None:
    upgrade(engine, "0006")
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(ROW))
    upgrade(engine, "0007")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT stored_name, copy_state, scan FROM attachments")).all()
        assert found == [("a1", "none", "not_scanned")]
    downgrade(engine, "0006")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT stored_name FROM attachments")).scalars().all() == ["a1"]
