"""The database: one engine, short write transactions, plain reading ones."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import RLock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.orm import Session

# busy for too long, away, or another's change came first; of a connection lost while committing nobody knows
UNREACHABLE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=5000")
PLANNING = "-c jit=off -c plan_cache_mode=force_custom_plan"  # by the values asked for: of some there are next to none
PATIENCE = 5.0  # seconds
_turns: dict[str, RLock] = defaultdict(RLock)  # of a database with one writer at a time


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; no parameter of a statement is ever logged."""
    engine = create_engine(url, hide_parameters=True, connect_args=_planned(make_url(url)))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _planned(url: URL) -> dict[str, Any]:
    """Our way of planning, behind the options that the office gave."""
    if url.get_backend_name() != "postgresql":
        return {}
    return {"options": f"{url.query.get('options', '')} {PLANNING}".strip()}


@contextmanager
def write_scope(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end, rolls back on any error, and on SQLite is the only writer from its begin."""
    writing = engine.execution_options(writes=True)
    with _turn(engine), Session(writing, expire_on_commit=False) as session, session.begin():
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


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """One thread of this process at a time: SQLite lets them ask again and again, and most of them in vain."""
    if engine.dialect.name != "sqlite":
        yield
        return
    turn = _turns[str(engine.url)]
    if not turn.acquire(timeout=PATIENCE):
        raise exc.TimeoutError("the database is being written to")
    try:
        yield
    finally:
        turn.release()


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin by itself, and too late
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
