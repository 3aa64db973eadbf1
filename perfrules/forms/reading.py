"""Reads one cell by the kind of its field: a value and the step its digits show, or why there is no value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from perfrules.forms.template import Field
from perfrules.values import Quantity, Value, Why, missing
from perfrules.values.quantity import PERCENT, POINTS, unit
from perfrules.values.text import half_width, normal
from perfrules.values.written import Written, read_number, read_written

MONEY_UNITS = {"亿元": Fraction(10**8), "万元": Fraction(10**4), "元": Fraction(1)}

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})(日?)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. A `Why` says that there is no value; the form and the path make it a `Missing`."""

    value: Value | Why
    step: Fraction | None = None
    written: Written | None = None

    def value_at(self, form: str, path: str, text: str) -> Value:
        return missing(self.value, form, path, text) if isinstance(self.value, Why) else self.value


UNREADABLE = Reading(Why.UNREADABLE)


def read_cell(field: Field, text: str, money: Fraction) -> Reading:
    """What `text`, which is not blank, says in `field`; `money` is how many 元 a bare amount counts."""
    match field.kind:
        case "text" | "ticks":
            return Reading(text)
        case "choice":
            return _choice(field, text)
        case "money":
            return _money(text, money)
        case "points":
            return _number(text, POINTS)
        case "ratio":
            return _ratio(text)
        case "number":
            return _number(text, "年度", "年")
        case "quantity":
            return _quantity(text, field.limit)
        case "date":
            return _date(text)
        case other:
            assert_never(other)


def column_step(field: Field, money: Fraction) -> Fraction | None:
    """The step of the field's column in the unit of its values."""
    if field.step is None or field.kind != "money":
        return field.step
    return field.step * money


def _choice(field: Field, text: str) -> Reading:
    said = normal(text)
    return Reading(next((choice for choice in field.choices if normal(choice) == said), Why.UNREADABLE))


def _money(text: str, money: Fraction) -> Reading:
    for word, yuan in MONEY_UNITS.items():
        if (number := _before_unit(text, word)) is not None:
            return _scaled(number, yuan)
    return _scaled(read_number(text), money)


def _number(text: str, *units: str) -> Reading:
    number = read_number(text)
    for word in units:
        number = number or _before_unit(text, word)
    return _scaled(number, Fraction(1))


def _ratio(text: str) -> Reading:
    """`100` or `1` without `%` could be either, so only nought may stand without it."""
    if (number := _before_unit(text, PERCENT)) is not None:
        return _scaled(number, Fraction(1, 100))
    bare = read_number(text)
    return _scaled(bare, Fraction(1, 100)) if bare is not None and bare[0] == 0 else UNREADABLE


def _quantity(text: str, limit: bool) -> Reading:
    written = read_written(text)
    if written is None:
        return UNREADABLE
    if written.comparator != "=" and not limit:
        return Reading(Why.RANGE, written.step, written)
    return Reading(Quantity(written.value, unit(written.unit)), written.step, written)


def _date(text: str) -> Reading:
    found = _DATE.fullmatch(normal(text)) if len(text) < 40 else None
    if found is None or bool(found[5]) != bool(found[7]):
        return UNREADABLE
    month = next(filter(None, found.groups()[1:5]))
    try:
        return Reading(date(int(found[1]), int(month), int(found[6])))
    except ValueError:
        return UNREADABLE


def _before_unit(text: str, word: str) -> tuple[Fraction, Fraction] | None:
    """The number before the unit that ends the text; a blank may stand before and inside the unit, not inside the number."""
    half = half_width(text).replace("﹪", "%").rstrip()
    for character in reversed(word):
        if not half.endswith(character):
            return None
        half = half[:-1].rstrip()
    return read_number(half)


def _scaled(number: tuple[Fraction, Fraction] | None, by: Fraction) -> Reading:
    return UNREADABLE if number is None else Reading(number[0] * by, number[1] * by)
