"""Counting cases into the rows of tables while they pass by, so that none of them is kept."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from cases.kinds import Labelled
from cases.reports import stories
from cases.reports.cells import Cell, Sheet, added
from cases.reports.columns import Column, Title, Words
from cases.reports.measures import Measure
from cases.reports.periods import Period
from cases.reports.stories import Story

Key = str | Labelled


class Count(Protocol):
    """What is known when all cases have passed."""

    def count(self, some: Sequence[Story]) -> None:
        """These too."""


def section_of(story: Story) -> Key:
    """The item of the bulletin that it speaks of."""
    return story.section or Words.NOT_SAID


def street_of(story: Story) -> Key:
    """The street that it speaks of."""
    return story.street or Words.NOT_SAID


def _any_case(_story: Story) -> Key:
    return Words.TOTAL


@dataclass
class Table:
    """A row of cells for each key that occurs; without a key one row of all."""

    measures: Collection[Measure]
    period: Period
    key: Callable[[Story], Any] = _any_case
    rows: dict[Any, tuple[Cell, ...]] = field(default_factory=dict)

    def count(self, some: Sequence[Story]) -> None:
        """Each of them in its row."""
        groups: dict[Hashable, list[Story]] = defaultdict(list)
        for story in some:
            groups[self.key(story)].append(story)
        for key, group in groups.items():
            self.rows[key] = _sum(self.row(key), self._cells(group))

    def row(self, key: Hashable) -> tuple[Cell, ...]:
        """The cells of one key, also where no case has it."""
        return self.rows.get(key) or self._cells(())

    @property
    def total(self) -> tuple[Cell, ...]:
        """All rows together: every case is in one of them."""
        return reduce(_sum, self.rows.values(), self._cells(()))

    def _cells(self, some: Sequence[Story]) -> tuple[Cell, ...]:
        return tuple(measure(some, self.period) for measure in self.measures)


def read(session: Session, period: Period, counted: ColumnElement[bool], *counts: Count) -> None:
    """Let all cases that `counted` allows pass by these."""
    for some in stories.batches(session, period, counted):
        for one in counts:
            one.count(some)


def cross_sheet(
    title: Title, columns: tuple[Column, ...], table: Table, keys: Iterable[Key], remarks: tuple[Words, ...]
) -> Sheet:
    """A row for each of `keys` and for any other that occurs, then 合计; the first of `columns` names the keys."""
    names = dict.fromkeys([*keys, *table.rows])
    rows = tuple((name, *table.row(name)) for name in names)
    return Sheet(title, columns, rows, (Words.TOTAL, *table.total), remarks)


def _sum(one: tuple[Cell, ...], other: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(map(added, one, other))
