"""Tables by numbers as bands: from where to where the subject gets which value. What a picture or a region is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.values import Interval, Value
from perfrules.values.interval import without


@dataclass(frozen=True, slots=True)
class Band:
    """Values of the subject that get one value."""

    of: Interval
    value: Fraction


@dataclass(frozen=True, slots=True)
class Bands:
    """All bands of a table, from the lowest; `subject` and `gives` say how to write their numbers."""

    all: tuple[Band, ...]
    subject: Type
    gives: Type


def bands(let: core.Let, program: core.Program) -> Bands | None:
    """The bands of a table whose edges and values are all written out; None for any other."""
    if not isinstance(let.value, core.Choose) or not let.value.subject.type.number:
        return None
    found: list[Band] = []
    left: tuple[Interval, ...] = (Interval(None, None, False, False),)
    for test, value in let.value.rows:
        worth = constant(value, program)
        taken = left if test is None else _tested(test, program)
        if not isinstance(worth, Fraction) or isinstance(worth, bool) or taken is None:
            return None
        found += [Band(part, worth) for part in taken]
        for part in taken:
            left = without(left, part)
    if not any(end is not None for band in found for end in (band.of.low, band.of.high)):
        return None
    ordered = sorted(found, key=lambda band: (band.of.low is not None, band.of.low or Fraction(0), not band.of.low_closed))
    return Bands(tuple(ordered), let.value.subject.type, let.value.type)


def _tested(test: core.Expr, program: core.Program) -> tuple[Interval, ...] | None:
    if not isinstance(test, core.IntervalOf):
        value = constant(test, program)
        return (Interval(value, value),) if isinstance(value, Fraction) and not isinstance(value, bool) else None
    ends: list[Fraction | None] = []
    for end in (test.low, test.high):
        value = None if end is None else constant(end, program)
        if end is not None and not isinstance(value, Fraction):
            return None
        ends.append(value if isinstance(value, Fraction) else None)
    return (Interval(ends[0], ends[1], test.low_closed, test.high_closed),)


def constant(node: core.Expr, program: core.Program) -> Value | None:
    """What an expression without cells comes to; None when it is not written out."""
    match node:
        case core.Constant(value=value):
            return value
        case core.ParamRef(name=name):
            return program.params[name].value
        case core.Arithmetic(left=left, operator=operator, right=right):
            one, other = constant(left, program), constant(right, program)
            if not isinstance(one, Fraction) or not isinstance(other, Fraction):
                return None
            match operator:
                case "+":
                    return one + other
                case "-":
                    return one - other
                case "*":
                    return one * other
                case _:
                    return one / other if other else None
        case _:
            return None


def edges(of: Bands) -> Iterator[Fraction]:
    """Every number where a band begins or ends."""
    for band in of.all:
        yield from (end for end in (band.of.low, band.of.high) if end is not None)
