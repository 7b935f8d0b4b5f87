"""Sheets as charts: which columns are drawn, and what a reader who cannot see them is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.reports.cells import Cell, Mean, Rate, Sheet, in_words
from cases.reports.columns import Column, Words
from console.visit import Visit
from web.charts import Bars, Columns, Shares, bars, columns, shares

MOST_BARS = 10  # below these the table has all
UPRIGHT = (
    Column.RECEIVED,
    Column.COMPLETED,
    Column.OPEN,
    Column.OVERDUE,
    Column.QUESTIONS,
    Column.ANSWERED,
    Column.ASKED_BACK,
    Column.DECLINED,
)
LONG = (
    Column.RESPONSE_RATE,
    Column.ON_TIME_RATE,
    Column.SATISFACTION_RATE,
    Column.FIRST_REPLY_DAYS,
    Column.ANSWER_RATE,
    Column.GOOD_VOTES,
)


@dataclass(frozen=True)
class Chart:
    """`drawn` is one of three shapes; `about` says in words what the eye would see."""

    name: str
    title: str
    about: str
    drawn: Bars | Columns | Shares

    @property
    def shape(self) -> str:
        """Which of the shapes."""
        return type(self.drawn).__name__.lower()


def over_time(visit: Visit, sheet: Sheet, labels: Sequence[str]) -> list[Chart]:
    """What a sheet with a line for each span has to draw."""
    return [*_upright(visit, sheet, labels), *_long(visit, sheet, labels)]


def spread(visit: Visit, sheet: Sheet) -> Chart | None:
    """What came, by the first column, the most first; None where nothing came."""
    first, counts = sheet.columns[0], sheet.column(Column.RECEIVED)
    found = [(in_words(row[0]), count) for row, count in zip(sheet.rows, counts, strict=True) if isinstance(count, int)]
    most = sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])[:MOST_BARS]
    if not most:
        return None
    title = visit.say("console.figures.spread", by=first.label)
    about = "，".join(f"{label} {count}" for label, count in most)
    return Chart(sheet.title.value, title, about, bars(most))


def _upright(visit: Visit, sheet: Sheet, labels: Sequence[str]) -> Iterator[Chart]:
    for column in UPRIGHT:
        if column in sheet.columns:
            counts = [count if isinstance(count, int) else 0 for count in sheet.column(column)]
            pairs = list(zip(labels, counts, strict=True))
            yield Chart(column.value, column.label, _told(visit, pairs), columns(pairs))


def _long(visit: Visit, sheet: Sheet, labels: Sequence[str]) -> Iterator[Chart]:
    for column in LONG:
        if column in sheet.columns:
            cells = sheet.column(column)
            sizes = _sizes(cells)
            rows = [(label, _short(cell), size) for label, cell, size in zip(labels, cells, sizes, strict=True)]
            yield Chart(column.value, column.label, _told(visit, [row[:2] for row in rows]), shares(rows))


def _sizes(cells: Sequence[Cell]) -> list[float]:
    """A rate as its share; averages against the greatest."""
    sizes = [_size(cell) for cell in cells]
    most = max([1.0, *sizes])
    return [size / most for size in sizes]


def _size(cell: Cell) -> float:
    match cell:
        case Rate(part, whole):
            return part / whole if whole else 0.0
        case Mean(total, number):
            return total / number if number else 0.0
    return 0.0


def _short(cell: Cell) -> str:
    """Small samples are warned of once, above all charts, and in the tables."""
    return in_words(cell).removesuffix(Words.SMALL_SAMPLE.label).strip()


def _told(visit: Visit, pairs: Sequence[tuple[str, int | str]]) -> str:
    """From the first to the last; the table has each."""
    (first, begun), (last, ended) = pairs[0], pairs[-1]
    return visit.say("console.figures.from_to", first=first, begun=begun, last=last, ended=ended)
