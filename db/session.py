"""The database: one engine, short write transactions, plain reading ones."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=5000")


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; no parameter of a statement is ever logged."""
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def write_scope(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end, rolls back on any error, and on SQLite is the only writer from its begin."""
    with Session(engine.execution_options(writes=True), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read_scope(engine: Engine) -> Iterator[Session]:
    """A session that changes nothing; what it read stays usable afterwards."""
    with Session(engine, expire_on_commit=False, autoflush=False) as session:
        yield session
        session.expunge_all()


def empty_log(engine: Engine) -> None:
    """What was erased may live on in SQLite's write-ahead log, until that is written out and cut off."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:  # a transaction would be in the way
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin by itself, and too late
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
