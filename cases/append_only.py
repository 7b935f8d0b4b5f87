"""Tables that the database itself keeps from being changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import event


def guard(table: sa.FromClause, *, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
    """Put up these triggers whenever the table is made, as its migration does for a service."""
    for dialect, statements in (("sqlite", sqlite), ("postgresql", postgresql)):
        for statement in statements:
            event.listen(table, "after_create", sa.DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))
