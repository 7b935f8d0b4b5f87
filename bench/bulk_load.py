"""Many rows at once: by COPY into PostgreSQL, in the order of their key, with some indexes made at the end."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Table

from cases.likeness.sketches import CaseShingle
from cases.models import Base, Case
from cases.search_index import CaseWords

STEP = 100_000


class Postings:
    """Pairs of hash and case, sorted before they are written: a table in the order of its key grows at its end."""

    def __init__(self) -> None:
        self._hashes, self._cases = array("q"), array("q")

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Some more."""
        for shingle, case_id in pairs:
            self._hashes.append(shingle)
            self._cases.append(case_id)

    def in_order(self) -> Iterator[list[tuple[int, int]]]:
        """All of them."""
        hashes, cases = np.array(self._hashes), np.array(self._cases)
        order = np.lexsort((cases, hashes))
        for at in range(0, len(order), STEP):
            some = order[at : at + STEP]
            yield list(zip(hashes[some].tolist(), cases[some].tolist(), strict=True))


def table_of(model: type[Base]) -> Table:
    """Where its rows are."""
    return Base.metadata.tables[model.__tablename__]


@contextmanager
def bulk_load(engine: Engine) -> Iterator[None]:
    """What is made once instead of row by row; afterwards the database knows how its data is spread."""
    postgres = engine.dialect.name == "postgresql"
    late = [*table_of(Case).indexes, *table_of(CaseShingle).indexes]
    late += table_of(CaseWords).indexes if postgres else ()
    for index in late:
        index.drop(engine)
    yield
    for index in late:
        index.create(engine)
    if postgres:
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT setval('cases_id_seq', (SELECT max(id) FROM cases))")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if postgres else "ANALYZE")


def put(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write plain rows."""
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        names = ", ".join(columns)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
