"""A backup is restored whole, and only where nothing is lost by it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from cases.audit import chain
from cases.audit import log as audit
from cases.audit.deeds import Action, Deed, Outcome
from commands.backup import look
from db.backup import Backup, Occupied
from db.migrate import upgrade
from db.session import make_engine, write_scope
from tests import databases
from tests.builders import NOW
from tests.db.backup.contents import chats_in, stored


def test_a_home_with_something_in_it_is_not_overwritten(backup: Backup, file: Path) -> None:
    backup.write(file, NOW)
    with pytest.raises(Occupied):
        backup.restore(file, NOW)
    assert chats_in(backup.engine) == 1


def test_what_was_there_is_kept_aside(backup: Backup, file: Path) -> None:
    backup.write(file, NOW)
    late = stored(backup.engine, backup.home, b"later")
    backup.restore(file, NOW, replace=True)
    assert chats_in(backup.engine) == 1
    assert not late.exists()
    (aside,) = backup.home.glob("replaced_*")
    assert (aside / "attachments" / late.name).read_bytes() == b"later"
    assert rows_aside(backup.engine, aside) == 2


def rows_aside(engine: Engine, aside: Path) -> int:
    """How many chats there were in what was replaced."""
    if engine.dialect.name == "sqlite":
        return chats_in(make_engine(f"sqlite:///{aside}/huiyin.sqlite3"))
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {aside.name}.chats")).scalar_one()


def test_an_empty_home_gets_everything_back(backup: Backup, file: Path, tmp_path: Path) -> None:
    facts = backup.write(file, NOW)
    name = next(backup.home.glob("attachments/*")).name
    if backup.engine.dialect.name == "sqlite":
        fresh = make_engine(f"sqlite:///{tmp_path}/new/huiyin.sqlite3")
    else:
        fresh = make_engine(databases.empty_postgresql())
    restored = Backup(fresh, tmp_path / "new", look, lambda *_, **__: None)
    assert restored.restore(file, NOW) == facts
    assert (tmp_path / "new" / "attachments" / name).read_bytes() == b"a photo"
    upgrade(fresh)
    with write_scope(fresh) as session:
        audit.note(session, Deed(Action.RESTORE, "os:root"), Outcome.DONE, NOW)
        assert chain.verify(session).holds


def test_the_restored_log_is_guarded_too(backup: Backup, file: Path) -> None:
    backup.write(file, NOW)
    backup.restore(file, NOW, replace=True)
    with pytest.raises(Exception, match="append-only"), write_scope(backup.engine) as session:
        session.execute(text("DELETE FROM audit_log"))
