"""Symbolic numbers side by side: compared, added, multiplied. What units do is asked of the evaluator, with stand-ins."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core.tree import Comparator, Operator
from perfrules.core.types import Type
from perfrules.evaluate import measure
from perfrules.symbolic import number as numbers
from perfrules.symbolic import terms
from perfrules.symbolic.number import Number, exact
from perfrules.symbolic.symbol import (
    NUMBER,
    TRUTH,
    Part,
    Shape,
    Symbol,
    gone,
    mapped,
    merged,
    numeric,
    paired,
    shape_of,
    single,
    stand_in,
)
from perfrules.symbolic.terms import Bool, opposite
from perfrules.symbolic.texts import Texts
from perfrules.values import Missing
from perfrules.values.numbers import Rounding, too_large

NOWHERE = ("", "")


def compare(texts: Texts, left: Symbol, its: Type, sign: Comparator, right: Symbol, others: Type) -> Symbol:
    """The truth of a comparison; missing when a side is, or when their units do not convert."""

    def told(one: Part, other: Part) -> Symbol | None:
        if numeric(one.shape) and numeric(other.shape):
            if not alike(one.shape, its, other.shape, others):
                return None
            return single(TRUTH, numbers.compare(one.value, sign, other.value))
        if one.shape.kind != other.shape.kind:
            return None
        return single(TRUTH, _ordered(texts, one, sign, other))

    return paired(left, right, told)


def _ordered(texts: Texts, one: Part, sign: str, other: Part) -> Bool:
    first, second = (texts.normal(part.value) if part.shape.kind == "text" else part.value for part in (one, other))
    match sign:
        case "=":
            return terms.equal(first, second)
        case "!=":
            return opposite(terms.equal(first, second))
        case "<":
            return terms.less(first, second)
        case "<=":
            return terms.at_most(first, second)
        case ">":
            return terms.less(second, first)
        case _:
            return terms.at_most(second, first)


def alike(one: Shape, its: Type, other: Shape, others: Type) -> bool:
    """Whether numbers of the two shapes can be brought to one unit."""
    return not isinstance(measure.aligned(stand_in(one), its, stand_in(other), others, NOWHERE), Missing)


def calculate(left: Symbol, its: Type, operator: Operator, right: Symbol, others: Type, gives: Type) -> Symbol:
    """A sum, difference, product or quotient."""

    def told(one: Part, other: Part) -> Symbol | None:
        result = measure.calculate(stand_in(one.shape), its, operator, stand_in(other.shape), others, gives, NOWHERE)
        if isinstance(result, Missing):
            return None
        number = _calculated(one.value, operator, other.value)
        if any(terms.known(each) and too_large(Fraction(each)) for each in (number.top, number.bottom)):
            return None  # the evaluator does not go on with it either
        value = single(shape_of(result), number)
        if operator != "/":
            return value
        return merged([(opposite(numbers.compare(other.value, "=", exact(Fraction(0)))), value)])

    return paired(left, right, told)


def _calculated(one: Number, operator: Operator, other: Number) -> Number:
    match operator:
        case "+":
            return numbers.add(one, other)
        case "-":
            return numbers.add(one, numbers.negative(other))
        case "*":
            return numbers.multiply(one, other)
        case "/":
            return numbers.divide(one, other)


def fitted(value: Symbol, type_: Type) -> Symbol:
    """Plain numbers that take the place of written quantities: with the unit of their type."""

    def told(part: Part) -> Symbol:
        if part.shape != NUMBER:
            return single(part.shape, part.value)
        return single(shape_of(measure.fitted(Fraction(1), type_)), part.value)

    return mapped(value, told)


def rounded(value: Symbol, its: Type, step: Symbol, others: Type, how: Rounding) -> Symbol:
    """A number rounded to a step that is written in the rule."""

    def told(one: Part, other: Part) -> Symbol | None:
        if not alike(one.shape, its, other.shape, others):
            return None
        size = other.value.top
        assert isinstance(size, Fraction)
        return single(one.shape, numbers.to_step(one.value, size, how))

    return paired(value, step, told)


def absolute(value: Symbol) -> Symbol:
    return mapped(value, lambda part: single(part.shape, numbers.absolute(part.value)))


def distance(one: Part, its: Type, other: Part, others: Type) -> Symbol:
    """How far two numbers of one unit are apart."""
    result = measure.distance(stand_in(one.shape), its, stand_in(other.shape), others)
    if isinstance(result, Missing):
        return gone()
    apart = numbers.absolute(numbers.add(one.value, numbers.negative(other.value)))
    return single(shape_of(result), apart)
