"""Numbers as quotients of two terms, so that a comparison with a quotient of cells stays linear: what divides moves across."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfrules.symbolic import terms
from perfrules.symbolic.terms import Bool, Real, both, choose, either, opposite
from perfrules.values.numbers import Rounding

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Number:
    """`top / bottom`; `bottom` is not nought wherever the number is there."""

    top: Real
    bottom: Real = ONE

    @property
    def value(self) -> Real:
        return self.top if self.simple else terms.over(self.top, self.bottom)

    @property
    def simple(self) -> bool:
        return terms.known(self.bottom) and self.bottom == 1


def exact(value: Fraction) -> Number:
    return Number(value)


def add(one: Number, other: Number) -> Number:
    if _alike(one.bottom, other.bottom):
        return Number(terms.plus(one.top, other.top), one.bottom)
    top = terms.plus(terms.times(one.top, other.bottom), terms.times(other.top, one.bottom))
    return Number(top, terms.times(one.bottom, other.bottom))


def _alike(one: Real, other: Real) -> bool:
    return terms.equal(one, other) is True


def negative(of: Number) -> Number:
    return Number(terms.times(Fraction(-1), of.top), of.bottom)


def multiply(one: Number, other: Number) -> Number:
    return Number(terms.times(one.top, other.top), terms.times(one.bottom, other.bottom))


def divide(one: Number, other: Number) -> Number:
    if terms.known(other.top) and other.top == 0:
        return Number(Fraction(0))  # stands where the quotient is missing
    if terms.known(other.top) and other.simple:
        return Number(terms.times(one.top, 1 / other.top), one.bottom)
    return Number(terms.times(one.top, other.bottom), terms.times(one.bottom, other.top))


def absolute(of: Number) -> Number:
    positive = compare(of, ">=", exact(Fraction(0)))
    return pick(positive, of, negative(of))


def pick(condition: Bool, one: Number, other: Number) -> Number:
    if isinstance(condition, bool):
        return one if condition else other
    return Number(choose(condition, one.top, other.top), choose(condition, one.bottom, other.bottom))


def compare(one: Number, sign: str, other: Number) -> Bool:
    left, right = terms.times(one.top, other.bottom), terms.times(other.top, one.bottom)
    match sign:
        case "=":
            return terms.equal(left, right)
        case "!=":
            return opposite(terms.equal(left, right))
        case "<":
            return _ordered(left, right, one.bottom, other.bottom, terms.less)
        case "<=":
            return _ordered(left, right, one.bottom, other.bottom, terms.at_most)
        case ">":
            return _ordered(right, left, one.bottom, other.bottom, terms.less)
        case _:
            return _ordered(right, left, one.bottom, other.bottom, terms.at_most)


def _ordered(left: Real, right: Real, one: Real, other: Real, order: object) -> Bool:
    """The order of two numbers by their cross products: turned round where the divisors' signs differ."""
    assert callable(order)
    ahead = _same_sign(one, other)
    return either(both(ahead, order(left, right)), both(opposite(ahead), order(right, left)))


def _same_sign(one: Real, other: Real) -> Bool:
    return terms.equal(_positive(one), _positive(other)) if not _sure(one, other) else _sign_of(one, other)


def _sure(one: Real, other: Real) -> bool:
    return terms.known(one) or terms.known(other)


def _sign_of(one: Real, other: Real) -> Bool:
    first, second = _positive(one), _positive(other)
    if isinstance(first, bool):
        return second if first else opposite(second)
    return first if second else opposite(first)


def _positive(of: Real) -> Bool:
    return terms.less(Fraction(0), of)


def to_step(of: Number, step: Fraction, how: Rounding) -> Number:
    """Like `values.numbers.to_step`: `of` as a whole multiple of `step`."""
    value = of.value
    positive = terms.at_most(Fraction(0), value)
    steps = terms.times(choose(positive, value, terms.times(Fraction(-1), value)), 1 / step)
    below = terms.floor(steps)
    size = terms.times(_whole(steps, below, how), step)
    return Number(choose(positive, size, terms.times(Fraction(-1), size)))


def _whole(steps: Real, below: Real, how: Rounding) -> Real:
    half = Fraction(1, 2)
    match how:
        case "cut":
            return below
        case "rounded":
            return terms.floor(terms.plus(steps, half))
        case "raised":
            return choose(terms.equal(steps, below), below, terms.plus(below, ONE))
        case _:
            rest = terms.plus(steps, terms.times(Fraction(-1), below))
            even = terms.whole(terms.times(below, half))
            up = either(terms.less(half, rest), both(terms.equal(rest, half), opposite(even)))
            return choose(up, terms.plus(below, ONE), below)
