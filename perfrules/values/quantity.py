"""A number with the unit that was written beside it on a form, known only when the form is read.

A unit is a product of powers, kept as sorted pairs. The unit `?` stands for *none was written*: it takes the other side's
unit, except `%` (`100` against `100%` is undetermined, not guessed).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Unit = tuple[tuple[str, int], ...]

UNWRITTEN = "?"
PERCENT = "%"
YUAN = "元"
POINTS = "分"


def unit(name: str, power: int = 1) -> Unit:
    return ((name or UNWRITTEN, power),) if power else ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` in `unit`; a percentage is its ratio with unit `%`, an amount of money is in 元."""

    value: Fraction
    unit: Unit


def times(one: Unit, other: Unit, sign: int = 1) -> Unit:
    """The unit of a product (`sign` 1) or a quotient (-1)."""
    powers = dict(one)
    for name, power in other:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def cancels(of: Unit) -> bool:
    """Whether `of` is no unit at all, a unit that was not written counting as its partner's."""
    powers = dict(of)
    free = powers.pop(UNWRITTEN, 0)
    if not powers:
        return free == 0
    return len(powers) == 1 and PERCENT not in powers and sum(powers.values()) == -free


def joined(one: Unit, other: Unit) -> Unit | None:
    """The unit in which the two can be compared or added; None when they cannot."""
    if one == other:
        return one
    if not cancels(times(one, other, -1)):
        return None
    return other if UNWRITTEN in dict(one) else one
