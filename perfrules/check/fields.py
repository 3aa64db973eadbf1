"""The types of a template's fields."""

from __future__ import annotations

from perfrules.core.types import DATE, MEASURE, MONEY, NONE, POINTS, TEXT, Kind, Sort, Type
from perfrules.forms import Field
from perfrules.values import Interval
from perfrules.values.numbers import digits_after_point

FEN_DIGITS = 2
"""Money is kept in 元 and its least part is the 分 (0.01 元)."""


def field_type(field: Field) -> Type:
    """What a cell of this field holds. Scale and bounds are those the template declares, for columns that keep to them."""
    bounds = Interval(field.low, field.high, field.low is not None, field.high is not None)
    scale = None if field.step is None else digits_after_point(field.step)
    match field.kind:
        case "money":
            return Type(Kind.NUMBER, MONEY, Sort.PLAIN, FEN_DIGITS, bounds)
        case "points":
            return Type(Kind.NUMBER, POINTS, Sort.PLAIN, scale, bounds)
        case "ratio":
            return Type(Kind.NUMBER, NONE, Sort.RATIO, scale, bounds)
        case "number":
            return Type(Kind.NUMBER, NONE, Sort.COUNT, scale, bounds)
        case "quantity":
            return Type(Kind.NUMBER, MEASURE, Sort.PLAIN, scale, bounds)
        case "text":
            return TEXT
        case "choice":
            return Type(Kind.TEXT, choices=field.choices)
        case "ticks":
            return Type(Kind.TICKS, choices=field.choices)
        case "date":
            return DATE
