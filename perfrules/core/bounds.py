"""Where a number must lie, by interval arithmetic on the formula. Used to find what no row of a table takes."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core.types import EVERYWHERE
from perfrules.values import Interval
from perfrules.values.numbers import too_large


def plus(one: Interval, other: Interval) -> Interval:
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return Interval(low, high, one.low_closed and other.low_closed, one.high_closed and other.high_closed)


def negative(of: Interval) -> Interval:
    low = None if of.high is None else -of.high
    high = None if of.low is None else -of.low
    return Interval(low, high, of.high_closed, of.low_closed)


def times(one: Interval, other: Interval) -> Interval:
    """Exact at the corners when both are bounded; else, and when the numbers grow too large, what the signs alone tell."""
    if one.low is not None and one.high is not None and other.low is not None and other.high is not None:
        corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
        if not any(too_large(corner) for corner in corners):
            return Interval(min(corners), max(corners))
    return _by_sign(one, other)


def over(one: Interval, other: Interval) -> Interval:
    if other.low is not None and other.low == other.high and other.low != 0:
        return times(one, Interval(1 / other.low, 1 / other.low))
    return _by_sign(one, other)


def _by_sign(one: Interval, other: Interval) -> Interval:
    if one.low is not None and other.low is not None and one.low >= 0 and other.low >= 0:
        return Interval(Fraction(0), None, True, False)
    return EVERYWHERE


def absolute(of: Interval) -> Interval:
    if of.low is not None and of.low >= 0:
        return of
    if of.low is None or of.high is None:
        return Interval(Fraction(0), None, True, False)
    return Interval(Fraction(0), max(-of.low, of.high))


def least(one: Interval, other: Interval) -> Interval:
    """Where the smaller of two numbers lies."""
    highs = [(end, closed) for end, closed in ((one.high, one.high_closed), (other.high, other.high_closed)) if end is not None]
    high = min(highs) if highs else None
    low = None if one.low is None or other.low is None else min((one.low, not one.low_closed), (other.low, not other.low_closed))
    return Interval(low[0] if low else None, high[0] if high else None, not low[1] if low else False, high[1] if high else False)


def greatest(one: Interval, other: Interval) -> Interval:
    return negative(least(negative(one), negative(other)))
