"""A copy of a running database as it was at one moment, and a database made of such a copy."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.session import make_engine, read_scope

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
SCHEMA = "public"


class Unavailable(Exception):
    """A tool of PostgreSQL is missing or has refused: its text says which, and why."""


def take[Seen](engine: Engine, into: Path, look: Callable[[Session], Seen]) -> Seen:
    """Copy the database while others write to it; what `look` finds is the state of the copy."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database))) as source, closing(sqlite3.connect(into)) as copy:
            source.backup(copy)
        with _opened(_sqlite_url(into)) as copied, read_scope(copied) as session:
            return look(session)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        seen = look(Session(connection))
        _run("pg_dump", engine.url, "--format=custom", f"--schema={SCHEMA}", f"--snapshot={moment}", f"--file={into}")
    return seen


@contextmanager
def tried_out(engine: Engine, copy: Path) -> Iterator[Engine]:
    """A passing database made of a copy that was taken of a database like `engine`."""
    if engine.dialect.name == "sqlite":
        with _opened(_sqlite_url(copy)) as opened:
            _check_sound(opened)
            yield opened
        return
    name = f"huiyin_trial_{secrets.token_hex(6)}"
    with _database(engine, name), _opened(engine.url.set(database=name)) as opened:
        load(opened, copy)
        yield opened


def is_empty(engine: Engine) -> bool:
    """Whether there is no table in it; a file that does not exist is not made by asking."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return True
    return not inspect(engine).get_table_names()


def load(engine: Engine, copy: Path) -> None:
    """Fill an empty database, all or nothing."""
    if engine.dialect.name == "sqlite":
        shutil.copyfile(copy, Path(str(engine.url.database)))
        return
    _run("pg_restore", engine.url, f"--schema={SCHEMA}", "--single-transaction", "--no-owner", "--no-privileges", copy)


def set_aside(engine: Engine, folder: Path) -> None:
    """Move what is in the database out of the way: a file into `folder`, a schema beside its successor."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        for ending in ("", "-wal", "-shm"):
            path = Path(f"{engine.url.database}{ending}")
            if path.exists():
                path.rename(folder / path.name)
        return
    with engine.begin() as connection:
        connection.execute(text(f'ALTER SCHEMA {SCHEMA} RENAME TO "{folder.name}"'))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))


def forget(engine: Engine) -> None:
    """After deletions: no old pages in the write-ahead log, no dead rows in the tables."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        else:
            connection.execute(text("VACUUM"))


def _check_sound(engine: Engine) -> None:
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    if found != "ok":
        raise Unavailable(f"integrity_check: {found}")


@contextmanager
def _database(engine: Engine, name: str) -> Iterator[None]:
    server = engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    except DBAPIError:
        raise Unavailable("CREATE DATABASE") from None
    try:
        yield
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))


@contextmanager
def _opened(url: URL) -> Iterator[Engine]:
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()


def _sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def _run(tool: str, url: URL, *words: str | Path) -> None:
    """The password goes by the environment: arguments can be read by everybody on the machine."""
    program = shutil.which(tool)
    if program is None:
        raise Unavailable(tool)
    address = url.set(drivername="postgresql", password=None).render_as_string()
    surroundings = {"PGPASSWORD": str(url.password), "PATH": os.defpath} if url.password else None
    call = [program, f"--dbname={address}", *words]
    done = subprocess.run(call, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unavailable(f"{tool}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
