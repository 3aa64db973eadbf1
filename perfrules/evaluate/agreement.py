"""A cell against a computed value, as paper is read: at the digits the cell shows, and at least those its column keeps."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core.types import EVERYWHERE, Kind, Type
from perfrules.evaluate import measure
from perfrules.evaluate.containers import Ends, Held, Members, Side, compare, known
from perfrules.evaluate.measure import Truth
from perfrules.forms import Cell
from perfrules.values import Missing, Quantity, Value
from perfrules.values.numbers import to_step

NUMBER = Type(Kind.NUMBER, bounds=EVERYWHERE)


def step_of(cell: Cell) -> Fraction | None:
    """The smaller of the step the cell shows and the step of its column, in the unit of its value."""
    steps = [step for step in (cell.step, cell.column_step) if step is not None]
    return min(steps) if steps else None


def agreement(cell: Cell, value: Value, tolerance: Value | None, its: Type = NUMBER, others: Type = NUMBER) -> Truth:
    """Whether the cell shows `value`, which may be an interval or a set."""
    return shows(cell, its, known(value, others), None if tolerance is None else Side(tolerance, its))


def shows(cell: Cell, its: Type, due: Held, tolerance: Side | None) -> Truth:
    """Whether the cell shows the value, is in the interval (or shows an end that belongs to it), or shows a member of the set."""
    match due:
        case Ends(low=low, high=high):
            ends = [(">", low, due.low_closed)] if low is not None else []
            ends += [("<", high, due.high_closed)] if high is not None else []
            return measure.junction([_within(cell, its, sign, end, closed, tolerance) for sign, end, closed in ends], False)
        case Members(of=members):
            return measure.junction([_same(cell, its, member, tolerance) for member in members], True)
        case Side():
            return _same(cell, its, due, tolerance)


def _within(cell: Cell, its: Type, sign: str, end: Side, closed: bool, tolerance: Side | None) -> Truth:
    shown = Side(cell.value, its)  # type: ignore[arg-type]
    told: list[Value] = [compare(shown, ">" if sign == ">" else "<", end)]
    if closed:
        told += [compare(shown, "=", end), _same(cell, its, end, tolerance)]
    return measure.junction(told, True)


def _same(cell: Cell, its: Type, due: Side, tolerance: Side | None) -> Truth:
    """Whether the cell shows one value: within the tolerance, or rounded half up to the cell's step."""
    claimed: Value = cell.value  # type: ignore[assignment]
    gone = measure.either_missing(claimed, due.value, *(() if tolerance is None else (tolerance.value,)))
    if gone is not None:
        return gone
    if isinstance(claimed, bool) or not isinstance(claimed, Fraction | Quantity):
        return compare(Side(claimed, its), "=", due)
    pair = measure.aligned(claimed, its, due.value, due.type, ("", ""))
    if isinstance(pair, Missing):
        return pair
    if tolerance is not None:
        apart = measure.distance(claimed, its, due.value, due.type)
        return compare(Side(apart, its if its.written else due.type if due.type.written else its), "<=", tolerance)
    step = step_of(cell)
    return pair[0] == (pair[1] if step is None else to_step(pair[1], step, "rounded"))


def cut_off(cell: Cell, value: Value, its: Type = NUMBER, others: Type = NUMBER) -> bool:
    """Whether the cell shows `value` with digits cut away instead of rounded (58.698…% shown as 58.69%)."""
    if not isinstance(value, Fraction | Quantity) or not isinstance(cell.value, Fraction | Quantity):
        return False
    pair = measure.aligned(cell.value, its, value, others, ("", ""))
    step = step_of(cell)
    if isinstance(pair, Missing) or step is None or pair[0] == to_step(pair[1], step, "rounded"):
        return False
    return pair[0] == to_step(pair[1], step, "cut")
