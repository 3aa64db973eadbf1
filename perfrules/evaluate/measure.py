"""Numbers side by side: comparing, adding and multiplying values whose units may be known only from the form."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from perfrules.core.tree import Comparator, Operator
from perfrules.core.types import MONEY, POINTS, Sort, Type
from perfrules.values import Missing, Quantity, Value, Why, missing
from perfrules.values.comparing import COMPARE
from perfrules.values.numbers import exact_text, too_large
from perfrules.values.quantity import PERCENT, UNWRITTEN, YUAN, Unit, cancels, joined, times, unit
from perfrules.values.quantity import POINTS as POINTS_UNIT
from perfrules.values.text import normal

Truth = bool | Missing
Where = tuple[str, str]
"""The form's id and the path that a cause is to name."""


def either_missing(*values: Value) -> Missing | None:
    """Every cause of those that are missing; None when all are there."""
    gone = [value for value in values if isinstance(value, Missing)]
    return Missing(frozenset().union(*(each.causes for each in gone))) if gone else None


def junction(values: list[Value], deciding: bool) -> Truth:
    """The truth of all (`deciding` is False: one false decides) or of any (one true does); else unknown when one is."""
    if any(value is deciding for value in values):
        return deciding
    return either_missing(*values) or (not deciding)


def compare(left: Value, its: Type, sign: Comparator, right: Value, others: Type, where: Where) -> bool | Missing:
    """The truth of a comparison; missing when a side is, or when their units do not convert."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return COMPARE[sign](left, right)
    gone = either_missing(left, right)
    if gone is not None:
        return gone
    if isinstance(left, str) and isinstance(right, str):
        return COMPARE[sign](normal(left), normal(right))
    if isinstance(left, bool) or isinstance(right, bool) or isinstance(left, date) or isinstance(right, date):
        return COMPARE[sign](left, right)
    pair = aligned(left, its, right, others, where)
    return pair if isinstance(pair, Missing) else COMPARE[sign](*pair)


def aligned(left: Value, its: Type, right: Value, others: Type, where: Where) -> tuple[Fraction, Fraction] | Missing:
    """The two numbers in one unit."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left, right
    one, other = _quantity(left, its, right), _quantity(right, others, left)
    if joined(one.unit, other.unit) is None:
        return missing(Why.UNIT, *where, f"{amount_text(one)} / {amount_text(other)}")
    return one.value, other.value


def _quantity(value: Value, type_: Type, beside: Value) -> Quantity:
    """A number as a quantity, next to one whose unit the form gives. A nought of no unit is a nought of the other's."""
    if isinstance(value, Quantity):
        return value
    assert isinstance(value, Fraction)
    if is_nought(value, type_) and isinstance(beside, Quantity):
        return Quantity(value, beside.unit)
    if type_.dimension == MONEY:
        return Quantity(value, unit(YUAN))
    if type_.dimension == POINTS:
        return Quantity(value, unit(POINTS_UNIT))
    return Quantity(value, unit(PERCENT) if type_.sort is Sort.RATIO else unit(UNWRITTEN))


def is_nought(value: Value, type_: Type) -> bool:
    """Whether a number is nought of anything: the literal 0, or among written quantities a number without any unit."""
    return isinstance(value, Fraction) and (type_.sort is Sort.ZERO or type_.written)


def fitted(value: Value, type_: Type) -> Value:
    """A number that takes the place of a written quantity: with the unit of its type. Only a nought stays without one."""
    if not isinstance(value, Fraction) or isinstance(value, bool) or is_nought(value, type_):
        return value
    return _quantity(value, type_, value)


def amount_text(of: Quantity) -> str:
    """A quantity as it reads on a form."""
    name = "·".join(part for part, _ in of.unit if part != UNWRITTEN)
    if name == PERCENT:
        return exact_text(of.value * 100) + "%"
    return exact_text(of.value) + name


def calculate(left: Value, its: Type, operator: Operator, right: Value, others: Type, gives: Type, where: Where) -> Value:
    """A sum, difference, product or quotient of two numbers."""
    gone = either_missing(left, right)
    if gone is not None:
        return gone
    if operator == "/" and _number(right) == 0:
        return missing(Why.ZERO, *where)
    if operator in ("+", "-"):
        if gives.written:
            left, right = fitted(left, its), fitted(right, others)
        result = _added(left, its, operator, right, others, where)
    else:
        result = _multiplied(left, its, operator, right, others)
    return _settled(result, gives, where)


def _number(value: Value) -> Fraction:
    number = value.value if isinstance(value, Quantity) else value
    assert isinstance(number, Fraction)
    return number


def _added(left: Value, its: Type, operator: Operator, right: Value, others: Type, where: Where) -> Value:
    pair = aligned(left, its, right, others, where)
    if isinstance(pair, Missing):
        return pair
    total = pair[0] + pair[1] if operator == "+" else pair[0] - pair[1]
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return total
    shared = joined(_quantity(left, its, right).unit, _quantity(right, others, left).unit)
    assert shared is not None
    return Quantity(total, shared)


def distance(left: Value, its: Type, right: Value, others: Type) -> Value:
    """How far two numbers of one unit are apart."""
    apart = _added(left, its, "-", right, others, ("", ""))
    if isinstance(apart, Quantity):
        return Quantity(abs(apart.value), apart.unit)
    return abs(apart) if isinstance(apart, Fraction) else apart


def _multiplied(left: Value, its: Type, operator: Operator, right: Value, others: Type) -> Value:
    sign = 1 if operator == "*" else -1
    one, other = _number(left), _number(right)
    number = one * other if operator == "*" else one / other
    if any(isinstance(side, Fraction) and type_.written for side, type_ in ((left, its), (right, others))):
        return number
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return number
    return Quantity(number, times(_unit(left), _unit(right), sign))


def _unit(value: Value) -> Unit:
    return value.unit if isinstance(value, Quantity) else ()


def _settled(result: Value, gives: Type, where: Where) -> Value:
    """A result of the type the formula has: units that must cancel do, and it is not absurdly long."""
    if isinstance(result, Missing):
        return result
    if too_large(_number(result)):
        return missing(Why.TOO_LARGE, *where)
    if isinstance(result, Quantity) and not gives.written:
        if not cancels(result.unit):
            return missing(Why.UNIT, *where, " / ".join(name for name, _ in result.unit if name != UNWRITTEN))
        return result.value
    return result
