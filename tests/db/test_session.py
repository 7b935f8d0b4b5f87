"""The promises of the database: all or nothing, one writer, the schema of the tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from cases.chat_models import Base, SeenDelivery
from db.migrate import downgrade, upgrade
from db.session import make_engine, read_scope, write_scope
from faq.models import Base as DeskBase
from tests.builders import NOW


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path}/huiyin.db")
    upgrade(engine)
    yield engine
    engine.dispose()


def seen(engine: Engine) -> int:
    with read_scope(engine) as session:
        return session.query(SeenDelivery).count()


def is_ours(name: str | None) -> bool:
    """Not the tables in which FTS5 keeps its index of words, nor the index that PostgreSQL has instead."""
    return not str(name).startswith(("case_words_fts", "ix_case_words_words"))


def our_tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if is_ours(name)}


def test_what_was_written_is_there(engine: Engine) -> None:
    with write_scope(engine) as session:
        session.add(SeenDelivery(key="1", seen_at=NOW))
    with read_scope(engine) as session:
        assert session.get_one(SeenDelivery, "1").seen_at == NOW


def test_an_error_takes_everything_back(engine: Engine) -> None:
    with pytest.raises(RuntimeError), write_scope(engine) as session:
        session.add(SeenDelivery(key="1", seen_at=NOW))
        session.flush()
        raise RuntimeError
    assert seen(engine) == 0


def test_reading_changes_nothing(engine: Engine) -> None:
    with read_scope(engine) as session:
        session.add(SeenDelivery(key="1", seen_at=NOW))
    assert seen(engine) == 0


def test_a_reader_does_not_wait_for_the_writer(engine: Engine) -> None:
    with write_scope(engine) as session:
        session.add(SeenDelivery(key="1", seen_at=NOW))
        session.flush()
        assert seen(engine) == 0


def test_there_is_one_writer_from_the_first_statement(engine: Engine) -> None:
    with write_scope(engine) as session:
        session.execute(text("SELECT 1"))
        other = sqlite3.connect(str(engine.url.database), timeout=0)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_reference_to_nothing_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), write_scope(engine) as session:
        session.execute(text("INSERT INTO identities VALUES (99, 'x')"))


def test_an_error_does_not_print_what_was_written(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as error, write_scope(engine) as session:
        session.execute(text("INSERT INTO identities VALUES (99, :body)"), {"body": "secret words"})
    assert "secret words" not in str(error.value)


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]
)
def test_sqlite_is_set_to_survive_a_power_cut_and_to_forget(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_migrated_schema_is_that_of_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": lambda _object, name, *_about: is_ours(name)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, [Base.metadata, DeskBase.metadata]) == []  # type: ignore[arg-type]


def test_migrations_go_down_and_up_again(engine: Engine) -> None:
    downgrade(engine, "base")
    assert our_tables(engine) == {"alembic_version"}
    upgrade(engine)
    upgrade(engine)
    assert our_tables(engine) == {
        *Base.metadata.tables,
        *DeskBase.metadata.tables,
        "alembic_version",
    }


def test_postgresql_understands_the_tables() -> None:
    dialect = postgresql.dialect()
    for table in (*Base.metadata.sorted_tables, *DeskBase.metadata.sorted_tables):
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        assert all("INDEX" in str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)
