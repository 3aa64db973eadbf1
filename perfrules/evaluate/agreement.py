"""A cell against a computed value, as paper is read: at the digits the cell shows, and at least those its column keeps."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core.types import EVERYWHERE, Kind, Type
from perfrules.evaluate import measure
from perfrules.forms import Cell
from perfrules.values import Interval, Missing, Quantity, Value
from perfrules.values.numbers import to_step
from perfrules.values.text import normal

NUMBER = Type(Kind.NUMBER, bounds=EVERYWHERE)


def step_of(cell: Cell) -> Fraction | None:
    """The smaller of the step the cell shows and the step of its column, in the unit of its value."""
    steps = [step for step in (cell.step, cell.column_step) if step is not None]
    return min(steps) if steps else None


def agreement(cell: Cell, value: Value, tolerance: Value | None, its: Type = NUMBER, others: Type = NUMBER) -> bool | Missing:
    """Whether the cell shows `value`; an interval is met inside it, and at a closed end by a cell that agrees with the end."""
    claimed: Value = cell.value  # type: ignore[assignment]
    gone = measure.either_missing(claimed, value, *(() if tolerance is None else (tolerance,)))
    if gone is not None:
        return gone
    if isinstance(value, frozenset):
        told = [agreement(cell, member, tolerance, its, others.of or others) for member in value]
        return True if True in told else next((each for each in told if isinstance(each, Missing)), False)
    if isinstance(value, Interval):
        return _inside(cell, claimed, value, tolerance, its, others.of or others)
    if isinstance(claimed, str) and isinstance(value, str):
        return normal(claimed) == normal(value)
    if not isinstance(claimed, Fraction | Quantity) or isinstance(claimed, bool):
        return claimed == value
    pair = measure.aligned(claimed, its, value, others, ("", ""))
    if isinstance(pair, Missing):
        return pair
    return _same(cell, *pair, tolerance)


def _same(cell: Cell, shown: Fraction, value: Fraction, tolerance: Value | None) -> bool:
    if tolerance is not None:
        size = tolerance.value if isinstance(tolerance, Quantity) else tolerance
        assert isinstance(size, Fraction)
        return abs(shown - value) <= size
    step = step_of(cell)
    return shown == (value if step is None else to_step(value, step, "rounded"))


def _inside(cell: Cell, claimed: Value, within: Interval, tolerance: Value | None, its: Type, inner: Type) -> bool | Missing:
    unknown: Missing | None = None
    for end, closed, beyond in ((within.low, within.low_closed, "<"), (within.high, within.high_closed, ">")):
        if end is None:
            continue
        outside = measure.compare(claimed, its, beyond, end, inner, ("", ""))  # type: ignore[arg-type]
        at_end = measure.compare(claimed, its, "=", end, inner, ("", ""))
        if isinstance(outside, Missing) or isinstance(at_end, Missing):
            unknown = outside if isinstance(outside, Missing) else unknown
            continue
        if (outside or (at_end and not closed)) and not (closed and agreement(cell, end, tolerance, its, inner) is True):
            return False
    return True if unknown is None else unknown


def cut_off(cell: Cell, value: Value, its: Type = NUMBER, others: Type = NUMBER) -> bool:
    """Whether the cell shows `value` with digits cut away instead of rounded (58.698…% shown as 58.69%)."""
    if not isinstance(value, Fraction | Quantity) or isinstance(cell.value, Missing | tuple):
        return False
    pair = measure.aligned(cell.value, its, value, others, ("", ""))
    step = step_of(cell)
    if isinstance(pair, Missing) or step is None or pair[0] == to_step(pair[1], step, "rounded"):
        return False
    return pair[0] == to_step(pair[1], step, "cut")
