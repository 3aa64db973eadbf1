"""Types: what a value is, its dimension, and what the batch engine will need to know of it (scale and bounds)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from perfrules.values import Interval

EVERYWHERE = Interval(None, None, False, False)


class Kind(Enum):
    NUMBER = "number"
    TEXT = "text"
    TICKS = "ticks"
    DATE = "date"
    TRUTH = "truth"
    INTERVAL = "interval"
    SET = "set"
    NOTHING = "nothing"  # `undetermined("…")`: agrees with every type


class Sort(Enum):
    """Where a number without dimension comes from: it decides what it may stand next to."""

    BARE = "bare"  # written without a unit: points where points are expected
    ZERO = "zero"  # the literal 0, which is 0 of everything
    RATIO = "ratio"  # a percentage, a quotient of like things
    COUNT = "count"  # how many
    PLAIN = "plain"  # has a dimension


@dataclass(frozen=True, slots=True)
class Dimension:
    """Powers of money, of points, and of the unit written on the form (`measure`), which only the form knows."""

    money: int = 0
    points: int = 0
    measure: int = 0

    def times(self, other: Dimension, sign: int = 1) -> Dimension:
        return Dimension(self.money + sign * other.money, self.points + sign * other.points, self.measure + sign * other.measure)


NONE, MONEY, POINTS, MEASURE = Dimension(), Dimension(money=1), Dimension(points=1), Dimension(measure=1)


@dataclass(frozen=True, slots=True)
class Type:
    """`scale`: the decimals (of 元 for money) that write every value exactly, None where any quotient may come.

    `bounds`: where all values lie.
    """

    kind: Kind
    dimension: Dimension = NONE
    sort: Sort = Sort.PLAIN
    scale: int | None = None
    bounds: Interval = EVERYWHERE
    choices: tuple[str, ...] | None = None
    of: Type | None = None

    @property
    def number(self) -> bool:
        return self.kind is Kind.NUMBER

    @property
    def written(self) -> bool:
        """Whether the unit is known only from the form."""
        return self.number and self.dimension.measure != 0


NOTHING = Type(Kind.NOTHING)
TRUTH = Type(Kind.TRUTH)
TEXT = Type(Kind.TEXT)
DATE = Type(Kind.DATE)
COUNT = Type(Kind.NUMBER, sort=Sort.COUNT, scale=0, bounds=Interval(Fraction(0), None, True, False))
RATIO = Type(Kind.NUMBER, sort=Sort.RATIO)


def common(one: Type, other: Type) -> Type | None:
    """The type of values that may be either: of branches, of terms, of what is compared. None when they do not agree."""
    if Kind.NOTHING in (one.kind, other.kind):
        return one if other.kind is Kind.NOTHING else other
    if one.kind is not other.kind:
        return None
    match one.kind:
        case Kind.NUMBER:
            return _common_number(one, other)
        case Kind.INTERVAL | Kind.SET:
            inner = common(one.of, other.of) if one.of and other.of else None
            return None if inner is None else replace(one, of=inner)
        case Kind.TEXT:
            both = None if one.choices is None or other.choices is None else (*one.choices, *other.choices)
            return replace(one, choices=both)
        case _:
            return one


def _common_number(one: Type, other: Type) -> Type | None:
    scale = None if one.scale is None or other.scale is None else max(one.scale, other.scale)
    bounds = hull(one.bounds, other.bounds)
    if one.sort is Sort.ZERO:
        return replace(other, scale=scale, bounds=bounds)
    if other.sort is Sort.ZERO:
        return replace(one, scale=scale, bounds=bounds)
    if one.dimension == other.dimension:
        sort = one.sort if one.sort is other.sort else Sort.COUNT if Sort.COUNT in (one.sort, other.sort) else Sort.RATIO
        return Type(Kind.NUMBER, one.dimension, sort, scale, bounds)
    for bare, wide in ((one, other), (other, one)):
        if bare.sort is Sort.BARE and wide.dimension in (POINTS, MEASURE):
            return replace(wide, scale=scale, bounds=bounds)
    return None


def comparable(one: Type, other: Type) -> bool:
    """Whether the two may be compared: like `common`, and a written quantity with anything its unit may turn out to be."""
    if common(one, other) is not None:
        return True
    if not (one.number and other.number):
        return False
    simple = (NONE, MONEY, POINTS)
    return (one.dimension == MEASURE and other.dimension in simple) or (other.dimension == MEASURE and one.dimension in simple)


def hull(one: Interval, other: Interval) -> Interval:
    """The smallest interval that holds both."""
    low = None if one.low is None or other.low is None else min((one.low, not one.low_closed), (other.low, not other.low_closed))
    high = None if one.high is None or other.high is None else max((one.high, one.high_closed), (other.high, other.high_closed))
    return Interval(low[0] if low else None, high[0] if high else None, not low[1] if low else False, high[1] if high else False)
