"""The grid of all items: in em and percent, so that it grows with the type and shrinks with the page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.ledger.states import ItemState
from public.progress_record import ItemStanding, PartStanding

LABEL, GAP = 11.0, 1.0  # percent of the width
ROW = 2.75  # em


@dataclass(frozen=True)
class Cell:
    """An item in the grid."""

    x: float
    middle: float
    y: float
    number: str
    state: ItemState | None


@dataclass(frozen=True)
class Grid:
    """A row for each part, a cell for each of its items."""

    rows: tuple[tuple[float, str], ...]  # where each begins, and what the part is called
    cells: tuple[Cell, ...]
    width: float
    height: float
    counted: tuple[tuple[ItemState | None, int], ...]


def grid(parts: Sequence[PartStanding]) -> Grid:
    """Every item once, by part, and how many are in each state."""
    step = (100 - LABEL) / max([1, *(len(part.items) for part in parts)])
    rows = tuple((round(row * ROW, 2), part.label) for row, part in enumerate(parts))
    cells = tuple(
        _cell(LABEL + place * step, step - GAP, row * ROW, item)
        for row, part in enumerate(parts)
        for place, item in enumerate(part.items)
    )
    return Grid(rows, cells, round(step - GAP, 2), round(len(parts) * ROW, 2), by_state(cell.state for cell in cells))


def _cell(x: float, width: float, y: float, item: ItemStanding) -> Cell:
    return Cell(round(x, 2), round(x + width / 2, 2), round(y, 2), item.number.strip("()（）"), item.state)


def by_state(states: Iterable[ItemState | None]) -> tuple[tuple[ItemState | None, int], ...]:
    """The states that occur, in their own order."""
    counted = Counter(states)
    return tuple((state, counted[state]) for state in (*ItemState, None) if counted[state])
