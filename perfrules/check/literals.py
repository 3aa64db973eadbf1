"""The values and types of what is written out in a rule: numbers with their units, percentages, dates, texts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from perfrules.core.types import MONEY, NONE, POINTS, Kind, Sort, Type
from perfrules.syntax import tree as syntax
from perfrules.values import Interval
from perfrules.values.numbers import digits_after_point

MOST_DIGITS = 40
ZERO = Fraction(0)
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
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        return None
