"""The indexes that lists of cases walk along: few, for each costs time when a case is confirmed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from cases.kinds import Kind, Queue, State

SEALED_KINDS = tuple(kind for kind in Kind if kind.sealed)
SEALED_QUEUES = tuple(queue for queue in Queue if queue.sealed)
ENDED = (
    State.COMPLETED,
    State.DUPLICATE_MERGED,
    State.FEEDBACK_GIVEN,
    State.NOT_ACCEPTED,
    State.RATED,
    State.REFERRED,
    State.TERMINATED,
    State.WITHDRAWN,
)  # and not archived
WHERE = ("state", "kind", "queue", "section", "subdistrict")
WHOSE = ("department", "urgent", "holder_id", "closed_at", "due_on")


def of_cases() -> Iterator[sa.Index]:
    """All of them; those for what is rare cost nothing where it is not."""
    yield from _list("all", beside=(*WHERE, *WHOSE))
    yield from _list("open", "closed_at IS NULL", beside=(*WHERE, *WHOSE))
    yield from _list("holder", "holder_id IS NOT NULL", by=("holder_id",), beside=("department", "closed_at"))
    yield from _list("quality", "quality_since IS NOT NULL")
    yield from _list("to_archive", f"state IN ({_quoted(ENDED)})", beside=("department",))
    sealed = f"kind IN ({_quoted(SEALED_KINDS)}) OR queue IN ({_quoted(SEALED_QUEUES)})"
    yield from _list("sealed", f"closed_at IS NULL AND ({sealed})")
    for column in ("section", "subdistrict"):  # cases.subjects goes along them, too, from value to value
        yield from _list(f"open_{column}", "closed_at IS NULL", by=(column,))
    for column in ("duplicate_of", "split_from"):
        yield _index(column, [column], f"{column} IS NOT NULL")


def _list(view: str, condition: str = "", by: Sequence[str] = (), beside: Sequence[str] = ()) -> Iterator[sa.Index]:
    """One for each way of sorting; what stands `beside` is looked at in the index, before any row is fetched."""
    for name, key in ((view, "due_on"), (f"{view}_received", "received_at")):
        yield _index(name, [*by, key, "id", *(column for column in beside if column != key)], condition)


def _index(name: str, columns: Iterable[str], condition: str) -> sa.Index:
    only: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text(condition)) if condition else {}
    return sa.Index(f"ix_cases_{name}", *columns, **only)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
