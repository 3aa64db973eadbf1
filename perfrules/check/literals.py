"""The values and types of what is written out in a rule: numbers with their units, percentages, dates, texts."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from perfrules.core.types import MONEY, NONE, POINTS, Kind, Sort, Type
from perfrules.syntax import tree as syntax
from perfrules.values import Interval
from perfrules.values.numbers import digits_after_point

MOST_DIGITS = 40
ZERO = Fraction(0)
BARE_DATE = re.compile(r"([0-9]{4})[-年]([0-9]{1,2})[-月]([0-9]{1,2})日?")
YUAN = {"yuan": 1, "wan_yuan": 10_000, "yi_yuan": 100_000_000}


def number(node: syntax.Number) -> tuple[Fraction, Type] | None:
    """None when there are more digits than a form can mean."""
    if len(node.digits) > MOST_DIGITS:
        return None
    value = Fraction(node.digits)
    if node.unit in YUAN:
        value *= YUAN[node.unit]
        return value, _type(value, Sort.PLAIN, money=True)
    if node.unit == "points":
        return value, _type(value, Sort.PLAIN, points=True)
    return value, _type(value, Sort.BARE if value else Sort.ZERO)


def percent(node: syntax.Percent) -> tuple[Fraction, Type] | None:
    if len(node.digits) > MOST_DIGITS:
        return None
    value = Fraction(node.digits) / 100
    return value, _type(value, Sort.RATIO)


def _type(value: Fraction, sort: Sort, money: bool = False, points: bool = False) -> Type:
    dimension = MONEY if money else POINTS if points else NONE
    return Type(Kind.NUMBER, dimension, sort, digits_after_point(value), Interval(value, value))


def day(node: syntax.Date) -> date | None:
    """None when the calendar has no such day."""
    return _day(node.text)


def no_day(written: syntax.Written) -> str | None:
    """The date that an example writes without quotes, where the calendar has no such day."""
    found = BARE_DATE.fullmatch(written.texts[0]) if written.kind == "bare" else None
    if found is None:
        return None
    text = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return text if _day(text) is None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
