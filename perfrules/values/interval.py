"""Intervals as regulations write them: `[80%, 100%)`; an end that is None has no bound."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Interval:
    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, number: Fraction) -> bool:
        if self.low is not None and (number < self.low or (number == self.low and not self.low_closed)):
            return False
        return self.high is None or number < self.high or (number == self.high and self.high_closed)

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    @property
    def only(self) -> Fraction | None:
        """The number that is all of it, where there is just one."""
        return self.low if self.low == self.high and self.low_closed and self.high_closed else None

    @property
    def whole(self) -> bool:
        """Whether there is a whole number in it."""
        if self.low is None or self.high is None:
            return True
        first = ceil(self.low) if self.low_closed else floor(self.low) + 1
        last = floor(self.high) if self.high_closed else ceil(self.high) - 1
        return first <= last

    def meet(self, other: Interval) -> Interval:
        low, low_closed = max(_low(self), _low(other))[1:]
        high, high_closed = min(_high(self), _high(other))[1:]
        return Interval(low, high, low_closed, high_closed)


def _low(interval: Interval) -> tuple[tuple[int, Fraction, int], Fraction | None, bool]:
    if interval.low is None:
        return (0, Fraction(0), 0), None, False
    return (1, interval.low, 0 if interval.low_closed else 1), interval.low, interval.low_closed


def _high(interval: Interval) -> tuple[tuple[int, Fraction, int], Fraction | None, bool]:
    if interval.high is None:
        return (1, Fraction(0), 0), None, False
    return (0, interval.high, 1 if interval.high_closed else 0), interval.high, interval.high_closed


def beside(interval: Interval) -> tuple[Interval, ...]:
    """What of the number line is left when `interval` is taken out."""
    rest = []
    if interval.low is not None:
        rest.append(Interval(None, interval.low, False, not interval.low_closed))
    if interval.high is not None:
        rest.append(Interval(interval.high, None, not interval.high_closed, False))
    return tuple(rest)


def without(whole: tuple[Interval, ...], taken: Interval) -> tuple[Interval, ...]:
    """The parts of `whole` that `taken` leaves."""
    if taken.empty:
        return whole
    parts = (part.meet(side) for part in whole for side in beside(taken))
    return tuple(part for part in parts if not part.empty)
