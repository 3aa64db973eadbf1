"""The type of a product and of a quotient."""

from __future__ import annotations

from typing import Literal

from perfrules.core import bounds
from perfrules.core.types import Kind, Sort, Type

MOST_DECIMALS = 400


def product(left: Type, right: Type, operator: Literal["+", "-", "*", "/"]) -> Type:
    times = operator == "*"
    dimension = left.dimension.times(right.dimension, 1 if times else -1)
    scale = left.scale + right.scale if times and left.scale is not None and right.scale is not None else None
    if scale is not None and scale > MOST_DECIMALS:
        scale = None
    where = bounds.times(left.bounds, right.bounds) if times else bounds.over(left.bounds, right.bounds)
    plain = dimension != left.dimension.times(left.dimension, -1)
    return Type(Kind.NUMBER, dimension, _sort(left, right, times, plain), scale, where)


def _sort(left: Type, right: Type, times: bool, plain: bool) -> Sort:
    if plain:
        return Sort.PLAIN
    sorts = (left.sort, right.sort)
    if times and (Sort.BARE in sorts or Sort.ZERO in sorts) and Sort.PLAIN not in sorts:
        return Sort.BARE
    if not times and left.sort in (Sort.BARE, Sort.ZERO) and right.sort is not Sort.PLAIN:
        return Sort.BARE
    return Sort.COUNT if sorts == (Sort.COUNT, Sort.COUNT) else Sort.RATIO
