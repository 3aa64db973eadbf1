"""Numbers and days as they are written on a form, each with those just under and just over it; texts of a given length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from perfrules.forms import Field, Template
from perfrules.forms.reading import MONEY_UNITS
from perfrules.values.numbers import decimal_text, digits_after_point, to_step

HUNDREDTH = Fraction(1, 100)
FILLING = "写明原因和改进的措施"
MOST_DECIMALS = 6
LONGEST = 10**15
"""Larger amounts are on no form, and what is compared with one is compared with any."""


def step(field: Field, number: Fraction) -> Fraction:
    """What the last digit is worth that such a number is written with in the field, in the unit it is written in."""
    match field.kind:
        case "quantity":
            return Fraction(1) if number.denominator == 1 else HUNDREDTH
        case "number":
            return Fraction(1)
        case _:
            return field.step or HUNDREDTH


def scale(field: Field, template: Template) -> Fraction:
    """How much 1 counts for that is written in the field without a unit: an amount is in the unit of the form."""
    match field.kind:
        case "money":
            return MONEY_UNITS[template.default_money_unit]
        case "ratio":
            return HUNDREDTH
        case _:
            return Fraction(1)


def number(field: Field, value: Fraction, template: Template) -> str:
    """The text of one number, rounded to the digits of the column when it has no end."""
    shown = value / scale(field, template)
    places = digits_after_point(shown)
    if places is None or places > MOST_DECIMALS:
        shown = to_step(shown, step(field, shown), "rounded")
    return decimal_text(shown, MOST_DECIMALS) + ("%" if field.kind == "ratio" else "")


def around(field: Field, value: Fraction, template: Template) -> Iterator[str]:
    """At a number, just over and just under it; where its digits have no end, the two numbers on either side of it."""
    if abs(value) > LONGEST:
        return
    by = scale(field, template)
    shown = value / by
    places = digits_after_point(shown)
    its = step(field, shown)
    if places is not None and places <= MOST_DECIMALS:
        near = [shown, shown + its, shown - its]
    else:
        near = [to_step(shown, its, "cut"), to_step(shown, its, "raised")]
    for each in near:
        yield number(field, each * by, template)


def quantities(value: Fraction, signs: bool, units: Iterable[str]) -> Iterator[str]:
    """A number as a written quantity: bare, in percent if it is a small one, with a unit and, on a limit, with its signs."""
    small = abs(value) <= 2
    plain = [decimal_text(each, MOST_DECIMALS) for each in _near(value, Fraction(1) if value.denominator == 1 else HUNDREDTH)]
    percent = [decimal_text(each * 100, MOST_DECIMALS) + "%" for each in _near(value, Fraction(1, 1000))] if small else []
    yield from (*percent, *plain) if small and value.denominator != 1 else (*plain, *percent)
    for unit in units:
        yield (decimal_text(value * 100, MOST_DECIMALS) if unit == "%" else plain[0]) + unit
    if signs:
        yield from (sign + plain[0] for sign in ("≥", "≤", "<", ">"))


def _near(value: Fraction, by: Fraction) -> tuple[Fraction, ...]:
    places = digits_after_point(value)
    if places is None or places > MOST_DECIMALS:
        return (to_step(value, by, "cut"), to_step(value, by, "raised"))
    return (value, value + by, value - by)


def dates(day: date) -> Iterator[str]:
    """A day, the day before and the day after."""
    yield day.isoformat()
    for apart in (1, -1):
        if date.min < day < date.max:
            near = day + timedelta(days=apart)
            yield f"{near.year}年{near.month}月{near.day}日" if near.year >= 1000 else near.isoformat()


def long(length: int) -> Iterator[str]:
    """Texts of so many characters, of one more and of one less."""
    for each in (length, length + 1, length - 1):
        if each > 0:
            yield (FILLING * (each // len(FILLING) + 1))[:each]
