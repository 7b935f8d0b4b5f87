"""What stands in a sheet: numbers, shares with both their numbers, days, and a few fixed words."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.kinds import Labelled
from cases.reports.columns import Column, Title, Words
from cases.reports.periods import Period

SMALL = 10


@dataclass(frozen=True)
class Rate:
    """Numerator and denominator, always both (domain.md part 5)."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return f"{self.part}/{self.whole}"
        warned = f" {Words.SMALL_SAMPLE.label}" if self.whole < SMALL else ""
        return f"{self.part}/{self.whole} {100 * self.part / self.whole:.1f}%{warned}"


@dataclass(frozen=True)
class Mean:
    """A sum and how many it is of."""

    total: int
    count: int

    def __str__(self) -> str:
        if not self.count:
            return f"{self.total}/{self.count}"
        warned = f" {Words.SMALL_SAMPLE.label}" if self.count < SMALL else ""
        return f"{self.total}/{self.count} = {self.total / self.count:.1f}{warned}"


@dataclass(frozen=True)
class Most:
    """The greatest of so many."""

    value: int
    count: int

    def __str__(self) -> str:
        return str(self.value) if self.count else ""


Cell = int | str | date | Rate | Mean | Most | Labelled | None


def added(one: Cell, other: Cell) -> Cell:
    """The same column, counted over the cases of both; what is no number stays."""
    match one, other:
        case int(), int():
            return one + other
        case Rate(), Rate():
            return Rate(one.part + other.part, one.whole + other.whole)
        case Mean(), Mean():
            return Mean(one.total + other.total, one.count + other.count)
        case Most(), Most():
            return Most(max(one.value, other.value), one.count + other.count)
    return one


def in_words(cell: Cell) -> str:
    """As people read it, "" where there is nothing."""
    if cell is None:
        return ""
    return cell.label if isinstance(cell, Labelled) else str(cell)


@dataclass(frozen=True)
class Sheet:
    """A table; `totals` is its last row, apart because it is no row of the table."""

    title: Title
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    remarks: tuple[Words, ...] = ()

    def column(self, wanted: Column) -> list[Cell]:
        """Its cells, without that of the totals."""
        place = self.columns.index(wanted)
        return [row[place] for row in self.rows]

    def total(self, wanted: Column) -> Cell:
        """The cell of the last row."""
        return self.totals[self.columns.index(wanted)] if self.totals else None


@dataclass(frozen=True)
class Report:
    """Sheets about one period; when it was made is told by who asks for it."""

    period: Period
    made_at: datetime
    sheets: tuple[Sheet, ...]
    published: bool = False
