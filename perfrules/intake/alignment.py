"""Which column each cell of a row belongs to, when rows are shifted against their header.

Cells keep their order, so the question is only which columns are empty. The answer is the one that moves the row as a whole as
little as possible and puts no number under a name. Where several answers are equally good, only what they agree on is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from perfrules.intake.columns import Columns
from perfrules.intake.labels import NUMBERED, PERCENT, is_number
from perfrules.intake.sheet import Cell
from perfrules.values.text import normal

MOST = 24
"""More columns or cells than this in a row are not of this layout."""

# What each costs: a row moved as a whole, a row without a name, one cell moved, an unknown label, a number as a name,
# a cell left out.
SHIFT, NAMELESS, MOVE, UNKNOWN_LABEL, MISFIT, LEFT_OUT = 1, 1, 2, 3, 9, 30
NEVER = 1_000_000

Fits = Callable[[str, Cell], int]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Each role's cell. `over` has no column; `open` could be of more than one, each reading as good as another."""

    cells: dict[str, Cell]
    over: tuple[Cell, ...] = ()
    open: tuple[Cell, ...] = ()
    moved: bool = False


def align(cells: Sequence[Cell], width: int, readings: Iterable[Columns], fits: Fits) -> Aligned | None:
    """The best reading of `cells`, of a row `width` cells wide, over all of `readings` (ways the columns may lie).

    None when there are no columns, or too many.
    """
    tried = [_Reading(cells, columns, width, fits) for columns in readings if columns and len(columns) <= MOST]
    if not tried or not cells or len(cells) > MOST:
        return None
    least = min(reading.cost for reading in tried)
    best = [reading for reading in tried if reading.cost == least]
    agreed = set.intersection(*(reading.agreed() for reading in best))
    read = {at for _, at in agreed}
    some = set.union(*(reading.used() for reading in best))
    return Aligned(
        {role: cells[at] for role, at in sorted(agreed, key=lambda pair: pair[1])},
        tuple(cell for at, cell in enumerate(cells) if at not in some),
        tuple(cell for at, cell in enumerate(cells) if at in some - read),
        any(reading.moved() for reading in best),
    )


def number_fits(role: str, cell: Cell) -> int:
    """What it costs to read `cell` as one of a column `role`."""
    text = cell.text
    number, percent = is_number(text), PERCENT.match(normal(text)) is not None
    if role != "name" and NUMBERED.match(text):
        return MISFIT
    match role:
        case "score" | "weight" | "deduction" | "initial" | "carried_in" | "budgeted" | "executed":
            return 0 if number else MISFIT
        case "rate":
            return 0 if percent else 1 if number else MISFIT
        case "name" | "reason" | "remark":
            return MISFIT if number or percent else 0
        case "level1" | "level2":
            return MISFIT if number or percent else UNKNOWN_LABEL
        case _:
            return 0


class _Reading:
    """All equally good ways to pair the cells with one set of columns.

    The shorter of the two is paired whole, so every step goes one on in it and any number on in the other; the cost of a way is
    a sum over its steps, and a pair is on a best way when the best ways to it and from it add up to the least cost.
    """

    def __init__(self, cells: Sequence[Cell], columns: Columns, width: int, fits: Fits) -> None:
        self.cells, self.columns, self.width = cells, columns, width
        self.all_cells = len(cells) <= len(columns)
        self.name = next((at for at, column in enumerate(columns) if column.role == "name"), -1)
        pairs = [(i, j) for i in range(len(cells)) for j in range(len(columns))]
        self.shift = {(i, j): self._shift(cells[i], j) for i, j in pairs}
        fit = {(i, j): fits(columns[j].role, cells[i]) for i, j in pairs}
        there = dict.fromkeys(pairs, NEVER)
        for pair in pairs:
            there[pair] = fit[pair] + min(
                [self._start(pair), *(there[before] + self._step(before, pair) for before in self._before(pair))]
            )
        back = {pair: self._end(pair) for pair in pairs}
        for pair in reversed(pairs):
            for before in self._before(pair):
                back[before] = min(back[before], back[pair] + fit[pair] + self._step(before, pair))
        least = min(there[pair] + back[pair] for pair in pairs)
        self.best = [pair for pair in pairs if there[pair] + back[pair] == least]
        self.cost = least + LEFT_OUT * max(len(cells) - len(columns), 0)

    def agreed(self) -> set[tuple[str, int]]:
        """The pairs, as role and cell, that every best way has."""
        side = 0 if self.all_cells else 1
        counts: dict[int, int] = {}
        for pair in self.best:
            counts[pair[side]] = counts.get(pair[side], 0) + 1
        return {(self.columns[j].role, i) for i, j in self.best if counts[(i, j)[side]] == 1}

    def used(self) -> set[int]:
        return {i for i, _ in self.best}

    def moved(self) -> bool:
        return any(self.shift[pair] for pair in self.best)

    def _shift(self, cell: Cell, j: int) -> int:
        column = self.columns[j]
        return min(cell.cell - column.start, 0) or max(cell.cell - column.end + 1, 0)

    def _before(self, pair: Pair) -> list[Pair]:
        i, j = pair
        if self.all_cells:
            return [(i - 1, before) for before in range(j)] if i else []
        return [(before, j - 1) for before in range(i)] if j else []

    def _start(self, pair: Pair) -> int:
        i, j = pair
        if (i if self.all_cells else j) != 0:
            return NEVER
        return SHIFT * abs(self.shift[pair]) + self._nameless(-1, j)

    def _step(self, before: Pair, pair: Pair) -> int:
        return MOVE * abs(self.shift[pair] - self.shift[before]) + self._nameless(before[1], pair[1])

    def _end(self, pair: Pair) -> int:
        """A row too short for the columns behind its last cell has moved, whatever the shifts say."""
        i, j = pair
        if (i != len(self.cells) - 1) if self.all_cells else (j != len(self.columns) - 1):
            return NEVER
        behind = [column for column in self.columns[j + 1 :] if column.role not in ("reason", "remark")]
        cut = MOVE if len(behind) > self.width - self.cells[i].cell else 0
        return cut + self._nameless(j, len(self.columns))

    def _nameless(self, before: int, after: int) -> int:
        return NAMELESS if before < self.name < after else 0
