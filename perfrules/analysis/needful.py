"""How many rows the constants of a question make likely to be needed: a total over the limit of a row, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from perfrules.analysis.reading import Reading, compared
from perfrules.analysis.sizes import ROWS
from perfrules.core import tree as core
from perfrules.core.types import Dimension, Sort

SUMS = ("sum", "average")


class Needful:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._totals = self._set_against()
        self._limits = dict(self._least())

    def rows(self, node: core.Aggregate) -> int:
        """Of a function that takes every row."""
        if node.function != "sum":
            return self._asked() if node.function == "count" else ROWS
        limit = self._limits.get(node.type.dimension)
        return 1 if limit is None else max(1, ceil(self._totals[self.reading.shape(node)] / limit))

    @property
    def least(self) -> int:
        """A part that is held against a share of the whole may be as small as that."""
        return max([1, *(ceil(1 / share) for share in self._shares())])

    def _least(self) -> Iterator[tuple[Dimension, Fraction]]:
        """The least positive number that something of a row is compared with, by its dimension."""
        found: dict[Dimension, Fraction] = {}
        for _, node in self.reading.nodes:
            for one, others in compared(node):
                if self._of_row(one):
                    for value in (value for other in others for value in self.reading.constants(other) or ()):
                        if value > 0:
                            found[one.type.dimension] = min(value, found.get(one.type.dimension, value))
        yield from found.items()

    def _of_row(self, node: core.Expr) -> bool:
        inside = list(self.reading.study.inside(node))
        cells = [each for each in inside if isinstance(each, core.Cell)]
        return any(self.reading.many(cell.route.end) for cell in cells) and not any(map(_sums, inside))

    def _set_against(self) -> dict[int, Fraction]:
        """Of each sum the greatest number it is set against."""
        greatest: dict[int, Fraction] = {}
        for read in self.reading.reads:
            for root in read.roots:
                every = list(self.reading.study.inside(root))
                numbers = [abs(value) for node in every for value in self.reading.constants(node) or ()]
                for node in every:
                    if isinstance(node, core.Aggregate):
                        key = self.reading.shape(node)
                        greatest[key] = max([greatest.get(key, Fraction(0)), *numbers])
        return greatest

    def _shares(self) -> Iterator[Fraction]:
        """Shares of a whole that a part is held against: each may be as small as that."""
        if not any(_sums(node) for _, node in self.reading.nodes):
            return
        for _, node in self.reading.nodes:
            if isinstance(node, core.Arithmetic) and node.operator == "*":
                sides = [self.reading.constants(side) or () for side in (node.left, node.right)]
                yield from (value for side in sides for value in side if 0 < value < 1)
            for one, others in compared(node):
                if isinstance(one, core.Arithmetic) and one.operator == "/":
                    yield from (value for other in others for value in self.reading.constants(other) or () if 0 < value < 1)

    def _asked(self) -> int:
        """One more than any number of rows that is asked for."""
        asked = [
            int(node.value)
            for _, node in self.reading.nodes
            if isinstance(node, core.Constant)
            and isinstance(node.value, Fraction)
            and node.value.denominator == 1
            and node.type.sort is Sort.COUNT
        ]
        return max([ROWS, *(each + 1 for each in asked)])


def _sums(node: core.Expr) -> bool:
    return isinstance(node, core.Aggregate) and node.function in SUMS
