"""Which column a cell belongs to, when rows are shifted against their header.

Cells keep their order, so the question is only which columns are empty. The answer is the one that moves the row as a whole as
little as possible and puts no number under a name; when two answers are equally good, the row says it is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from perfrules.intake.labels import NUMBERED, PERCENT, bare, is_number
from perfrules.intake.sheet import Cell, Row
from perfrules.values.text import normal

MOST = 12
"""More columns or cells than this in a row are not of this layout."""

# What each costs: a row moved as a whole, one cell moved, an unknown label, a number as a name, a cell left out.
SHIFT, MOVE, UNKNOWN_LABEL, MISFIT, LEFT_OUT = 1, 2, 3, 9, 30


@dataclass(frozen=True, slots=True)
class Column:
    """A header's column, from cell `start` up to where the next begins. A role `?text` is a column no field is known for."""

    role: str
    start: int
    end: int


Columns = tuple[Column, ...]
Fits = Callable[[str, Cell], int]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Each role's cell. `moved`: some cell does not stand under its header; `sure`: no other reading is as good."""

    cells: dict[str, Cell]
    over: tuple[Cell, ...]
    moved: bool
    sure: bool


def columns_of(row: Row, names: Mapping[str, str], skip: Callable[[str], bool]) -> Columns:
    """The columns a header row announces; several headers in one cell are columns side by side."""
    found: list[tuple[str, int]] = []
    for cell in row.cells:
        at = [(role, cell.cell + ahead) for ahead, role in enumerate(_roles(bare(cell.text), names))]
        if not at and bare(cell.text) and not skip(cell.text):
            at = [(f"?{normal(cell.text)}", cell.cell)]
        found += [one for one in at if one[0] not in {role for role, _ in found}]
    starts = [start for _, start in found]
    ends = [*starts[1:], starts[-1] + 1] if found else []
    return tuple(Column(role, start, max(end, start + 1)) for (role, start), end in zip(found, ends, strict=True))


def align(cells: Sequence[Cell], readings: Iterable[Columns], fits: Fits) -> Aligned | None:
    """The best reading of `cells` over all of `readings` (ways the columns may lie), or None when there are too many cells."""
    best: dict[tuple[tuple[str, int], ...], tuple[int, bool]] = {}
    for columns in readings:
        if not columns or max(len(cells), len(columns)) > MOST:
            continue
        for chosen, over in _kept(cells, len(columns)):
            for picked in combinations(columns, len(chosen)):
                cost, moved = _cost(chosen, picked, fits)
                key = tuple((column.role, cell.cell) for column, cell in zip(picked, chosen, strict=True))
                found = (cost + LEFT_OUT * over, moved)
                best[key] = min(best.get(key, found), found)
    if not best:
        return None
    ranked = sorted(best, key=lambda key: (best[key][0], key))
    winner = ranked[0]
    by_cell = {cell.cell: cell for cell in cells}
    taken = {at for _, at in winner}
    return Aligned(
        {role: by_cell[at] for role, at in winner},
        tuple(cell for cell in cells if cell.cell not in taken),
        best[winner][1],
        len(ranked) < 2 or best[ranked[1]][0] > best[winner][0],
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


def _roles(text: str, names: Mapping[str, str]) -> list[str]:
    hits: list[tuple[int, int, str]] = []
    for pattern, role in names.items():
        hits += [(hit.start(), -hit.end(), role) for hit in re.finditer(pattern, text)]
    taken, end = [], 0
    for start, minus_end, role in sorted(hits):
        if start >= end:
            taken.append(role)
            end = -minus_end
    return taken


def _kept(cells: Sequence[Cell], room: int) -> list[tuple[tuple[Cell, ...], int]]:
    """All of the cells, or with more cells than columns every way to leave the surplus out."""
    over = max(len(cells) - room, 0)
    return [(kept, over) for kept in combinations(cells, len(cells) - over)]


def _cost(cells: Sequence[Cell], columns: Sequence[Column], fits: Fits) -> tuple[int, bool]:
    cost, before, moved = 0, 0, False
    for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        shift = min(cell.cell - column.start, 0) or max(cell.cell - column.end + 1, 0)
        cost += fits(column.role, cell) + (SHIFT * abs(shift) if at == 0 else MOVE * abs(shift - before))
        before, moved = shift, moved or shift != 0
    return cost, moved
