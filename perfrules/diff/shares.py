"""How a change of a total is shared among the edits that made it: Shapley values, in exact fractions.

An edit's share is what it adds, averaged over every order in which the edits could have been made. So the shares add up to the
whole change, no order is preferred, and an edit that changes nothing in any company has none.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from math import factorial

MOST_EXACT = 10
"""Up to so many edits every one of the 2ⁿ mixtures is worked out."""
ORDERS = 400
"""How many orders are drawn above that; each is walked in both directions."""

Value = Callable[[int], Fraction | None]
"""The total under the edits whose bits are set; None when it cannot be worked out."""


def exact(edits: list[int], value: Value) -> dict[int, Fraction]:
    """The shares of `edits` (each one bit)."""
    count = len(edits)
    shares = dict.fromkeys(edits, Fraction(0))
    weights = [Fraction(factorial(size) * factorial(count - size - 1), factorial(count)) for size in range(count)]
    for chosen in range(1 << count):
        bits = _bits(edits, chosen)
        base = _known(value(bits))
        for at, edit in enumerate(edits):
            if not chosen >> at & 1:
                shares[edit] += weights[chosen.bit_count()] * (_known(value(bits | edit)) - base)
    return shares


def sampled(edits: list[int], value: Value, seed: str) -> dict[int, Fraction] | None:
    """The shares averaged over drawn orders: they still add up exactly. None when a total on the way is not known.

    Each order is walked forwards and backwards, so that comparing the other way round gives the same shares with the other sign.
    """
    drawn = random.Random(seed)
    shares = dict.fromkeys(edits, Fraction(0))
    order = list(edits)
    for _ in range(ORDERS):
        drawn.shuffle(order)
        for walk in (order, order[::-1]):
            bits, last = 0, value(0)
            for edit in walk:
                bits |= edit
                now = value(bits)
                if now is None or last is None:
                    return None
                shares[edit] += now - last
                last = now
    return {edit: share / (2 * ORDERS) for edit, share in shares.items()}


def inseparable(edits: list[int], value: Value) -> list[int]:
    """The edits that decide whether a total is known at all: only together do they lead from one known total to another."""
    found = []
    for at, edit in enumerate(edits):
        others = edits[:at] + edits[at + 1 :]
        mixtures = (_bits(others, chosen) for chosen in range(1 << len(others)))
        if any((value(bits) is None) != (value(bits | edit) is None) for bits in mixtures):
            found.append(edit)
    return found


def _bits(edits: list[int], chosen: int) -> int:
    return sum(edit for at, edit in enumerate(edits) if chosen >> at & 1)


def _known(value: Fraction | None) -> Fraction:
    assert value is not None, "edits that only together have a total are one edit"
    return value
