"""The columns a header announces, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from perfrules.intake.labels import bare
from perfrules.intake.sheet import Row
from perfrules.values.text import normal


@dataclass(frozen=True, slots=True)
class Column:
    """A header's column, from cell `start` up to where the next begins. A role `?text` is a column no field is known for."""

    role: str
    start: int
    end: int


Columns = tuple[Column, ...]


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
