"""What an expression without cells is worth, when the file is checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.values import Interval, Value
from perfrules.values.numbers import too_large


def constant(node: core.Expr, params: Mapping[str, core.Param]) -> Value | None:
    """The value of `node`, or None when it is not constant (or divides by zero, or grows too large)."""
    match node:
        case core.Constant(value=value):
            return value
        case core.ParamRef(name=name):
            return params[name].value if name in params else None
        case core.Arithmetic():
            return _arithmetic(node, params)
        case core.IntervalOf():
            return _interval(node, params)
        case core.SetOf(members=members):
            values = [constant(member, params) for member in members]
            return None if any(value is None for value in values) else frozenset(v for v in values if v is not None)
        case _:
            return None


def _arithmetic(node: core.Arithmetic, params: Mapping[str, core.Param]) -> Value | None:
    left, right = constant(node.left, params), constant(node.right, params)
    if not isinstance(left, Fraction) or not isinstance(right, Fraction) or (node.operator == "/" and right == 0):
        return None
    match node.operator:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case "/":
            result = left / right
    return None if too_large(result) else result


def ordinal(value: Value | None) -> Value | None:
    """A day by its number, so that days are intervals like any; anything else as it is."""
    return Fraction(value.toordinal()) if isinstance(value, date) else value


def _interval(node: core.IntervalOf, params: Mapping[str, core.Param]) -> Value | None:
    ends = [None if end is None else ordinal(constant(end, params)) for end in (node.low, node.high)]
    for end, value in zip((node.low, node.high), ends, strict=True):
        if end is not None and not isinstance(value, Fraction):
            return None
    low, high = ends
    assert low is None or isinstance(low, Fraction)
    assert high is None or isinstance(high, Fraction)
    return Interval(low, high, node.low_closed, node.high_closed)
