"""A policy in terms with its sums left open: what has no form then has none of any number of rows.

A sum over rows takes any value whatever, the same wherever the same sum is written; a count any but one below nought. Rows that
are in the space stay what they are to rules about rows and to what one row decides (`enough`).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfrules.analysis.needful import SUMS
from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff.shapes import Inlined, Shapes
from perfrules.symbolic import number as numbers
from perfrules.symbolic.expressions import Encoder
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.number import exact
from perfrules.symbolic.space import Space
from perfrules.symbolic.symbol import NUMBER, Symbol, single

SUMS_ARE_OPEN = Words("合计可以是任何数", "sums may be anything")


class Opened(Encoder):
    """`counted` are the counts, by their shape, that the rows of the space decide."""

    def __init__(self, program: core.Program, space: Space, shapes: Shapes, names: Inlined, counted: frozenset[int]) -> None:
        super().__init__(program, space)
        self._shapes, self._names, self._counted = shapes, names, counted
        self._sums: dict[tuple[int, core.Column | None], Symbol] = {}

    def _aggregate(self, node: core.Aggregate, frame: Frame) -> Symbol:
        shape = self._shapes.of(node, self._names)
        if node.function not in SUMS and (node.function != "count" or shape in self._counted):
            return super()._aggregate(node, frame)
        # Told of the form it is the same for all of its rows.
        key = (shape, frame.auditing)
        if key not in self._sums:
            self._sums[key] = self._any_sum(node)
        return self._sums[key]

    def _any_sum(self, node: core.Aggregate) -> Symbol:
        value = self.any_value(node, SUMS_ARE_OPEN)
        if node.function != "count":
            return value
        part = value.of(NUMBER)
        assert part is not None
        nought = exact(Fraction(0))
        held = numbers.pick(numbers.compare(part.value, "<", nought), nought, part.value)
        if node.where is None:
            return single(NUMBER, held)
        return replace(value, parts=(replace(part, value=held),))
