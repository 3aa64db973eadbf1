"""Truths and whole numbers that may be known or symbolic. Only this module, `solving` and `unknowns` know the solver.

A truth is a `bool` or a term of the solver, a whole number an `int` or a term. What is known is folded here, so that what stands
fixed costs the solver nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import z3  # type: ignore[import-untyped]

Bool = Any
Int = Any
Real = Any


def both(*parts: Bool) -> Bool:
    kept = _kept(parts, True)
    return kept if isinstance(kept, bool) else kept[0] if len(kept) == 1 else z3.And(*kept)


def either(*parts: Bool) -> Bool:
    kept = _kept(parts, False)
    return kept if isinstance(kept, bool) else kept[0] if len(kept) == 1 else z3.Or(*kept)


def _kept(parts: Iterable[Bool], idle: bool) -> bool | list[Any]:
    """The parts that matter; a truth when one decides or none is left."""
    kept: dict[int, Any] = {}
    for part in parts:
        if isinstance(part, bool):
            if part is not idle:
                return part
        else:
            kept[part.get_id()] = part
    return list(kept.values()) if kept else idle


def opposite(of: Bool) -> Bool:
    return (not of) if isinstance(of, bool) else z3.Not(of)


def choose(condition: Bool, then: Any, otherwise: Any) -> Any:
    """One of two truths, numbers or codes."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise or (not z3.is_expr(then) and not z3.is_expr(otherwise) and then == otherwise):
        return then
    if isinstance(then, bool) and isinstance(otherwise, bool):
        return condition if then else opposite(condition)
    return z3.If(condition, lifted(then), lifted(otherwise))


def lifted(value: Any) -> Any:
    """A known value as a term."""
    if isinstance(value, bool):
        return z3.BoolVal(value)
    if isinstance(value, Fraction):
        return _real(value)
    return z3.IntVal(value) if isinstance(value, int) else value


@lru_cache(maxsize=4096)
def _real(value: Fraction) -> Any:
    return z3.RealVal(f"{value.numerator}/{value.denominator}")


def equal(one: Any, other: Any) -> Bool:
    if not z3.is_expr(one) and not z3.is_expr(other):
        return bool(one == other)
    if z3.is_expr(one) and z3.is_expr(other) and one.eq(other):
        return True
    return lifted(one) == lifted(other)


def less(one: Any, other: Any) -> Bool:
    return bool(one < other) if not z3.is_expr(one) and not z3.is_expr(other) else lifted(one) < lifted(other)


def at_most(one: Any, other: Any) -> Bool:
    return bool(one <= other) if not z3.is_expr(one) and not z3.is_expr(other) else lifted(one) <= lifted(other)


def known(value: Any) -> bool:
    return not z3.is_expr(value)


def plus(one: Real, other: Real) -> Real:
    if known(one) and one == 0:
        return other
    if known(other) and other == 0:
        return one
    return one + other if known(one) and known(other) else lifted(one) + lifted(other)


def times(one: Real, other: Real) -> Real:
    for this, that in ((one, other), (other, one)):
        if known(this) and this == 0:
            return Fraction(0)
        if known(this) and this == 1:
            return that
    return one * other if known(one) and known(other) else lifted(one) * lifted(other)


def floor(of: Real) -> Real:
    """The greatest whole number not above, as a number."""
    return Fraction(of.numerator // of.denominator) if known(of) else z3.ToReal(z3.ToInt(of))


def whole(of: Real) -> Bool:
    return of.denominator == 1 if known(of) else z3.IsInt(of)


def divided(of: Int, by: int) -> Int:
    """The whole part of a quotient of whole numbers."""
    return of // by if known(of) else of / by


def number_of(of: Int) -> Real:
    return Fraction(of) if known(of) else z3.ToReal(of)


def over(one: Real, other: Real) -> Real:
    """A quotient; whoever asks has made sure that nothing is divided by nought."""
    return one / other if known(one) and known(other) else lifted(one) / lifted(other)


def truth(name: str) -> Bool:
    return z3.Bool(name)


def real(name: str) -> Real:
    return z3.Real(name)


def code(name: str) -> Int:
    return z3.Int(name)


def ask(name: str, *arguments: Int) -> Bool:
    """A truth that depends on whole numbers in a way nothing is said about."""
    return z3.Function(name, *([z3.IntSort()] * len(arguments)), z3.BoolSort())(*map(lifted, arguments))


def measure(name: str, *arguments: Int) -> Real:
    """A number that depends on whole numbers in a way nothing is said about."""
    return z3.Function(name, *([z3.IntSort()] * len(arguments)), z3.RealSort())(*map(lifted, arguments))


def replaced(truths: Sequence[Bool], values: Sequence[tuple[Any, Any]]) -> list[Bool]:
    """Truths with values in the place of unknowns, simplified: a `bool` where the values decide it."""
    told = z3.Function("all of", *([z3.BoolSort()] * (len(truths) + 1)), z3.BoolSort())
    held = told(*map(lifted, (*truths, True)))  # taken together, what they share is looked at once
    made = z3.simplify(z3.substitute(held, *((one, lifted(other)) for one, other in values)))
    return [True if z3.is_true(each) else False if z3.is_false(each) else each for each in made.children()[:-1]]


def put(of: Any, unknown: Any, value: Any) -> Any:
    """A term with a value in the place of one unknown."""
    return of if known(of) else z3.substitute(of, (unknown, lifted(value)))
