"""The two databases that a test runs on: a file of SQLite, and a PostgreSQL of this run alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from cases.tables import models
from db.migrate import upgrade
from db.session import make_engine

SERVER = os.environ.get("HUIYIN_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
REQUIRED = "HUIYIN_TEST_POSTGRES" in os.environ
KINDS = ("sqlite", "postgresql")
GUARDED = ("audit_log", "case_events")


def opened(kind: str, folder: Path) -> Iterator[Engine]:
    """An empty database of this kind with all tables of `cases`; gone afterwards."""
    engine = make_engine(f"sqlite:///{folder}/huiyin.db" if kind == "sqlite" else _own_database())
    models.Base.metadata.create_all(engine)
    try:
        yield engine
    finally:
        if kind == "postgresql":
            _empty(engine)
        engine.dispose()


@contextmanager
def migrated(kind: str, folder: Path, to: str = "head") -> Iterator[Engine]:
    """A database made by the migrations, as that of a service is; gone afterwards."""
    engine = make_engine(f"sqlite:///{folder}/huiyin.db" if kind == "sqlite" else empty_postgresql())
    upgrade(engine, to)
    yield engine
    engine.dispose()
    if kind == "postgresql":
        make_engine(empty_postgresql()).dispose()


def empty_postgresql() -> str:
    """The address of this run's database without any table, or a skip where no server answers."""
    url = _own_database()
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


def _own_database() -> str:
    url = _made()
    if url is None:
        pytest.skip("no PostgreSQL answers on 127.0.0.1:5432 (HUIYIN_TEST_POSTGRES names another)")
    return url


@cache
def _made() -> str | None:
    """One database for this process, emptied between its tests."""
    name = f"huiyin_test_{os.getpid()}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        if REQUIRED:
            raise
        return None
    finally:
        server.dispose()
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def drop_own() -> None:
    """At the end of a run."""
    if _made.cache_info().currsize == 0 or _made() is None:
        return
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS huiyin_test_{os.getpid()} WITH (FORCE)"))
    server.dispose()


def _empty(engine: Engine) -> None:
    tables = ", ".join(table.name for table in models.Base.metadata.sorted_tables)
    with engine.begin() as connection:
        for table in GUARDED:  # they cannot be emptied otherwise
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        for table in GUARDED:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
