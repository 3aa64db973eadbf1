"""What the naive interpreter computes with: numbers that carry their units, and values that are gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from perfrules.core.types import Sort, Type

Powers = tuple[tuple[str, int], ...]
NO_UNIT_WRITTEN = "?"


@dataclass(frozen=True)
class Gone:
    """No value, and the kinds of reasons why. `written` is what stands in the cell, as long as this is that cell's own value."""

    why: frozenset[str]
    written: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Amount:
    """A number whose unit only the form knows. A unit of None is that of a nought that is nought of anything."""

    value: Fraction
    unit: Powers | None


@dataclass(frozen=True)
class Range:
    """An interval; each end is a value (perhaps gone) with its type, or None."""

    low: tuple[Any, Type] | None
    high: tuple[Any, Type] | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True)
class Members:
    """A set; each member is a value (perhaps gone) with its type."""

    of: tuple[tuple[Any, Type], ...]


def gone(why: str) -> Gone:
    return Gone(frozenset({why}))


def all_gone(*values: Any) -> Gone | None:
    """Every reason at once, if any value is gone. What is computed from a cell is not the cell any more."""
    why = [value.why for value in values if isinstance(value, Gone)]
    return Gone(frozenset().union(*why)) if why else None


def every(truths: Iterable[Any]) -> Any:
    """`and`: false if one is false; else unknown if one is."""
    held = list(truths)
    return False if any(each is False for each in held) else all_gone(*held) or True


def some(truths: Iterable[Any]) -> Any:
    """`or`: true if one is true; else unknown if one is."""
    held = list(truths)
    return True if any(each is True for each in held) else all_gone(*held) or False


# ── units ──


def amount(number: Fraction | Amount, type_: Type) -> Amount:
    """A number as it stands beside one whose unit the form gives."""
    if isinstance(number, Amount):
        return number
    if type_.sort is Sort.ZERO:
        return Amount(number, None)
    dimension = type_.dimension
    for name, power in (("元", dimension.money), ("分", dimension.points)):
        if power:
            return Amount(number, ((name, power),))
    return Amount(number, (("%" if type_.sort is Sort.RATIO else NO_UNIT_WRITTEN, 1),))


def product(one: Powers, other: Powers, sign: int) -> Powers:
    names = {name for name, _ in one + other}
    powers = {name: dict(one).get(name, 0) + sign * dict(other).get(name, 0) for name in names}
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def put_in(unit: Powers, name: str) -> Powers:
    """The unit when what was not written is `name`."""
    written = tuple(pair for pair in unit if pair[0] != NO_UNIT_WRITTEN)
    return product(written, ((name, dict(unit).get(NO_UNIT_WRITTEN, 0)),), 1)


def vanishes(unit: Powers | None) -> bool:
    """Whether the unit is none, for some reading of what was not written. It is never read as a percentage."""
    if not unit:
        return True
    return any(put_in(unit, name) == () for name in {name for name, _ in unit} - {"%"})


def one_unit(one: Powers | None, other: Powers | None) -> Powers | Gone | None:
    """The unit two amounts share."""
    if one is None or other is None:
        return other if one is None else one
    if not vanishes(product(one, other, -1)):
        return gone("unit")
    return one if NO_UNIT_WRITTEN not in dict(one) else other


def side_by_side(one: Any, its: Type, other: Any, others: Type) -> tuple[Fraction, Fraction, Powers | None] | Gone:
    """Two numbers in one unit, and that unit."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one, other, ()
    first, second = amount(one, its), amount(other, others)
    unit = one_unit(first.unit, second.unit)
    return unit if isinstance(unit, Gone) else (first.value, second.value, unit)


# ── rounding ──


def to_multiple(number: Fraction, step: Fraction, how: str) -> Fraction:
    """The multiple of `step` that each of the four roundings chooses of the two around `number`."""
    below = (number / step).__floor__() * step
    above = below + step
    if number == below:
        return number
    inward, outward = (below, above) if number > 0 else (above, below)
    if how in ("cut", "raised"):
        return inward if how == "cut" else outward
    if number - below != above - number:
        return below if number - below < above - number else above
    if how == "rounded":
        return outward
    return below if (below / step) % 2 == 0 else above


# ── texts ──


def half_width(text: str) -> str:
    def half(character: str) -> str:
        if character == "\u3000":
            return " "
        return chr(ord(character) - 0xFEE0) if "\uff01" <= character <= "\uff5e" else character

    return "".join(map(half, text))


def same_text(text: str) -> str:
    """What is compared of a text."""
    return "".join(character for character in half_width(text) if not character.isspace())


def dice(one: str, other: str) -> Fraction:
    """Twice the shared pairs of neighbouring characters over all of them."""
    first, second = same_text(one), same_text(other)
    if not first or not second:
        return Fraction(0)
    pairs, rest = [first[at : at + 2] for at in range(len(first) - 1)], [second[at : at + 2] for at in range(len(second) - 1)]
    everything = len(pairs) + len(rest)
    if not everything:
        return Fraction(int(first == second))
    shared = 0
    for pair in pairs:
        if pair in rest:
            rest.remove(pair)
            shared += 1
    return Fraction(2 * shared, everything)
