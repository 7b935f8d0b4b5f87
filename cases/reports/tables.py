"""Grouping cases into the rows of a table, with a last row over all."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from cases.kinds import Labelled
from cases.reports.cells import Cell, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.measures import row
from cases.reports.periods import Period
from cases.reports.stories import Story

Key = str | Labelled


def cross_table(
    title: Title,
    of: Column,
    columns: tuple[Column, ...],
    stories: Sequence[Story],
    period: Period,
    key: Callable[[Story], Key],
    keys: Iterable[Key],
    remarks: tuple[Words, ...],
) -> Sheet:
    """A row for each of `keys` and for any other that occurs, then 合计 over all cases."""
    groups: dict[Key, list[Story]] = defaultdict(list)
    for story in stories:
        groups[key(story)].append(story)
    names = list(dict.fromkeys([*keys, *groups]))
    rows = tuple((name, *row(columns, groups.get(name, []), period)) for name in names)
    totals: tuple[Cell, ...] = (Words.TOTAL, *row(columns, stories, period))
    return Sheet(title, (of, *columns), rows, totals, remarks)


def section_of(story: Story) -> Key:
    """The item of the bulletin that it speaks of."""
    return story.section or Words.NOT_SAID


def street_of(story: Story) -> Key:
    """The street that it speaks of."""
    return story.street or Words.NOT_SAID
