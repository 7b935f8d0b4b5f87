"""Charts that grow with the type and shrink with the page: heights in em, widths in percent, no style of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

BAR_ROW = 2.9  # em
PLOT, ABOVE, BELOW = 7.0, 1.3, 1.4  # em: the tallest column, the number over it, the label under it
FILLED = 0.7  # of a column's share of the width


@dataclass(frozen=True)
class Bar:
    """How many; None where that is not told."""

    y: float
    label: str
    count: int | None
    width: float


@dataclass(frozen=True)
class Bars:
    """One below the other; the longest is as wide as the page."""

    bars: tuple[Bar, ...]
    height: float


@dataclass(frozen=True)
class Share:
    """A bar whose length is a share of the whole width, and what is said of it."""

    y: float
    label: str
    said: str
    width: float


@dataclass(frozen=True)
class Shares:
    """One below the other."""

    bars: tuple[Share, ...]
    height: float


@dataclass(frozen=True)
class Upright:
    """One column; `middle` is that of its number and label."""

    x: float
    middle: float
    y: float
    height: float
    label: str
    count: int


@dataclass(frozen=True)
class Columns:
    """Side by side on a common foot."""

    columns: tuple[Upright, ...]
    width: float
    foot: float
    height: float


def bars(counts: Sequence[tuple[str, int | None]]) -> Bars:
    """In the order given."""
    longest = max((count or 0 for _, count in counts), default=0) or 1
    drawn = (
        Bar(round(row * BAR_ROW, 2), label, count, round(100 * (count or 0) / longest, 2))
        for row, (label, count) in enumerate(counts)
    )
    return Bars(tuple(drawn), round(len(counts) * BAR_ROW, 2))


def shares(rows: Sequence[tuple[str, str, float]]) -> Shares:
    """Label, what is said of it, and its length between 0 and 1, in the order given."""
    drawn = (
        Share(round(row * BAR_ROW, 2), label, said, round(100 * length, 2))
        for row, (label, said, length) in enumerate(rows)
    )
    return Shares(tuple(drawn), round(len(rows) * BAR_ROW, 2))


def columns(counts: Sequence[tuple[str, int]]) -> Columns:
    """From left to right; the tallest fills the plot."""
    tallest = max((count for _, count in counts), default=0) or 1
    step = 100 / max(len(counts), 1)
    foot = ABOVE + PLOT
    drawn = (
        _upright(place * step, step, PLOT * count / tallest, foot, (label, count))
        for place, (label, count) in enumerate(counts)
    )
    return Columns(tuple(drawn), round(step * FILLED, 2), foot, foot + BELOW)


def _upright(left: float, step: float, height: float, foot: float, told: tuple[str, int]) -> Upright:
    x, middle = round(left + step * (1 - FILLED) / 2, 2), round(left + step / 2, 2)
    return Upright(x, middle, round(foot - height, 2), round(height, 2), *told)
