"""Symbolic values: a value of one of several shapes, or missing, each where its condition holds.

A shape is what the rules of the language look at: a plain number, a quantity of one unit, a text, a truth… Conditions of the
parts exclude each other; where none holds the value is missing, and `other` says whether for a cause that is not a blank cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from perfrules.symbolic import number as numbers
from perfrules.symbolic import terms
from perfrules.symbolic.terms import Bool, both, choose, either, opposite
from perfrules.values import Quantity, Value
from perfrules.values.quantity import Unit

Kind = Literal["number", "quantity", "text", "truth", "day", "ticks", "span", "members"]


@dataclass(frozen=True, slots=True)
class Shape:
    """`unit` of a quantity; `inner` the shapes of the ends of an interval (None where it has none) or of members."""

    kind: Kind
    unit: Unit = ()
    inner: tuple[Shape | None, ...] = ()
    closed: tuple[bool, bool] = (True, True)


NUMBER, TEXT, TRUTH, DAY, TICKS = Shape("number"), Shape("text"), Shape("truth"), Shape("day"), Shape("ticks")


@dataclass(frozen=True, slots=True)
class Part:
    shape: Shape
    when: Bool
    value: Any


@dataclass(frozen=True, slots=True)
class Symbol:
    parts: tuple[Part, ...]
    missing: Bool
    other: Bool = True

    def of(self, shape: Shape) -> Part | None:
        return next((part for part in self.parts if part.shape == shape), None)

    @property
    def true(self) -> Bool:
        """Where a truth value is true."""
        return either(*(both(part.when, part.value) for part in self.parts if part.shape.kind == "truth"))

    @property
    def false(self) -> Bool:
        return either(*(both(part.when, opposite(part.value)) for part in self.parts if part.shape.kind == "truth"))

    @property
    def there(self) -> Bool:
        return opposite(self.missing)

    @property
    def not_blank(self) -> Bool:
        """Where it is missing for a cause that is not a blank cell."""
        return both(self.missing, self.other)


def single(shape: Shape, value: Any) -> Symbol:
    return Symbol((Part(shape, True, value),), False)


def gone(other: Bool = True) -> Symbol:
    return Symbol((), True, other)


def truth(true: Bool, missing: Bool = False, other: Bool = True) -> Symbol:
    """A truth that is known where it is not missing."""
    return Symbol((Part(TRUTH, opposite(missing), true),), missing, other)


def shape_of(value: Value) -> Shape:
    if isinstance(value, Quantity):
        return Shape("quantity", value.unit)
    return NUMBER


def stand_in(shape: Shape) -> Fraction | Quantity:
    """A value of a number's shape, to ask the evaluator's own rules of units about it."""
    return Quantity(Fraction(1), shape.unit) if shape.kind == "quantity" else Fraction(1)


def numeric(shape: Shape) -> bool:
    return shape.kind in ("number", "quantity")


def day_number(day: date) -> int:
    """Days in order; 400 to a year, so that the year can be read back by a division."""
    return day.year * 400 + day.timetuple().tm_yday


def merged(branches: Sequence[tuple[Bool, Symbol]], other: Bool = True) -> Symbol:
    """The value of the branch whose condition holds; missing where none does, for a cause as `other` says."""
    live = [(when, symbol) for when, symbol in branches if when is not False]
    if len(live) == 1 and live[0][0] is True:
        return live[0][1]
    none = opposite(either(*(when for when, _ in live)))
    found: dict[Shape, list[tuple[Bool, Any]]] = {}
    for when, symbol in live:
        for part in symbol.parts:
            held = both(when, part.when)
            if held is not False:
                found.setdefault(part.shape, []).append((held, part.value))
    parts = tuple(Part(shape, either(*(when for when, _ in of)), _picked(shape, of)) for shape, of in found.items())
    missing = either(none, *(both(when, symbol.missing) for when, symbol in live))
    return Symbol(parts, missing, either(both(none, other), *(both(when, symbol.other) for when, symbol in live)))


def _picked(shape: Shape, of: Sequence[tuple[Bool, Any]]) -> Any:
    """The value whose condition holds; the last where none does."""
    value = of[-1][1]
    for when, one in reversed(of[:-1]):
        value = pick(shape, when, one, value)
    return value


def pick(shape: Shape, when: Bool, one: Any, other: Any) -> Any:
    """One of two values of one shape."""
    match shape.kind:
        case "number" | "quantity":
            return numbers.pick(when, one, other)
        case "ticks":
            return {name: choose(when, one[name], other[name]) for name in one} if one.keys() == other.keys() else one
        case "span" | "members":
            return tuple(
                None if inner is None else pick(inner, when, first, second)
                for inner, first, second in zip(shape.inner, one, other, strict=True)
            )
        case _:
            return choose(when, one, other)


def all_there(*values: Symbol) -> tuple[Bool, Bool]:
    """Whether one of them is missing, and then for a cause that is not a blank cell."""
    return either(*(value.missing for value in values)), either(*(value.not_blank for value in values))


Told = Callable[[Part, Part], "Symbol | None"]


def paired(one: Symbol, other: Symbol, told: Told) -> Symbol:
    """What `told` makes of each pair of parts; missing where a side is, or where it makes nothing of them."""
    missing, not_blank = all_there(one, other)
    branches: list[tuple[Bool, Symbol]] = [(missing, gone(not_blank))]
    for left in one.parts:
        for right in other.parts:
            when = both(left.when, right.when)
            if when is not False:
                branches.append((when, told(left, right) or gone()))
    return merged(branches)


def mapped(of: Symbol, told: Callable[[Part], Symbol | None]) -> Symbol:
    """What `told` makes of each part."""
    branches: list[tuple[Bool, Symbol]] = [(of.missing, gone(of.other))]
    branches += [(part.when, told(part) or gone()) for part in of.parts]
    return merged(branches)


def count(conditions: Iterable[Bool]) -> Any:
    """How many of them hold."""
    total: Any = Fraction(0)
    for condition in conditions:
        total = terms.plus(total, choose(condition, Fraction(1), Fraction(0)))
    return total
