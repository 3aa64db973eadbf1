"""Whole forms that could have been filled in: the cells a policy reads, and between them what it expects of one another."""

from __future__ import annotations

from collections.abc import Sequence

from perfrules.core import tree as core
from perfrules.drawing.choices import Choices, one
from perfrules.drawing.edges import Edges
from perfrules.drawing.moves import MOST_ROWS, moved, row, row_parts, tied
from perfrules.drawing.sheet import Data, copied, places, tidy

MOST_MOVES = 5


def draft(choices: Choices, edges: Edges, starts: Sequence[Data] = ()) -> Data:
    """A form: from the beginning, or from one of `starts` (the policy's own examples), then moved about.

    Cells of one row that are compared are mostly written to agree with one another: else hardly a form would be plausible.
    """
    begin = choices.below(3)
    data = copied(one(choices, starts)) if starts and begin == 2 else _whole(choices, edges)
    for _ in range(choices.below(MOST_MOVES)):
        data = moved(choices, data, edges)
    return tidy(data)


def _whole(choices: Choices, edges: Edges) -> Data:
    data = row(choices, None, edges)
    for part in edges.template.parts.values():
        if not part.many:
            cells = row(choices, part.name, edges)
            if cells:
                data[part.name] = cells
    for name in row_parts(edges):
        data[name] = [row(choices, name, edges) for _ in range(choices.below(MOST_ROWS))]
    if choices.below(4) > 0:
        _agreeing(choices, data, edges)
    return data


def _agreeing(choices: Choices, data: Data, edges: Edges) -> None:
    """Of each column that is tied to others, the cells of every row written from one of them."""
    by_column: dict[core.Column, list[int]] = {}
    for at, tie in enumerate(edges.ties):
        if tie.column.subject == tie.other.subject and not tie.total:
            by_column.setdefault(tie.column, []).append(at)
    for column, ties in by_column.items():
        for spot in places(data, column, edges.template):
            tie = edges.ties[one(choices, ties)]
            source = next(
                (each for each in places(data, tie.other, edges.template) if each.row == spot.row and each.part == spot.part),
                None,
            )
            if source is not None and choices.below(3) == 0:
                tied(choices, data, edges, tie, spot, source)
