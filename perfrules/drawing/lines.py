"""Expressions read as straight lines: a number, or so many times a cell and a number more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.values import Interval, Quantity, Value


@dataclass(frozen=True, slots=True)
class Line:
    """`factor` × `column` ÷ `per` + `offset`; a number alone where there is no column."""

    column: core.Column | None
    factor: Fraction
    offset: Fraction
    per: core.Column | None = None
    total: bool = False


def constant(value: Value) -> list[Line]:
    """The numbers that a constant holds: itself, the ends of an interval, the members of a set."""
    return [Line(None, Fraction(0), number) for number in _numbers_of(value)]


def _numbers_of(value: Value) -> Iterator[Fraction]:
    match value:
        case bool():
            return
        case Fraction():
            yield value
        case Quantity(value=number):
            yield number
        case Interval(low=low, high=high):
            yield from (end for end in (low, high) if end is not None)
        case frozenset():
            for member in sorted(value, key=str):
                yield from _numbers_of(member)
        case _:
            return


def over_rows(line: Line, total: bool) -> Line:
    return Line(line.column, line.factor, line.offset, line.per, total or line.total)


def combined(one: Line, operator: core.Operator, other: Line) -> list[Line]:
    match operator:
        case "+" | "-":
            sign = 1 if operator == "+" else -1
            signed = Line(other.column, sign * other.factor, sign * other.offset, other.per, other.total)
            if one.column is None:
                return [Line(signed.column, signed.factor, signed.offset + one.offset, signed.per, signed.total)]
            if signed.column is None:
                return [Line(one.column, one.factor, one.offset + signed.offset, one.per, one.total)]
            # Each as if the other were nought: a start for the search, no more.
            return [one, signed]
        case "*":
            for number, line in ((one, other), (other, one)):
                if number.column is None:
                    by = number.offset
                    return [Line(line.column, line.factor * by, line.offset * by, line.per, line.total)]
            return []
        case "/":
            if other.column is None:
                by = other.offset
                return [Line(one.column, one.factor / by, one.offset / by, one.per, one.total)] if by else []
            if one.column is not None and not (one.per or other.per or one.offset or other.offset or other.total):
                return [Line(one.column, one.factor / other.factor, Fraction(0), other.column, one.total)]
            return []
