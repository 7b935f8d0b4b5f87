"""What was forgotten is not in the log of the database either."""

from pathlib import Path

from sqlalchemy import Engine

from cases import chats
from db import snapshot
from db.session import write_scope
from tests.builders import NOW, SECRET
from tests.db.backup.contents import chats_in


def test_forgetting_leaves_nothing_in_the_log_of_the_database(engine: Engine, tmp_path: Path) -> None:
    with write_scope(engine) as session:
        chats.add(session, SECRET, "telegram", "x", NOW)
    snapshot.forget(engine)
    if engine.dialect.name == "sqlite":
        assert (tmp_path / "home" / "huiyin.sqlite3-wal").stat().st_size == 0
    assert chats_in(engine) == 1
